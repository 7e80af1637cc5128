import { durationMs } from "../../kernel/duration.ts";
import { isoMoment } from "../../kernel/iso-moment.ts";
import { liveIn } from "../environment/environment-state.ts";
import type { ExitCondition } from "../process/closing.ts";
import { leavesOf } from "../template/template.ts";
import { outcomesOf, textOf, tierOf, type Work } from "../process/process.ts";
import type { StepKind } from "../process/step-kind.ts";
import type { Draft } from "./draft.ts";
import { bringsBack } from "./environment-work.ts";
import { isActive, MAIN, standingVisit, type Visit } from "./release-state.ts";
import { environmentIn } from "./world.ts";

/** Something that keeps a release from being closed. */
export interface OpenExit {
  /** `runs` and `debts` always count, the others as far as the process asks for them. */
  readonly condition: ExitCondition | "ended" | "runs" | "debts";
  readonly says: string;
}

/** Something a release leaves behind, and the step that made it. */
export interface Output {
  readonly output: string;
  /** `null`: it is missing. */
  readonly step: string | null;
}

/** Everything that keeps a release from being closed, each by name (G-21, G-23). */
export function openExits(draft: Draft): readonly OpenExit[] {
  const { state, world, context } = draft;
  if (state.status === "running") return [{ condition: "ended", says: `${state.release} is under way` }];
  const runs = [...state.runs.values()].filter((run) => run.state !== "ended");
  const debts = [...world.environments].flatMap(([environment, { debts: owed }]) =>
    [...owed.values()].filter(({ release }) => release === state.release).map(({ owes }) => ({ environment, owes })),
  );
  const asked = context.process.closing.conditions;
  return [
    ...runs.map(({ id }) => ({ condition: "runs" as const, says: `${id} is not over` })),
    ...debts.map(({ environment, owes }) => ({
      condition: "debts" as const,
      says: `${owes.join(", ")} is owed in ${environment}`,
    })),
    ...asked.flatMap((condition) => EXITS[condition](draft).map((says) => ({ condition, says }))),
  ];
}

/** What a release leaves behind, as far as its process has steps that make it. */
export function outputsOf(draft: Draft): readonly Output[] {
  if (draft.state.status !== "released") return [];
  const works = [...draft.layout(MAIN).works.values()].filter((work) => isOnPath(draft, work));
  return OUTPUTS.flatMap(([output, makes]) => {
    const makers = works.filter((work) => makes(draft, work));
    if (makers.length === 0) return [];
    return [{ output, step: makers.findLast((work) => hasSucceeded(draft, work))?.name ?? null }];
  });
}

type Makes = (draft: Draft, work: Work) => boolean;

const kindOf =
  (...kinds: readonly StepKind[]): Makes =>
  (_, { kind }) =>
    kinds.includes(kind);

const OUTPUTS: readonly (readonly [output: string, makes: Makes])[] = [
  ["deployed version", isArrival],
  ["notes", kindOf("changelog", "notes")],
  ["health report", kindOf("probe", "watch")],
  ["test report", kindOf("run", "uat")],
  ["lessons learned", kindOf("retrospective")],
];

const EXITS: Readonly<Record<ExitCondition, (draft: Draft) => readonly string[]>> = {
  "in-production": notInProduction,
  watched: stillWatched,
  "merged-back": notMergedBack,
  "nothing-critical": criticalOpen,
  told: (draft) =>
    unfinished(draft, ({ kind }) => kind === "notify").map(({ name }) => `the message of ${name} was not delivered`),
  documents: (draft) => unfinished(draft, isDocumentation).map(({ name }) => `the documents of ${name} are not final`),
  outputs: (draft) =>
    outputsOf(draft)
      .filter(({ step }) => step === null)
      .map(({ output }) => `${output} is missing`),
};

function isDocumentation({ kind, with: settings }: Work): boolean {
  return kind === "checklist" && settings["template"] === "documentation";
}

/** A release that was shipped runs where it was shipped to, or something later took its place. */
function notInProduction(draft: Draft): string[] {
  if (draft.state.status !== "released") return [];
  const shipped = [...draft.layout(MAIN).works.values()].filter(
    (work) => isArrival(draft, work) && isOnPath(draft, work),
  );
  return shipped.flatMap((work) => {
    const name = textOf(work, "environment");
    const members = standingVisit(draft.run(MAIN), work.name)?.members ?? [];
    const missing = (members.length === 0 ? [""] : members).filter((member) => !hasArrived(draft, name, member));
    return missing.map((member) => `it does not run in ${[name, member].filter((part) => part !== "").join(", ")}`);
  });
}

