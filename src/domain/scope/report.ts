import { missingBefore } from "./decide-item.ts";
import { unmetDependencies } from "./dependencies.ts";
import { isoMoment } from "../../kernel/iso-moment.ts";
import { milestoneDates, type MilestoneStatus } from "./milestone.ts";
import type { PlanningPolicy } from "./planning-policy.ts";
import { readiness, type Readiness } from "./readiness.ts";
import { heaviest, riskLevel, type Level } from "./risk.ts";
import { CLASSES, type ItemClass, type RiskFacts } from "./scope-event.ts";
import { scopeHistory, type ScopeHistory } from "./scope-history.ts";
import {
  isAccepted,
  isFrozen,
  itemsOf,
  planOf,
  type ChangeRequest,
  type Judgement,
  type PlannedItem,
  type ScopeState,
} from "./scope-state.ts";
import type { EvidenceKind, Stage } from "./stage.ts";

/** Where a release stands, at a moment: computed from what is stored, and from nothing else. Times are ISO seconds. */
export interface StatusReport {
  readonly release: string;
  readonly at: string;
  /** When the scope is or will be closed; `null`: no freeze was set. */
  readonly freeze: { readonly at: string; readonly frozen: boolean } | null;
  readonly codeFreeze: { readonly at: string; readonly line: string; readonly commit: string } | null;
  readonly closedBy: string | null;
  readonly items: readonly ItemStatus[];
  readonly shares: readonly ClassShare[];
  readonly risk: Level | null;
  readonly risks: readonly RiskStatus[];
  readonly milestones: readonly MilestoneStatus[];
  readonly requests: readonly ChangeRequest[];
  readonly history: ScopeHistory;
  readonly readiness: Readiness;
}

export interface ItemStatus {
  readonly id: string;
  readonly title: string;
  readonly owner: string | null;
  readonly class: ItemClass;
  readonly stage: Stage;
  readonly accepted: boolean;
  /** Why quality or date are in doubt; empty when they are not. */
  readonly atRisk: readonly string[];
  /** What it needs to leave its stage. */
  readonly missing: readonly EvidenceKind[];
  /** Results of tests, reviews and acceptance that were shown. */
  readonly results: Readonly<Partial<Record<EvidenceKind, "passed" | "failed">>>;
  readonly judgement: Judgement | null;
}

export interface ClassShare {
  readonly class: ItemClass;
  readonly count: number;
  readonly percent: number;
  /** `null`: the product has no target. */
  readonly target: number | null;
}

export interface RiskStatus extends RiskFacts {
  readonly risk: string;
  readonly level: Level;
  readonly closed: string | null;
}

export function statusReport(
  state: ScopeState,
  release: string,
  { now, policy }: { readonly now: number; readonly policy: PlanningPolicy },
): StatusReport {
  const plan = planOf(state, release);
  const items = itemsOf(state, release);
  const { freeze, codeFreeze } = plan;
  return {
    release,
    at: isoMoment(now),
    freeze: freeze === null ? null : { at: isoMoment(freeze.at), frozen: freeze.at <= now },
    codeFreeze:
      codeFreeze === null ? null : { at: isoMoment(codeFreeze.at), line: codeFreeze.line, commit: codeFreeze.commit },
    closedBy: plan.closedBy,
    items: items.map((item) => itemStatus(state, release, item, now)),
    shares: classShares(items, policy),
    risk: heaviest([...plan.risks.values()].filter(({ closed }) => closed === null).map(riskLevel)),
    risks: [...plan.risks].map(([risk, facts]) => ({ risk, level: riskLevel(facts), ...facts })),
    milestones: milestoneDates(plan, now),
    requests: [...state.requests.values()].filter((request) => request.release === release),
    history: scopeHistory(plan),
    readiness: readiness(state, release, { now, policy }),
  };
}

function itemStatus(state: ScopeState, release: string, item: PlannedItem, now: number): ItemStatus {
  const { id, title, owner, class: itemClass, stage, evidence } = item;
  return {
    id,
    title,
    owner,
    class: itemClass,
    stage,
    accepted: isAccepted(item),
    atRisk: doubts(state, release, item, now),
    missing: stage === "integrated" ? [] : missingBefore(item),
    results: Object.fromEntries([...evidence].map(([kind, { passed }]) => [kind, passed ? "passed" : "failed"])),
    judgement: planOf(state, release).judgements.get(id) ?? null,
  };
}

/** Not accepted at the freeze (P-03), something failed, something it needs does not come, or it comes too late. */
function doubts(state: ScopeState, release: string, item: PlannedItem, now: number): readonly string[] {
  if (item.stage === "integrated") return [];
  const failed = [...item.evidence].flatMap(([kind, { passed }]) => (passed ? [] : [kind]));
  const day = planOf(state, release).milestones.get("release");
  const expected = day?.forecast ?? day?.planned ?? null;
  return [
    ...(isFrozen(state, release, now) && !isAccepted(item) ? ["not accepted at the freeze"] : []),
    ...failed.map((kind) => `${kind} failed`),
    ...unmetDependencies(state, item, release),
    ...(item.due !== null && expected !== null && expected > item.due ? ["the release comes after it is due"] : []),
  ];
}

export function classShares(items: readonly PlannedItem[], { shares }: PlanningPolicy): readonly ClassShare[] {
  return CLASSES.map((name) => {
    const count = items.filter((item) => item.class === name).length;
    const percent = items.length === 0 ? 0 : Math.round((100 * count) / items.length);
    return { class: name, count, percent, target: shares.get(name) ?? null };
  });
}
