import type { ScopeEvent } from "./scope-event.ts";
import { isBefore, stageOf, type Stage } from "./stage.ts";
import { planOf, type PlannedItem, type ReleasePlan, type ScopeMove, type ScopeState } from "./scope-state.ts";

/** The scope after an event. Total: an event about something unknown changes nothing. `at`: Unix milliseconds. */
export function evolveScope(state: ScopeState, event: ScopeEvent, at: number): ScopeState {
  if ("item" in event && event.type !== "change-requested") return evolveItem(state, event, at);
  if (event.type === "change-requested") {
    const { type: _, request, ...facts } = event;
    return { ...state, requests: new Map(state.requests).set(request, { id: request, ...facts, decided: null }) };
  }
  if (event.type === "change-decided") {
    const known = state.requests.get(event.request);
    if (known === undefined) return state;
    const { verdict, by, reason } = event;
    const requests = new Map(state.requests).set(event.request, { ...known, decided: { verdict, by, reason } });
    return { ...state, requests };
  }
  return withPlan(state, event.release, evolvePlan(planOf(state, event.release), event, at));
}

type ItemEvent = Exclude<Extract<ScopeEvent, { item: string }>, { type: "change-requested" }>;
type PlanEvent = Exclude<ScopeEvent, ItemEvent | { type: "change-requested" | "change-decided" }>;

function evolveItem(state: ScopeState, event: ItemEvent, at: number): ScopeState {
  if (event.type === "item-added") {
    const { type: _, item, component, ...facts } = event;
    const added: PlannedItem = {
      ...facts,
      id: item,
      component: component ?? undefined,
      stage: "specification",
      approvedBy: null,
      evidence: new Map(),
    };
    return withItem(state, added);
  }
  const item = state.items.get(event.item);
  if (item === undefined) return state;
  switch (event.type) {
    case "item-reworded":
      return withItem(state, { ...item, ...event.pledge });
    case "item-detailed":
      return withItem(state, { ...item, ...event.particulars });
    case "item-approved":
      return withItem(state, { ...item, approvedBy: event.by });
    case "evidence-added": {
      const { kind, what, passed, by } = event;
      return withItem(state, { ...item, evidence: new Map(item.evidence).set(kind, { what, passed, by, at }) });
    }
    case "item-moved":
      return withItem(state, moved(item, event.to));
    case "item-judged": {
      const { verdict, by, reason } = event;
      const plan = planOf(state, event.release);
      const judgements = new Map(plan.judgements).set(event.item, { verdict, by, reason });
      return withPlan(state, event.release, { ...plan, judgements });
    }
    case "item-targeted":
      return aimed(state, item, event.release, [
        [event.release, { item: item.id, move: "targeted", at, other: null, reason: null, request: event.request }],
      ]);
    case "item-deferred": {
      const { from, to, reason, request } = event;
      return aimed(state, item, to, [
        [from, { item: item.id, move: "deferred", at, other: to, reason, request }],
        [to, { item: item.id, move: "arrived", at, other: from, reason, request }],
      ]);
    }
    case "item-removed": {
      const { from, reason, request } = event;
      return aimed(state, item, undefined, [
        [from, { item: item.id, move: "removed", at, other: null, reason, request }],
      ]);
    }
  }
}

/** Going back makes void what was shown for the stage it goes back to, and for those behind. */
function moved(item: PlannedItem, to: Stage): PlannedItem {
  if (!isBefore(to, item.stage)) return { ...item, stage: to };
  const evidence = new Map([...item.evidence].filter(([kind]) => isBefore(stageOf(kind), to)));
  return { ...item, stage: to, evidence };
}

function aimed(
  state: ScopeState,
  item: PlannedItem,
  release: string | undefined,
  moves: readonly (readonly [string, ScopeMove])[],
): ScopeState {
  const version = release?.slice(release.lastIndexOf("@") + 1);
  return moves.reduce(
    (before, [name, move]) => {
      const plan = planOf(before, name);
      return withPlan(before, name, { ...plan, moves: [...plan.moves, move] });
    },
    withItem(state, { ...item, release: version }),
  );
}

function evolvePlan(plan: ReleasePlan, event: PlanEvent, at: number): ReleasePlan {
  switch (event.type) {
    case "freeze-set":
      return { ...plan, freeze: { at: event.at, by: event.by } };
    case "code-frozen": {
      const { line, commit, by } = event;
      return { ...plan, codeFreeze: { at, line, commit, by } };
    }
    case "commit-consented":
      return {
        ...plan,
        consents: new Map(plan.consents).set(event.commit, { by: event.by, reason: event.reason }),
      };
    case "risk-recorded": {
      const { type: _, release: __, risk, ...facts } = event;
      return { ...plan, risks: new Map(plan.risks).set(risk, { ...facts, closed: null }) };
    }
    case "risk-closed": {
      const risk = plan.risks.get(event.risk);
      if (risk === undefined) return plan;
      return { ...plan, risks: new Map(plan.risks).set(event.risk, { ...risk, closed: event.reason }) };
    }
    case "milestone-set": {
      const before = plan.milestones.get(event.milestone) ?? NO_MILESTONE;
      const milestone = { ...before, [event.date]: event.at, reason: event.reason ?? before.reason };
      return { ...plan, milestones: new Map(plan.milestones).set(event.milestone, milestone) };
    }
    case "capacity-set":
      return { ...plan, capacity: event.capacity };
    case "plan-closed":
      return { ...plan, closedBy: event.by };
  }
}

const NO_MILESTONE = { planned: null, forecast: null, actual: null, reason: null };

function withItem(state: ScopeState, item: PlannedItem): ScopeState {
  return { ...state, items: state.items.with(item) };
}

function withPlan(state: ScopeState, release: string, plan: ReleasePlan): ScopeState {
  return { ...state, plans: new Map(state.plans).set(release, plan) };
}