function hasArrived(draft: Draft, name: string, member: string): boolean {
  const state = environmentIn(draft.world, name);
  const arrived = state.deployments.get(member)?.some(({ release, isRolledBack, isVerified }) => {
    return release === draft.state.release && isVerified && !isRolledBack;
  });
  return arrived === true && liveIn(state, member) !== undefined;
}

/** A watch that was passed by takes as long as it would have taken. */
function stillWatched(draft: Draft): string[] {
  if (draft.state.status !== "released") return [];
  const arrivals = draft.run(MAIN).visits.filter((visit) => isArrival(draft, workIn(draft, visit)));
  const since = Math.max(...arrivals.flatMap(({ endedAt }) => endedAt ?? []));
  if (!Number.isFinite(since)) return [];
  const watches = [...draft.layout(MAIN).works.values()].filter(
    (work) => work.kind === "watch" && isOnPath(draft, work),
  );
  return watches.flatMap((work) => {
    const until = since + (durationMs(textOf(work, "for")) ?? 0);
    const isOver = standingVisit(draft.run(MAIN), work.name)?.state === "ended" || draft.context.now >= until;
    return isOver ? [] : [`${work.name} is not over before ${isoMoment(until)}`];
  });
}

/** Only a proof counts: a merge back that somebody passed by leaves work where nobody looks for it (B-08, B-10). */
function notMergedBack(draft: Draft): string[] {
  if (draft.state.status !== "released") return [];
  const works = [...draft.layout(MAIN).works.values()].filter(({ kind }) => kind === "merge-back");
  const open = works.filter((work) => isOnPath(draft, work) && !isProven(draft, work));
  return open.map(({ name }) => `${name} has not proven that every branch holds the work`);
}

function isProven(draft: Draft, work: Work): boolean {
  const visit = standingVisit(draft.run(MAIN), work.name);
  return visit?.state === "ended" && visit.outcome === outcomesOf(work)[0];
}

/** What people said last counts; where nobody was asked by a step of this release, nothing is open. */
function criticalOpen(draft: Draft): string[] {
  return draft.context.process.closing.critical.flatMap((item) => {
    const asking = [...draft.layout(MAIN).works.values()].some((work) => asks(draft, work, item));
    if (!asking || answerTo(draft, item) === true) return [];
    return [`${item} is not answered with yes: something critical may be open`];
  });
}

function asks(draft: Draft, work: Work, item: string): boolean {
  const template = draft.context.process.templates.get(textOf(work, "template"));
  return template !== undefined && isOnPath(draft, work) && leavesOf(template.items).some(({ id }) => id === item);
}

/** What stands as the answer to an item of a checklist or form; `undefined`: nothing does. */
export function answerTo(draft: Draft, item: string): unknown {
  const visits = [...draft.state.runs.values()].flatMap(({ visits: all }) => all.filter(counts));
  return visits.findLast(({ answers }) => answers.has(item))?.answers.get(item)?.value;
}

function counts(visit: Visit): boolean {
  return isActive(visit) || visit.state === "ended";
}

/** Steps that were begun and did not end well. */
function unfinished(draft: Draft, wanted: (work: Work) => boolean): Work[] {
  const works = [...draft.layout(MAIN).works.values()];
  return works.filter((work) => wanted(work) && isOnPath(draft, work) && !hasSucceeded(draft, work));
}

/** Ended with success in its last part, or was waived. What it covered may have changed since: the release is over. */
export function hasSucceeded(draft: Draft, work: Work): boolean {
  const visit = standingVisit(draft.run(MAIN), work.name);
  if (visit === undefined || visit.state !== "ended") return false;
  return visit.waived || (visit.outcome === outcomesOf(work)[0] && visit.member === (visit.members.at(-1) ?? null));
}

/** Steps that a condition or a variant left out are not asked for. */
export function isOnPath(draft: Draft, { name }: Work): boolean {
  const visit = standingVisit(draft.run(MAIN), name);
  return visit !== undefined && visit.outcome !== "skipped";
}

function workIn(draft: Draft, { step }: Visit): Work | undefined {
  return draft.layout(MAIN).works.get(step);
}

function isArrival(draft: Draft, work: Work | undefined): boolean {
  if (work?.kind !== "deploy" || bringsBack(work)) return false;
  return tierOf(work, draft.context.process.environments) === "production";
}
