import type { Work } from "../process/process.ts";
import { isAccepted, isFrozen, itemsOf, planOf, releaseOf, type ScopeState } from "../scope/scope-state.ts";
import { readiness } from "../scope/readiness.ts";
import type { Refusal } from "./command.ts";
import type { Draft } from "./draft.ts";
import type { ReleaseState } from "./release-state.ts";

/** What a gate may ask of the scope of its release. */
export const SCOPE_CHECKS = ["planning-closed", "scope-frozen", "scope-accepted"] as const;
type ScopeCheck = (typeof SCOPE_CHECKS)[number];

export function isScopeGate(work: Work): boolean {
  return checkOf(work) !== undefined;
}

/** Whether the domain judges a gate by itself; in a rehearsal, without a scope, its outcome is chosen. */
export function isJudged(draft: Draft, work: Work): boolean {
  return draft.world.scope !== null && isScopeGate(work);
}

/** What of the scope keeps a gate closed, each point by name. */
export function scopeRefusals(draft: Draft, work: Work): Refusal[] {
  const { scope } = draft.world;
  const check = checkOf(work);
  if (scope === null || check === undefined) return [];
  const release = plannedName(draft.state);
  switch (check) {
    case "planning-closed":
      return planOf(scope, release).closedBy === null ? [planOpen(draft, scope, release)] : [];
    case "scope-frozen":
      return isFrozen(scope, release, draft.context.now)
        ? []
        : [{ code: check, found: `the scope of ${release} is open`, expected: `\`slipway scope freeze ${release}\`` }];
    case "scope-accepted":
      return unaccepted(scope, release).map((item) => ({
        code: check,
        found: `${item} is aimed at ${release} and not accepted`,
        expected: `\`slipway scope evidence ${item} acceptance\`, or \`slipway scope request defer\``,
      }));
  }
}

/** Name under which a release is planned, `[COMPONENT@]X.Y.Z`. */
export function plannedName({ component, version }: Pick<ReleaseState, "component" | "version">): string {
  return releaseOf({ component: component ?? undefined, release: version }) ?? version;
}

function checkOf({ kind, with: settings }: Work): ScopeCheck | undefined {
  return kind === "gate" ? SCOPE_CHECKS.find((check) => check === settings["check"]) : undefined;
}

/** How far a plan is, and what it lacks. */
function planOpen({ context: { process, now } }: Draft, scope: ScopeState, release: string): Refusal {
  const { done, of, open } = readiness(scope, release, { now, policy: process.planning });
  const lacks = open.length === 0 ? "" : `; open: ${open.map(({ says }) => says).join("; ")}`;
  return {
    code: "planning-closed",
    found: `the plan of ${release} is open, ${done} of ${of} points are shown${lacks}`,
    expected: `\`slipway scope close ${release}\``,
  };
}

function unaccepted(scope: ScopeState, release: string): readonly string[] {
  return itemsOf(scope, release)
    .filter((item) => !isAccepted(item))
    .map(({ id }) => id);
}
