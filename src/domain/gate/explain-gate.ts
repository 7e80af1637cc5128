import { checkPolicy, type PolicyFault } from "./check-policy.ts";
import type { Condition } from "./condition.ts";
import { weighGate, type GateDecision } from "./decide-gate.ts";
import { gateConditions } from "./gate-conditions.ts";
import type { GateCase } from "./gate-case.ts";
import { otherConditions } from "./other-conditions.ts";
import { signingFates, type Fate } from "./signing-fate.ts";

export interface Explanation {
  readonly decision: GateDecision;
  readonly conditions: readonly Condition[];
  /** What became of each act, in the order of the case. */
  readonly fates: readonly Fate[];
  /** What of the policy nobody can ever satisfy (R12). */
  readonly faults: readonly PolicyFault[];
}

/** The decision with every condition, its reasons, and who can do what about it. */
export function explainGate(gateCase: GateCase, at: (hours: number) => string): Explanation {
  const weighed = weighGate(gateCase);
  const fates = signingFates(gateCase, weighed.recorded);
  const scene = { gateCase, weighed, fates, at };
  return {
    decision: weighed.decision,
    conditions: [...gateConditions(scene), ...otherConditions(scene)],
    fates,
    faults: checkPolicy(gateCase),
  };
}
