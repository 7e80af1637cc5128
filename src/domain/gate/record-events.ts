import { missingAuthority, type MissingAuthority } from "./authority.ts";
import type { GateCase, GateEvent, GateRule } from "./gate-case.ts";
import { gateState } from "./gate-state.ts";
import { StandingActions } from "./standing.ts";

export type Refusal = MissingAuthority | "prerequisite-open";

export interface Recorded {
  readonly actions: StandingActions;
  /** Why each refused event was refused, by its place in the list. */
  readonly refused: ReadonlyMap<number, Refusal>;
}

/**
 * Takes the events in their order and refuses those that were not allowed when they happened (R6, R7, R9). What lies
 * after the moment of the decision has not happened yet, so an earlier decision can be made again from a later record.
 */
export function recordEvents(gateCase: GateCase): Recorded {
  const rules = new Map(gateCase.policy.gates.map((rule) => [rule.id, rule]));
  const actions = new StandingActions();
  const refused = new Map<number, Refusal>();
  for (const [index, event] of gateCase.events.entries()) {
    if (event.t > gateCase.now) continue;
    const refusal = missingAuthority(gateCase, event) ?? prerequisiteOpen(gateCase, event, rules, actions);
    if (refusal === undefined) actions.record({ ...event, index });
    else refused.set(index, refusal);
  }
  return { actions, refused };
}

/**
 * R9: only an approval waits for other gates; to reject and to withdraw is always possible. The gates before are judged
 * as they stood then: by the events before this one, at its time, for the digest it signs. What those gates
 * wait for themselves was asked when they were signed.
 */
function prerequisiteOpen(
  gateCase: GateCase,
  event: GateEvent,
  rules: ReadonlyMap<string, GateRule>,
  actions: StandingActions,
): "prerequisite-open" | undefined {
  if (event.act !== "approve") return undefined;
  const satisfied = (rules.get(event.gate)?.after ?? []).every((id) => {
    const rule = rules.get(id);
    const moment = { digest: event.digest, at: event.t };
    return rule !== undefined && gateState(gateCase, rule, actions, moment).state === "satisfied";
  });
  return satisfied ? undefined : "prerequisite-open";
}
