import type { Significance } from "../plan/scope-item.ts";
import type { Level } from "./risk.ts";
import type { EvidenceKind, Mark, Stage } from "./stage.ts";

/** Why an item is worth its effort, in the balance that a product strives for (P-09). */
export const CLASSES = ["new-capability", "improvement", "technical-debt"] as const;
export type ItemClass = (typeof CLASSES)[number];

/** What moves an item into, out of, or between releases. */
export type ScopeChange = "add" | "remove" | "defer";
export type Verdict = "approved" | "rejected";
export type MilestoneDate = "planned" | "forecast" | "actual";

/** What is promised to users; closed once product management approved it. */
export interface Pledge {
  readonly title: string;
  readonly significance: Significance;
  readonly class: ItemClass;
}

/** What may still be found out while an item is under way. */
export interface Particulars {
  /** `null`: nobody yet. */
  readonly owner: string | null;
  /** Customer feedback, market, technical reasons: what its place in the order rests on. */
  readonly inputs: readonly string[];
  readonly dependsOn: readonly string[];
  /** What it has to work together with; `null` as long as nobody said. */
  readonly integrations: readonly string[] | null;
  readonly marks: readonly Mark[];
  /** Effort in the unit in which capacities are given; `null`: not estimated. */
  readonly size: number | null;
  /** Unix milliseconds at which it has to be with its users; `null`: any time. */
  readonly due: number | null;
}

export interface RiskFacts {
  readonly title: string;
  readonly likelihood: Level;
  readonly impact: Level;
  readonly mitigation: string;
  readonly owner: string;
  /** What is done when it comes true, the case of rollback; `null`: not thought of yet. */
  readonly rollback: string | null;
}

/** A change of a frozen scope that somebody asks for. */
export interface WantedChange {
  readonly release: string;
  readonly change: ScopeChange;
  readonly item: string;
  /** Where a deferred item goes. */
  readonly to: string | null;
  readonly impact: string;
  readonly justification: string;
}

/**
 * What happened to the scope of a product: to its items, and to the plans of its releases. A release is named
 * `[COMPONENT@]X.Y.Z`; times are Unix milliseconds.
 */
export type ScopeEvent =
  | ({ readonly type: "item-added"; readonly item: string; readonly component: string | null } & Pledge & Particulars)
  | { readonly type: "item-reworded"; readonly item: string; readonly pledge: Pledge }
  | { readonly type: "item-detailed"; readonly item: string; readonly particulars: Particulars }
  | { readonly type: "item-approved"; readonly item: string; readonly by: string }
  | {
      readonly type: "evidence-added";
      readonly item: string;
      readonly kind: EvidenceKind;
      /** A path, an address, a commit, the digest of a report. */
      readonly what: string;
      readonly passed: boolean;
      readonly by: string;
    }
  /** `reason`: why it went back; `null` on the way forward. */
  | {
      readonly type: "item-moved";
      readonly item: string;
      readonly from: Stage;
      readonly to: Stage;
      readonly reason: string | null;
    }
  /** `request`: the approved change request that moved an item of a frozen scope. */
  | { readonly type: "item-targeted"; readonly item: string; readonly release: string; readonly request: string | null }
  | {
      readonly type: "item-deferred";
      readonly item: string;
      readonly from: string;
      readonly to: string;
      readonly reason: string;
      readonly request: string | null;
    }
  | {
      readonly type: "item-removed";
      readonly item: string;
      readonly from: string;
      readonly reason: string;
      readonly request: string | null;
    }
  | {
      readonly type: "item-judged";
      readonly item: string;
      readonly release: string;
      readonly verdict: "go" | "no-go";
      readonly by: string;
      readonly reason: string;
    }
  /** The scope is closed from `at` on, which may lie ahead. */
  | { readonly type: "freeze-set"; readonly release: string; readonly at: number; readonly by: string }
  | ({ readonly type: "change-requested"; readonly request: string; readonly by: string } & WantedChange)
  | {
      readonly type: "change-decided";
      readonly request: string;
      readonly verdict: Verdict;
      readonly by: string;
      readonly reason: string;
    }
  | ({ readonly type: "risk-recorded"; readonly release: string; readonly risk: string } & RiskFacts)
  | { readonly type: "risk-closed"; readonly release: string; readonly risk: string; readonly reason: string }
  | {
      readonly type: "milestone-set";
      readonly release: string;
      readonly milestone: string;
      readonly date: MilestoneDate;
      readonly at: number;
      readonly reason: string | null;
    }
  | { readonly type: "capacity-set"; readonly release: string; readonly capacity: number }
  /** From this commit of this branch on, commits need an issue and a consent. */
  | {
      readonly type: "code-frozen";
      readonly release: string;
      readonly line: string;
      readonly commit: string;
      readonly by: string;
    }
  | {
      readonly type: "commit-consented";
      readonly release: string;
      readonly commit: string;
      readonly by: string;
      readonly reason: string;
    }
  | { readonly type: "plan-closed"; readonly release: string; readonly by: string };
