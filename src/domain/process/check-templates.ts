import { nearest } from "../../kernel/nearest.ts";
import { AUTOMATIC_CHECKS, isAutomaticCheck } from "../template/automatic-check.ts";
import { isGroupItem, itemsOf, leavesOf, type Item, type Template } from "../template/template.ts";
import { finding, type ProcessFinding } from "./finding.ts";
import { textOf, worksOf, type Process, type Work } from "./process.ts";
import { waitsForPerson } from "./step-kind.ts";
import { templateOf } from "./template-of.ts";

/** Every template a step names exists, and every template can be answered. */
export function checkTemplates(process: Process): ProcessFinding[] {
  const steps = [...process.workflows.values()].flatMap((workflow) => {
    const replaced = [...workflow.variants.values()].flatMap(({ replace }) => [...replace.values()]);
    return [...worksOf(workflow), ...replaced].flatMap((work) => checkStep(process, work, workflow.name));
  });
  return [...steps, ...[...process.templates.values()].flatMap(checkTemplate)];
}

function checkStep(process: Process, work: Work, workflow: string): ProcessFinding[] {
  if (!waitsForPerson(work.kind) || !("template" in work.with)) return [];
  if (templateOf(work, process) !== undefined) return [];
  const name = textOf(work, "template");
  const found = name === "" ? "names no template" : `there is no template ${name}`;
  const expected = likely(name, [...process.templates.keys()]);
  return [finding("unknown-name", `workflow ${workflow}, step ${work.name}`, found, expected)];
}

function checkTemplate({ name, items }: Template): ProcessFinding[] {
  const place = `template ${name}`;
  const all = itemsOf(items);
  const ids = all.map(({ id }) => id);
  const repeated = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  const empty = leavesOf(items).length === 0 ? [finding("template-empty", place, "it asks nothing", "items")] : [];
  return [
    ...empty,
    ...[...repeated].map((id) =>
      finding("name-twice", place, `two items are called ${id}`, "an id of its own for each"),
    ),
    ...all.flatMap((item) => checkItem(item, `${place}, item ${item.id}`)),
    ...all.filter(({ decides }) => decides).flatMap((item) => checkDeciding(item, all, `${place}, item ${item.id}`)),
  ];
}

/** What may decide is a choice itself. */
function checkDeciding({ options }: Item, all: readonly Item[], place: string): ProcessFinding[] {
  const choices = all.filter(({ kind }) => kind === "choice").map(({ id }) => id);
  const strange = options.filter((option) => !choices.includes(option));
  if (options.length > 0 && strange.length === 0) return [];
  const found =
    options.length === 0 ? "it decides, and names nothing" : `${strange.join(", ")} is no choice of the template`;
  return [finding("item", place, found, "`options` that are items with options themselves")];
}

function checkItem(item: Item, place: string): ProcessFinding[] {
  const { kind, options, of, criterion, automatic } = item;
  const wrong = (found: string, expected: string) => finding("item", place, found, expected);
  const findings: ProcessFinding[] = [];
  if (automatic !== null && !isAutomaticCheck(automatic))
    findings.push(
      finding("unknown-name", place, `there is no check ${automatic}`, likely(automatic, AUTOMATIC_CHECKS)),
    );
  if (isGroupItem(item) && (automatic !== null || kind !== "tick"))
    findings.push(wrong("a group is not answered itself", "items in it that are"));
  if (/\s|[=,]/.test(item.id)) findings.push(wrong("its id cannot be named in a command", "no spaces, commas or `=`"));
  if ((kind === "choice") !== options.length > 0)
    findings.push(
      wrong(
        `a ${kind} ${options.length === 0 ? "without" : "with"} options`,
        "options for a choice, and for nothing else",
      ),
    );
  if (of !== null && !["number", "votes", "actions"].includes(kind))
    findings.push(wrong(`a ${kind} with a count to reach`, "`of` for a number, for votes or for actions"));
  if (criterion && kind !== "choice")
    findings.push(wrong(`a ${kind} as criterion`, "a choice whose first option speaks for going on"));
  if (automatic !== null && !["tick", "number", "finding"].includes(kind))
    findings.push(wrong(`a ${kind} that a machine answers`, "a tick, a number to reach, or a finding"));
  if (automatic === null && kind === "finding")
    findings.push(wrong("a finding that nothing looks for", "`automatic` with the name of a check"));
  return findings;
}

function likely(name: string, all: readonly string[]): string {
  const suggestion = nearest(name, all);
  if (suggestion !== undefined) return `perhaps ${suggestion}`;
  return all.length === 0 ? "none, there are none" : `one of ${all.join(", ")}`;
}
