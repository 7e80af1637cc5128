import { rolesAsked } from "../../../src/domain/release/authority.ts";
import { outcomesOf, worksOf, type Process } from "../../../src/domain/process/process.ts";
import { templateOf } from "../../../src/domain/process/template-of.ts";
import type { Actor, ReleaseCommand } from "../../../src/domain/release/command.ts";
import type { ActiveStep } from "../../../src/domain/release/due.ts";
import { leavesOf, type Item } from "../../../src/domain/template/template.ts";
import type { Json } from "../../../src/kernel/canonical-json.ts";

/** Who asks for every release, and may never approve one. */
export const REQUESTER = "boss";
const HOLDERS = 4;

/** Every role the process asks somebody for. */
export function rolesIn(process: Process): readonly string[] {
  const works = [...process.workflows.values()].flatMap(worksOf);
  const inVariants = [...process.workflows.values()].flatMap(({ variants }) =>
    [...variants.values()].flatMap(({ replace }) => [...replace.values()]),
  );
  const items = [...process.templates.values()].flatMap(({ items: all }) =>
    leavesOf(all).flatMap(({ roles }) => roles),
  );
  const asked = [...works, ...inVariants].flatMap((work) => rolesAsked(work));
  return [...new Set([...asked, ...items, ...(process.waivers?.roles ?? []), "release-manager", "admin"])].toSorted();
}

/** Those who hold a role and no other. */
export function holdersOf(role: string): readonly string[] {
  return Array.from({ length: HOLDERS }, (_, index) => `${role}-${index}`);
}

/** What somebody says at a step: answers to what it asks, and then how it ends. */
export function sayings(process: Process, { run, visit, work }: ActiveStep, by: Actor, outcome: string) {
  const template = templateOf(work, process);
  const items = template === undefined ? [] : leavesOf(template.items);
  const mine = items.filter(({ roles }) => roles.length === 0 || roles.includes(by.role));
  const answers = mine.map((item): ReleaseCommand => {
    return { type: "answer", run, visit, item: item.id, value: answerTo(item), by, evidence: [], note: null };
  });
  const end: ReleaseCommand = { type: "finish", run, visit, outcome, by, comment: "it is so" };
  return { answers, end };
}

function answerTo({ kind, options, of }: Item): Json {
  switch (kind) {
    case "tick":
      return true;
    case "choice":
      return options[0] ?? "yes";
    case "number":
      return of ?? 1;
    case "list":
      return ["one"];
    case "date":
      return "2026-01-05";
    case "votes":
      return Array.from({ length: of ?? 1 }, (_, index) => `member-${index}: yes`);
    default:
      return "said";
  }
}

export function outcomesFor({ work }: ActiveStep): readonly string[] {
  return outcomesOf(work).filter((outcome) => outcome !== "expired");
}
