import type { MissingAuthority } from "./authority.ts";
import { whyNot, type WhyNot } from "./counts.ts";
import { emergencyRoles } from "./emergency.ts";
import { FREEZE_OVERRIDE, type GateCase, type GateEvent } from "./gate-case.ts";
import { slotsByRole } from "./gate-state.ts";
import type { Recorded } from "./record-events.ts";

/** What became of an act: it stands, or why it has no effect. `not-yet` lies behind the moment of the decision. */
export type Fate = "stands" | "replaced" | "not-yet" | WhyNot | MissingAuthority | "prerequisite-open";

/** The fate of every act, in the order of the case. */
export function signingFates(gateCase: GateCase, { actions, refused }: Recorded): readonly Fate[] {
  const last = new Set(actions.all().map(({ index }) => index));
  return gateCase.events.map((event, index) => {
    if (event.t > gateCase.now) return "not-yet";
    const refusal = refused.get(index);
    if (refusal !== undefined) return refusal;
    if (!last.has(index)) return "replaced";
    const question = { digest: gateCase.digest, at: gateCase.now, roles: rolesAsked(gateCase, event) };
    return whyNot(gateCase, event, question) ?? "stands";
  });
}

/** In an emergency every gate's roles are asked, wherever the signature was given. */
function rolesAsked(gateCase: GateCase, { gate }: GateEvent): ReadonlySet<string> {
  const rule = gateCase.policy.gates.find(({ id }) => id === gate);
  const asked = new Set(rule === undefined ? [] : slotsByRole(rule).keys());
  return gateCase.emergency ? new Set([...asked, ...emergencyRoles(gateCase), FREEZE_OVERRIDE]) : asked;
}
