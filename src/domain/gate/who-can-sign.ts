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
  const seats = seatsOf(needs, units);
  const unitOf = new Map(units.flatMap(({ people }, index) => people.map((who) => [who, index] as const)));
  return [...gateCase.people.keys()]
    .filter((who) => !gateCase.excluded.has(who))
    .flatMap((who) => {
      const seat = seats.filled[unitOf.get(who) ?? -1];
      if (seat !== undefined && !seats.wanted.has(seat)) return [];
      const helping = [...seats.open].filter((role) => holdsRole(gateCase, who, role, gateCase.now));
      return helping.length === 0 ? [] : [who, ...delegatesOf(gateCase, who, helping, unitOf)];
    });
}

interface Seats {
  /** For each unit the role it fills. */
  readonly filled: readonly (string | undefined)[];
  /** Roles in which one more could sit, because a slot is empty or because those who sit there can make room. */
  readonly open: ReadonlySet<string>;
  /** Roles whose slot somebody without a seat would take, directly or by others moving, if it became empty. */
  readonly wanted: ReadonlySet<string>;
}

function seatsOf(needs: ReadonlyMap<string, number>, units: readonly Unit[]): Seats {
  const { filled, missing } = fillSlots(
    needs,
    units.map(({ roles }) => roles),
  );
  const standing = units.filter((_, index) => filled[index] === undefined).flatMap(({ roles }) => [...roles]);
  const moves = units.flatMap(({ roles }, index) => {
    const seat = filled[index];
    return seat === undefined ? [] : [...roles].map((other) => ({ seat, other }));
  });
  return {
    filled,
    open: closure(
      missing.keys(),
      moves.map(({ seat, other }) => ({ from: other, to: seat })),
    ),
    wanted: closure(
      standing,
      moves.map(({ seat, other }) => ({ from: seat, to: other })),
    ),
  };
}

/** Everything that can be reached from the start. There are few roles, so it takes few rounds. */
function closure(
  start: Iterable<string>,
  ways: readonly { readonly from: string; readonly to: string }[],
): Set<string> {
  const reached = new Set(start);
  for (let before = -1; before !== reached.size;) {
    before = reached.size;
    for (const { from, to } of ways) if (reached.has(from)) reached.add(to);
  }
  return reached;
}

/** Only those without a part in the gate: a tie to somebody who signed would make the two count as one. */
function delegatesOf(
  gateCase: GateCase,
  principal: string,
  roles: readonly string[],
  unitOf: ReadonlyMap<string, number>,
): string[] {
  const names = gateCase.delegations
    .filter((each) => each.principal === principal && roles.includes(each.role) && within(each, gateCase.now))
    .filter(({ delegate }) => delegate !== principal && !gateCase.excluded.has(delegate))
    .filter(({ delegate }) => !unitOf.has(delegate))
    .map(({ delegate }) => `${delegate} for ${principal}`);
  return [...new Set(names)];
}
