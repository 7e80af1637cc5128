import type { Actor } from "../release/command.ts";
import type { PlanningPolicy } from "./planning-policy.ts";
import type { MilestoneDate, Particulars, Pledge, RiskFacts, Verdict, WantedChange } from "./scope-event.ts";
import type { EvidenceKind, Stage } from "./stage.ts";

/** What somebody wants to happen to the scope of a product. Releases are named `[COMPONENT@]X.Y.Z`. */
export type ScopeCommand =
  | {
      readonly type: "add";
      readonly item: string;
      readonly component: string | null;
      readonly pledge: Pledge;
      readonly particulars: Particulars;
    }
  | { readonly type: "reword"; readonly item: string; readonly pledge: Partial<Pledge> }
  | { readonly type: "detail"; readonly item: string; readonly particulars: Partial<Particulars> }
  | { readonly type: "approve"; readonly item: string }
  | {
      readonly type: "evidence";
      readonly item: string;
      /** What the same thing is evidence of; all of them, or none. */
      readonly kinds: readonly EvidenceKind[];
      readonly what: string;
      readonly passed: boolean;
    }
  /** Without `to`: to the next stage. Back needs a reason. */
  | { readonly type: "move"; readonly item: string; readonly to: Stage | null; readonly reason: string }
  | { readonly type: "target"; readonly item: string; readonly release: string }
  | { readonly type: "defer"; readonly item: string; readonly to: string; readonly reason: string }
  | { readonly type: "remove"; readonly item: string; readonly reason: string }
  /** A no-go moves the item to a later release; of a frozen scope, by way of a change request. */
  | {
      readonly type: "judge";
      readonly item: string;
      readonly verdict: "go" | "no-go";
      readonly to: string | null;
      readonly impact: string;
      readonly reason: string;
    }
  /** `at`: Unix milliseconds; `null`: at the moment of the decision. */
  | { readonly type: "freeze"; readonly release: string; readonly at: number | null }
  | ({ readonly type: "request" } & WantedChange)
  | { readonly type: "decide"; readonly request: string; readonly verdict: Verdict; readonly reason: string }
  | { readonly type: "record-risk"; readonly release: string; readonly risk: string; readonly facts: RiskFacts }
  | { readonly type: "close-risk"; readonly release: string; readonly risk: string; readonly reason: string }
  | {
      readonly type: "set-milestone";
      readonly release: string;
      readonly milestone: string;
      readonly date: MilestoneDate;
      readonly at: number;
      readonly reason: string;
    }
  | { readonly type: "set-capacity"; readonly release: string; readonly capacity: number }
  | { readonly type: "freeze-code"; readonly release: string; readonly line: string; readonly commit: string }
  | { readonly type: "consent"; readonly release: string; readonly commit: string; readonly reason: string }
  | { readonly type: "close"; readonly release: string };

/** What a decision depends on beside the scope itself. */
export interface ScopeContext {
  /** Unix milliseconds. */
  readonly now: number;
  /** Who acts. That they hold the role was asked before. */
  readonly by: Actor;
  /** Whether nobody decides on their own work. */
  readonly separate: boolean;
  readonly policy: PlanningPolicy;
}
