import { ok } from "../../kernel/result.ts";
import { unmetDependencies } from "./dependencies.ts";
import { isoMoment } from "../../kernel/iso-moment.ts";
import { compareReleases, componentPart } from "./planned-release.ts";
import { refuse, slip } from "../release/refused.ts";
import { isBlank, withKnown, type Decision } from "./refuse.ts";
import type { ScopeContext } from "./scope-command.ts";
import type { ScopeChange } from "./scope-event.ts";
import { isFrozen, planOf, releaseOf, type PlannedItem, type ScopeState } from "./scope-state.ts";

/** One change of the scope of a release, directly or by an approved request. */
export interface Change {
  readonly change: ScopeChange;
  readonly item: string;
  /** The release whose scope it is. */
  readonly release: string;
  readonly to: string | null;
  readonly reason: string;
  /** The approved request; `null`: none, which a frozen scope refuses. */
  readonly request: string | null;
}

/** The only way in which an item comes into a scope or leaves it. */
export function changeScope(state: ScopeState, context: ScopeContext, change: Change): Decision {
  return withKnown(state, change.item, (item) => {
    if (item.stage === "integrated")
      return refuse("integrated", `${item.id} is part of ${releaseOf(item) ?? "the product"}`, "an item under way");
    if (change.request === null && isFrozen(state, change.release, context.now)) return frozen(state, change.release);
    switch (change.change) {
      case "add":
        return target(state, context, item, change);
      case "defer":
        return defer(state, context, item, change);
      case "remove":
        return remove(item, change);
    }
  });
}

function target(state: ScopeState, context: ScopeContext, item: PlannedItem, change: Change): Decision {
  const { release, request } = change;
  const aim = releaseOf(item);
  if (aim !== undefined)
    return refuse("targeted", `${item.id} is aimed at ${aim}`, "an item without a release, or `slipway scope defer`");
  if (item.approvedBy === null) return refuse("not-approved", `nobody approved ${item.id}`, approval(item, context));
  const misplaced = placeFault(item, release);
  if (misplaced !== undefined) return misplaced;
  if (context.policy.fixesOnly && item.significance !== "fix" && isFrozen(state, release, context.now))
    return refuse("fixes-only", `${item.id} is a ${item.significance}`, `a fix: the scope of ${release} is frozen`);
  const unmet = unmetDependencies(state, item, release);
  if (unmet.length > 0)
    return refuse(
      "dependency",
      `${item.id} waits for others: ${unmet.join("; ")}`,
      `all of them with ${release} or before`,
    );
  return ok([{ type: "item-targeted", item: item.id, release, request }]);
}

function defer(state: ScopeState, context: ScopeContext, item: PlannedItem, change: Change): Decision {
  const { release: from, to, reason, request } = change;
  const aside = asideFault(item, change);
  if (aside !== undefined) return aside;
  if (to === null) return refuse("later", "no release was named", `one after ${from}`);
  const misplaced = placeFault(item, to);
  if (misplaced !== undefined) return misplaced;
  if ((compareReleases(to, from) ?? 0) <= 0)
    return refuse("later", `${to} does not come after ${from}`, "a later release");
  if (isFrozen(state, to, context.now)) return frozen(state, to);
  return ok([{ type: "item-deferred", item: item.id, from, to, reason, request }]);
}

function remove(item: PlannedItem, change: Change): Decision {
  const { release: from, reason, request } = change;
  return asideFault(item, change) ?? ok([{ type: "item-removed", item: item.id, from, reason, request }]);
}

function asideFault(item: PlannedItem, { release, reason }: Change): Decision | undefined {
  if (releaseOf(item) !== release)
    return refuse("not-targeted", `${item.id} is aimed at ${releaseOf(item) ?? "no release"}`, `an item of ${release}`);
  if (isBlank(reason)) return refuse("reason", `${item.id} leaves ${release} without a reason`, "why");
  return undefined;
}

function placeFault(item: PlannedItem, release: string): Decision | undefined {
  if (compareReleases(release, release) === undefined)
    return slip("release", `"${release}" names no version`, "a release such as 1.4.0, or api@1.4.0");
  const component = item.component ?? null;
  if (componentPart(release) === component) return undefined;
  return slip(
    "component",
    `${item.id} belongs to ${component ?? "the product as a whole"}, ${release} does not`,
    component === null ? "a release without a component" : `a release of ${component}`,
  );
}

function frozen(state: ScopeState, release: string): Decision {
  const since = isoMoment(planOf(state, release).freeze?.at ?? 0);
  return refuse(
    "frozen",
    `the scope of ${release} is frozen since ${since}`,
    "an approved change: `slipway scope request`",
  );
}

function approval({ id }: PlannedItem, { policy }: ScopeContext): string {
  return `an approval first: \`slipway scope approve ${id} --role ${policy.approvers[0] ?? "ROLE"}\``;
}
