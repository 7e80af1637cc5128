import { ItemMap } from "./item-map.ts";
import type { ScopeItem } from "../plan/scope-item.ts";
import type { ItemClass, MilestoneDate, Particulars, RiskFacts, Verdict, WantedChange } from "./scope-event.ts";
import type { EvidenceKind, Stage } from "./stage.ts";

/** A scope item on its way from the first idea to the release branch. */
export interface PlannedItem extends ScopeItem, Particulars {
  readonly class: ItemClass;
  readonly stage: Stage;
  /** Who approved it for product management; `null`: it may not be aimed at a release yet. */
  readonly approvedBy: string | null;
  /** The latest of each kind; what going back made void is not among them. */
  readonly evidence: ReadonlyMap<EvidenceKind, Evidence>;
}

export interface Evidence {
  readonly what: string;
  readonly passed: boolean;
  readonly by: string;
  readonly at: number;
}

/** What is planned for one release beside its items. */
export interface ReleasePlan {
  readonly freeze: { readonly at: number; readonly by: string } | null;
  readonly codeFreeze: {
    readonly at: number;
    readonly line: string;
    readonly commit: string;
    readonly by: string;
  } | null;
  /** Consents to commits after the code freeze, by commit. */
  readonly consents: ReadonlyMap<string, { readonly by: string; readonly reason: string }>;
  /** Everything that came into or left the scope, in order. */
  readonly moves: readonly ScopeMove[];
  readonly judgements: ReadonlyMap<string, Judgement>;
  readonly risks: ReadonlyMap<string, Risk>;
  readonly milestones: ReadonlyMap<string, Milestone>;
  readonly capacity: number | null;
  readonly closedBy: string | null;
}

export interface ScopeMove {
  readonly item: string;
  readonly move: "targeted" | "arrived" | "deferred" | "removed";
  readonly at: number;
  /** The other release of a deferral. */
  readonly other: string | null;
  readonly reason: string | null;
  readonly request: string | null;
}

export interface Judgement {
  readonly verdict: "go" | "no-go";
  readonly by: string;
  readonly reason: string;
}

export interface Risk extends RiskFacts {
  /** Why it is no risk any more. */
  readonly closed: string | null;
}

/** Unix milliseconds. `planned` is the first date there was; forecasts move, and the slip is told against the plan. */
export type Milestone = Readonly<Record<MilestoneDate, number | null>> & { readonly reason: string | null };

export interface ChangeRequest extends WantedChange {
  readonly id: string;
  readonly by: string;
  readonly decided: { readonly verdict: Verdict; readonly by: string; readonly reason: string } | null;
}

/** The scope of a product: one stream, because what may happen to one release is decided by the items of the others. */
export interface ScopeState {
  readonly items: ItemMap<PlannedItem>;
  readonly plans: ReadonlyMap<string, ReleasePlan>;
  readonly requests: ReadonlyMap<string, ChangeRequest>;
}

export const NO_SCOPE: ScopeState = { items: new ItemMap(), plans: new Map(), requests: new Map() };

export const NO_PLAN: ReleasePlan = {
  freeze: null,
  codeFreeze: null,
  consents: new Map(),
  moves: [],
  judgements: new Map(),
  risks: new Map(),
  milestones: new Map(),
  capacity: null,
  closedBy: null,
};

export function planOf({ plans }: ScopeState, release: string): ReleasePlan {
  return plans.get(release) ?? NO_PLAN;
}

export function itemsOf({ items }: ScopeState, release: string): readonly PlannedItem[] {
  return [...items.values()].filter((item) => item.release !== undefined && releaseOf(item) === release);
}

/** Name of the release an item is aimed at, `[COMPONENT@]X.Y.Z`. */
export function releaseOf({ component, release }: Pick<ScopeItem, "component" | "release">): string | undefined {
  if (release === undefined) return undefined;
  return component === undefined ? release : `${component}@${release}`;
}

/** Whether the scope of a release is closed at a moment (Unix milliseconds). */
export function isFrozen(state: ScopeState, release: string, now: number): boolean {
  const { freeze } = planOf(state, release);
  return freeze !== null && freeze.at <= now;
}

/** Accepted by product management, by evidence that still stands. */
export function isAccepted({ evidence }: PlannedItem): boolean {
  return evidence.get("acceptance")?.passed === true;
}
