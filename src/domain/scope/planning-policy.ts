import type { ItemClass } from "./scope-event.ts";

/** What a plan has to show before planning is over (P-01, P-13). */
export const POINTS = [
  "scope",
  "owners",
  "dependencies",
  "integrations",
  "risks",
  "rollback",
  "milestones",
  "frozen",
  "tests",
  "documents",
  "migrations",
] as const;
export type Point = (typeof POINTS)[number];

/** What a product decided about its planning. */
export interface PlanningPolicy {
  /** Roles that speak for product management: they approve, aim, accept, and decide on changes. */
  readonly approvers: readonly string[];
  /** Roles that manage releases: they freeze, and consent to commits after the code freeze. */
  readonly managers: readonly string[];
  /** Whether a frozen scope lets in repairs only; otherwise whatever an approved request says. */
  readonly fixesOnly: boolean;
  /** Percent of the items of a release that each class should have; empty: no target. */
  readonly shares: ReadonlyMap<ItemClass, number>;
  readonly closes: readonly Point[];
}
