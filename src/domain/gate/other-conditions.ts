import { holdsRole } from "./authority.ts";
import { isFrozen, overdueDebts } from "./decide-gate.ts";
import { emergencyApprovals, emergencyRoles, freezeOverride, hasEmergencyApprovals } from "./emergency.ts";
import type { Condition, Scene } from "./condition.ts";
import { FREEZE_OVERRIDE, personsOf, within, type GateCase } from "./gate-case.ts";
import { unitsOf } from "./units.ts";

/** What is asked besides the gates: no freeze, no overdue debt, and of an emergency its approvals. */
export function otherConditions(scene: Scene): readonly Condition[] {
  const { gateCase } = scene;
  return gateCase.emergency
    ? [emergency(scene), ...(isFrozen(gateCase) ? [override(scene)] : [])]
    : [freeze(scene), debts(scene)];
}

function freeze({ gateCase, at }: Scene): Condition {
  const asks = "freeze";
  if (!isFrozen(gateCase)) return met(asks, "there is no freeze now");
  const until = thawsAt(gateCase);
  return {
    asks,
    state: "open",
    reason: "frozen",
    says: until === Infinity ? "a freeze holds, without an end" : `a freeze holds until ${at(until)}`,
    who: [],
    action: `wait until it is over; only an emergency with a signature in role ${FREEZE_OVERRIDE} passes it`,
  };
}

/** The first moment without a freeze: one may begin before another ends. */
function thawsAt({ freezes, now }: GateCase): number {
  let free = now;
  for (const freeze of freezes.toSorted((a, b) => a.from - b.from)) if (within(freeze, free)) free = freeze.until;
  return free;
}

function debts({ gateCase, at }: Scene): Condition {
  const asks = "debts";
  const due = overdueDebts(gateCase).map(({ openedAt }) => at(openedAt + gateCase.policy.debtHours));
  if (due.length === 0) return met(asks, "no emergency is owed its gates beyond its time");
  return {
    asks,
    state: "open",
    reason: "overdue-debt",
    says: `an emergency passed without its gates, which were due at ${due.join(", ")}`,
    who: holdersOf(gateCase, emergencyRoles(gateCase)),
    action: "sign the full gates of that emergency, which settles the debt",
  };
}

function emergency({ gateCase, weighed }: Scene): Condition {
  const asks = "emergency";
  const approvals = emergencyApprovals(gateCase, weighed.recorded.actions);
  const there = unitsOf(approvals).length;
  const wanted = gateCase.policy.emergencyCount;
  if (hasEmergencyApprovals(gateCase, approvals)) return met(asks, `approved by ${there}, needed are ${wanted}`);
  const signed = new Set(approvals.flatMap(personsOf));
  return {
    asks,
    state: "open",
    reason: "emergency-approvals-missing",
    says: wanted === undefined ? "the policy knows no emergencies" : `approved by ${there}, needed are ${wanted}`,
    who: wanted === undefined ? [] : holdersOf(gateCase, emergencyRoles(gateCase)).filter((who) => !signed.has(who)),
    action:
      wanted === undefined
        ? "pass the gates, or set emergencyCount"
        : "approve in the role of any gate, for this digest",
  };
}

function override({ gateCase, weighed }: Scene): Condition {
  const asks = "freeze";
  const approvals = emergencyApprovals(gateCase, weighed.recorded.actions);
  const found = freezeOverride(gateCase, weighed.recorded.actions, approvals);
  if (found === "independent") return met(asks, "overridden by somebody who has no part in the approvals");
  const signed = new Set(approvals.flatMap(personsOf));
  return {
    asks,
    state: "open",
    reason: found === "none" ? "frozen" : "override-not-independent",
    says:
      found === "none"
        ? "a freeze holds and nobody overrides it"
        : "the freeze is overridden only by people who also approve the emergency",
    who: holdersOf(gateCase, new Set([FREEZE_OVERRIDE])).filter((who) => !signed.has(who)),
    action: `approve in role ${FREEZE_OVERRIDE}, for this digest`,
  };
}

function holdersOf(gateCase: GateCase, roles: ReadonlySet<string>): readonly string[] {
  return [...gateCase.people.keys()].filter(
    (who) => !gateCase.excluded.has(who) && [...roles].some((role) => holdsRole(gateCase, who, role, gateCase.now)),
  );
}

function met(asks: string, says: string): Condition {
  return { asks, state: "met", reason: null, says, who: [], action: null };
}
