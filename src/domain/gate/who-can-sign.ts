import { holdsRole } from "./authority.ts";
import { within, type GateCase, type GateRule } from "./gate-case.ts";
import { fillSlots } from "./fill-slots.ts";
import { slotsByRole } from "./gate-state.ts";
import type { Unit } from "./units.ts";

/**
 * People whose approval now would fill a slot that is empty. Asked of the matching itself: also somebody whose own
 * role is taken can help when the one who has it may move to another. A delegate is named as `who for principal`.
 */
export function whoCanSign(gateCase: GateCase, rule: GateRule, units: readonly Unit[]): readonly string[] {
  const needs = slotsByRole(rule);
  const seated = (all: readonly ReadonlySet<string>[]) => fillSlots(needs, all).filled.filter(Boolean).length;
  const now = seated(units.map(({ roles }) => roles));
  return [...gateCase.people.keys()]
    .filter((who) => !gateCase.excluded.has(who))
    .flatMap((who) => {
      const roles = [...needs.keys()].filter((role) => holdsRole(gateCase, who, role, gateCase.now));
      const helping = roles.filter((role) => seated(withSignature(units, who, role)) > now);
      return helping.length === 0 ? [] : [who, ...delegatesOf(gateCase, who, helping, units)];
    });
}

function withSignature(units: readonly Unit[], who: string, role: string): readonly ReadonlySet<string>[] {
  const sets = units.map(({ people, roles }) => (people.includes(who) ? new Set([...roles, role]) : roles));
  return units.some(({ people }) => people.includes(who)) ? sets : [...sets, new Set([role])];
}

/** Only those without a part in the gate: a tie to somebody who signed would make the two count as one. */
function delegatesOf(
  gateCase: GateCase,
  principal: string,
  roles: readonly string[],
  units: readonly Unit[],
): string[] {
  const names = gateCase.delegations
    .filter((each) => each.principal === principal && roles.includes(each.role) && within(each, gateCase.now))
    .filter(({ delegate }) => delegate !== principal && !gateCase.excluded.has(delegate))
    .filter(({ delegate }) => !units.some(({ people }) => people.includes(delegate)))
    .map(({ delegate }) => `${delegate} for ${principal}`);
  return [...new Set(names)];
}
