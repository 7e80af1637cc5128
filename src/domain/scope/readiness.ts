import { unmetDependencies } from "./dependencies.ts";
import type { PlanningPolicy, Point } from "./planning-policy.ts";
import { isFrozen, itemsOf, planOf, type PlannedItem, type ReleasePlan, type ScopeState } from "./scope-state.ts";
import type { EvidenceKind } from "./stage.ts";

/** One thing a plan has to show. */
export interface PlanPoint {
  readonly point: Point;
  readonly open: boolean;
  /** What is open, or what was to be shown. */
  readonly says: string;
}

export interface Readiness {
  readonly done: number;
  readonly of: number;
  readonly open: readonly PlanPoint[];
}

interface At {
  /** Unix milliseconds. */
  readonly now: number;
  readonly policy: Pick<PlanningPolicy, "closes">;
}

/** How complete the plan of a release is: points shown, points there are, and each open one by name. */
export function readiness(state: ScopeState, release: string, at: At): Readiness {
  const points = at.policy.closes.flatMap((point) => pointsOf(state, release, point, at.now));
  const open = points.filter((point) => point.open);
  return { done: points.length - open.length, of: points.length, open };
}

export function openPoints(state: ScopeState, release: string, at: At): readonly PlanPoint[] {
  return readiness(state, release, at).open;
}

function pointsOf(state: ScopeState, release: string, point: Point, now: number): readonly PlanPoint[] {
  const items = itemsOf(state, release);
  const plan = planOf(state, release);
  const one = (isDone: boolean, says: string): PlanPoint => ({ point, open: !isDone, says });
  const each = (isDone: (item: PlannedItem) => boolean, says: (item: PlannedItem) => string): readonly PlanPoint[] =>
    items.map((item) => one(isDone(item), says(item)));
  switch (point) {
    case "scope":
      return [one(items.length > 0, `an item is aimed at ${release}`)];
    case "owners":
      return each(
        ({ owner }) => owner !== null,
        ({ id }) => `${id} has an owner`,
      );
    case "dependencies":
      return items.map((item) => dependencyPoint(state, item, release));
    case "integrations":
      return each(
        ({ integrations }) => integrations !== null,
        ({ id }) => `${id} says what it works together with`,
      );
    case "risks":
      return [one(plan.risks.size > 0, "the register of risks has an entry")];
    case "rollback":
      return rollbackPoints(plan);
    case "milestones":
      return ["feature-freeze", "release"].map((name) =>
        one((plan.milestones.get(name)?.planned ?? null) !== null, `the milestone ${name} has a planned date`),
      );
    case "frozen":
      return [one(isFrozen(state, release, now), "the scope is frozen")];
    case "tests":
      return items.map((item) => evidencePoint(point, item, "functional"));
    case "documents":
      return items.map((item) => evidencePoint(point, item, "documentation"));
    case "migrations":
      return items
        .filter(({ marks }) => marks.includes("schema"))
        .map((item) => evidencePoint(point, item, "migration"));
  }
}

function dependencyPoint(state: ScopeState, item: PlannedItem, release: string): PlanPoint {
  const unmet = unmetDependencies(state, item, release);
  const says = unmet.length === 0 ? `${item.id} waits for nothing` : `${item.id} waits: ${unmet.join(", ")}`;
  return { point: "dependencies", open: unmet.length > 0, says };
}

function rollbackPoints({ risks }: ReleasePlan): readonly PlanPoint[] {
  return [...risks]
    .filter(([, { closed }]) => closed === null)
    .map(([name, { rollback }]) => ({
      point: "rollback",
      open: rollback === null,
      says: `the risk ${name} has a case of rollback`,
    }));
}

function evidencePoint(point: Point, { id, evidence }: PlannedItem, kind: EvidenceKind): PlanPoint {
  const found = evidence.get(kind);
  const state = found === undefined ? "not shown" : found.passed ? "passed" : "failed";
  return { point, open: found?.passed !== true, says: `${id}: ${kind} ${state}` };
}
