import { whyNot } from "./counts.ts";
import { fillSlots } from "./fill-slots.ts";
import type { GateCase, GateRule } from "./gate-case.ts";
import type { StandingActions } from "./standing.ts";
import { unitsOf, type Unit } from "./units.ts";

/** Where a gate stands for one subject at one moment. */
export interface GateState {
  readonly gate: string;
  /** A standing rejection hides whether the approvals would suffice. */
  readonly state: "satisfied" | "open" | "rejected";
  readonly seats: readonly { readonly role: string; readonly people: readonly string[] }[];
  readonly missing: readonly { readonly role: string; readonly count: number }[];
  readonly rejectedBy: readonly string[];
  /** Everyone whose approval counts, seated or not. */
  readonly units: readonly Unit[];
}

export interface Moment {
  readonly digest: string;
  readonly at: number;
}

/** R1 to R7 for one gate, from the last action of everyone. */
export function gateState(gateCase: GateCase, rule: GateRule, actions: StandingActions, moment: Moment): GateState {
  const needs = slotsByRole(rule);
  const question = { ...moment, roles: new Set(needs.keys()) };
  const counting = actions
    .at(rule.id, moment.digest)
    .filter((signature) => whyNot(gateCase, signature, question) === undefined);
  const units = unitsOf(counting.filter(({ act }) => act === "approve"));
  const { filled, missing } = fillSlots(
    needs,
    units.map(({ roles }) => roles),
  );
  const rejectedBy = counting.filter(({ act }) => act === "reject").map(({ who }) => who);
  return {
    gate: rule.id,
    state: rejectedBy.length > 0 ? "rejected" : missing.size > 0 ? "open" : "satisfied",
    seats: units.flatMap(({ people }, index) => {
      const role = filled[index];
      return role === undefined ? [] : [{ role, people }];
    }),
    missing: [...missing].map(([role, count]) => ({ role, count })),
    rejectedBy,
    units,
  };
}

/** How many slots each role has to fill. */
export function slotsByRole({ needs }: GateRule): ReadonlyMap<string, number> {
  const slots = new Map<string, number>();
  for (const { role, count } of needs) if (count > 0) slots.set(role, (slots.get(role) ?? 0) + count);
  return slots;
}
