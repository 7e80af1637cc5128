import { err, ok } from "../../kernel/result.ts";
import { cycleThrough } from "./dependencies.ts";
import { refuse, slip } from "../release/refused.ts";
import { isBlank, isOwn, refuseRole, withKnown, type Decision } from "./refuse.ts";
import type { ScopeCommand, ScopeContext } from "./scope-command.ts";
import type { Particulars } from "./scope-event.ts";
import { releaseOf, type PlannedItem, type ScopeState } from "./scope-state.ts";
import { demandsOf, isBefore, nextStage, STAGES, stageOf, type EvidenceKind } from "./stage.ts";

type Of<T extends ScopeCommand["type"]> = Extract<ScopeCommand, { type: T }>;

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/;

export function addItem(state: ScopeState, command: Of<"add">): Decision {
  const { item, component, pledge, particulars } = command;
  if (!ID.test(item))
    return slip("id", `"${item}" is no id`, "letters, digits, dots, hyphens and underlines, at most 80");
  if (state.items.has(item)) return refuse("item-exists", `there is a scope item ${item}`, "an id that is new");
  if (isBlank(pledge.title)) return slip("title", `${item} has no title`, "what users are promised");
  const fault = dependencyFault(state, item, particulars.dependsOn);
  return fault ?? ok([{ type: "item-added", item, component, ...pledge, ...particulars }]);
}

/** What was approved stays as it was approved: another promise is another item. */
export function rewordItem(state: ScopeState, command: Of<"reword">): Decision {
  return withKnown(state, command.item, ({ id, approvedBy, title, significance, class: itemClass }) => {
    if (approvedBy !== null)
      return refuse("approved", `${approvedBy} approved ${id} as it is`, "another item for another promise");
    const pledge = { title, significance, class: itemClass, ...command.pledge };
    if (isBlank(pledge.title)) return slip("title", `${id} would have no title`, "what users are promised");
    return ok([{ type: "item-reworded", item: id, pledge }]);
  });
}

export function detailItem(state: ScopeState, command: Of<"detail">): Decision {
  return withKnown(state, command.item, (item) => {
    if (item.stage === "integrated") return refuse("integrated", `${item.id} is integrated`, "an item under way");
    const { owner, inputs, dependsOn, integrations, marks, size, due } = item;
    const before: Particulars = { owner, inputs, dependsOn, integrations, marks, size, due };
    const particulars = { ...before, ...command.particulars };
    const dropped = marks.filter((mark) => !particulars.marks.includes(mark));
    if (dropped.length > 0 && item.stage !== "specification")
      return refuse(
        "mark",
        `${item.id} would no longer be marked ${dropped.join(", ")}`,
        "marks that stay behind the specification",
      );
    const fault = dependencyFault(state, item.id, particulars.dependsOn);
    return fault ?? ok([{ type: "item-detailed", item: item.id, particulars }]);
  });
}

export function approveItem(state: ScopeState, context: ScopeContext, command: Of<"approve">): Decision {
  return withKnown(state, command.item, ({ id, approvedBy }) => {
    const role = refuseRole(context, context.policy.approvers);
    if (role !== undefined) return err(role);
    if (approvedBy !== null) return refuse("approved", `${approvedBy} approved ${id}`, "an item that waits for it");
    return ok([{ type: "item-approved", item: id, by: context.by.who }]);
  });
}

export function addEvidence(state: ScopeState, context: ScopeContext, command: Of<"evidence">): Decision {
  const { kinds, what, passed } = command;
  return withKnown(state, command.item, (item) => {
    if (item.stage === "integrated") return refuse("integrated", `${item.id} is integrated`, "an item under way");
    if (isBlank(what))
      return refuse(
        "evidence",
        `${kinds.join(", ")} of ${item.id} points at nothing`,
        "a path, an address or a commit",
      );
    const fault = kinds.map((kind) => evidenceFault(item, context, kind)).find((each) => each !== undefined);
    const { who: by } = context.by;
    return (
      fault ?? ok(kinds.map((kind) => ({ type: "evidence-added" as const, item: item.id, kind, what, passed, by })))
    );
  });
}

function evidenceFault(item: PlannedItem, context: ScopeContext, kind: EvidenceKind): Decision | undefined {
  const stage = stageOf(kind);
  if (isBefore(item.stage, stage))
    return refuse("too-early", `${item.id} is at ${item.stage}`, `the stage ${stage} before ${kind} is shown`);
  const role = kind === "acceptance" ? refuseRole(context, context.policy.approvers) : undefined;
  if (role !== undefined) return err(role);
  const isJudgement = kind === "acceptance" || kind === "peer-review";
  return isJudgement && isOwn(context, item.owner)
    ? refuse("own-work", `${item.owner} owns ${item.id}`, `${kind} by somebody else`)
    : undefined;
}

export function moveItem(state: ScopeState, command: Of<"move">): Decision {
  return withKnown(state, command.item, (item) => {
    const next = nextStage(item.stage);
    const to = command.to ?? next;
    if (to === undefined || to === item.stage)
      return refuse(
        "stage",
        `${item.id} is at ${item.stage}`,
        `one of ${STAGES.filter((each) => each !== item.stage).join(", ")}`,
      );
    if (isBefore(to, item.stage))
      return isBlank(command.reason)
        ? refuse("reason", `${item.id} goes back to ${to} without a reason`, "why")
        : ok([{ type: "item-moved", item: item.id, from: item.stage, to, reason: command.reason }]);
    if (to !== next) return refuse("stage", `${item.id} is at ${item.stage}`, `${next} comes next`);
    const missing = missingBefore(item);
    if (missing.length > 0)
      return refuse("evidence", `${item.id} lacks at ${item.stage}: ${missing.join(", ")}`, "evidence of each, passed");
    if (to === "integrated") {
      const fault = integrationFault(state, item);
      if (fault !== undefined) return fault;
    }
    return ok([{ type: "item-moved", item: item.id, from: item.stage, to, reason: null }]);
  });
}

/** Evidence that is open or did not pass, of the stage an item is at and of those before: marks may have come later. */
export function missingBefore({ stage, marks, evidence }: PlannedItem): readonly EvidenceKind[] {
  const wanted = new Set(marks);
  return STAGES.filter((each) => !isBefore(stage, each))
    .flatMap((each) => demandsOf(each, wanted))
    .filter((kind) => evidence.get(kind)?.passed !== true);
}

function integrationFault({ items }: ScopeState, item: PlannedItem): Decision | undefined {
  if (releaseOf(item) === undefined)
    return refuse("not-targeted", `${item.id} is aimed at no release`, "a release to integrate it into");
  const open = item.dependsOn.filter((id) => items.get(id)?.stage !== "integrated");
  if (open.length === 0) return undefined;
  return refuse("dependency", `${item.id} needs ${open.join(", ")}`, "what it depends on integrated before");
}

function dependencyFault(state: ScopeState, item: string, dependsOn: readonly string[]): Decision | undefined {
  const cycle = cycleThrough(state, item, dependsOn);
  if (cycle !== undefined)
    return refuse("cycle", `${cycle.join(" -> ")} is a circle`, "dependencies that end somewhere");
  const unknown = dependsOn.filter((id) => !state.items.has(id));
  return unknown.length === 0
    ? undefined
    : slip("unknown-item", `${item} would depend on ${unknown.join(", ")}`, "items that were added before");
}
