import { whyNot } from "./counts.ts";
import { FREEZE_OVERRIDE, personsOf, type GateCase } from "./gate-case.ts";
import type { Signature, StandingActions } from "./standing.ts";
import { unitsOf } from "./units.ts";

/** R11: approvals in the role of any gate, for the subject at hand. */
export function emergencyApprovals(gateCase: GateCase, actions: StandingActions): readonly Signature[] {
  return approvalsIn(gateCase, actions, emergencyRoles(gateCase));
}

export function emergencyRoles({ policy }: Pick<GateCase, "policy">): ReadonlySet<string> {
  const roles = policy.gates.flatMap(({ needs }) => needs.map(({ role }) => role));
  return new Set(roles.filter((role) => role !== FREEZE_OVERRIDE));
}

/** R11: enough distinct people. A policy that names no number knows no emergencies. */
export function hasEmergencyApprovals(gateCase: GateCase, approvals: readonly Signature[]): boolean {
  const { emergencyCount } = gateCase.policy;
  return emergencyCount !== undefined && unitsOf(approvals).length >= emergencyCount;
}

export type Override = "none" | "not-independent" | "independent";

/** R10: whether somebody overrides the freeze who has no part in the approvals, neither in person nor as a principal. */
export function freezeOverride(
  gateCase: GateCase,
  actions: StandingActions,
  approvals: readonly Signature[],
): Override {
  const overrides = approvalsIn(gateCase, actions, new Set([FREEZE_OVERRIDE]));
  if (overrides.length === 0) return "none";
  const counted = new Set(approvals.flatMap(personsOf));
  const independent = overrides.some((override) => !personsOf(override).some((person) => counted.has(person)));
  return independent ? "independent" : "not-independent";
}

function approvalsIn(gateCase: GateCase, actions: StandingActions, roles: ReadonlySet<string>): readonly Signature[] {
  const question = { digest: gateCase.digest, at: gateCase.now, roles };
  return actions
    .all()
    .filter((signature) => signature.act === "approve" && whyNot(gateCase, signature, question) === undefined);
}
