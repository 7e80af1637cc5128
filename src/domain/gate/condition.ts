import type { GateReason, Weighed } from "./decide-gate.ts";
import type { GateCase } from "./gate-case.ts";
import type { Fate } from "./signing-fate.ts";

/** One thing that has to hold, whether it does, and what can be done about it. */
export interface Condition {
  /** What is asked: `gate` and its name, `freeze`, `emergency` or `debts`. */
  readonly asks: string;
  /** `void`: there were signatures, and they lost their effect. */
  readonly state: "met" | "open" | "void";
  /** What it contributes to the decision; null when it is met, or does not matter in an emergency. */
  readonly reason: GateReason | null;
  readonly says: string;
  /** Who can resolve it now. */
  readonly who: readonly string[];
  readonly action: string | null;
}

/** What an explanation is made from. */
export interface Scene {
  readonly gateCase: GateCase;
  readonly weighed: Weighed;
  readonly fates: readonly Fate[];
  /** A moment as people read it. */
  readonly at: (hours: number) => string;
}
