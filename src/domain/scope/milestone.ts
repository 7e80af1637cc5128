import { isoMoment } from "../../kernel/iso-moment.ts";
import type { Milestone, ReleasePlan } from "./scope-state.ts";

const DAY_MS = 86_400_000;

export interface MilestoneStatus {
  readonly milestone: string;
  readonly planned: string | null;
  readonly forecast: string | null;
  readonly actual: string | null;
  /** Days behind the plan, negative when before it; `null` while nothing was planned. */
  readonly slipDays: number | null;
  readonly reason: string | null;
}

/** Feature and code freeze are milestones whose day comes by itself. */
export function milestoneDates(plan: ReleasePlan, now: number): readonly MilestoneStatus[] {
  const all = new Map(plan.milestones);
  const come = (name: string, at: number | null): void => {
    if (at === null) return;
    const before = all.get(name);
    all.set(name, { planned: null, forecast: null, reason: null, ...before, actual: at });
  };
  come("feature-freeze", plan.freeze !== null && plan.freeze.at <= now ? plan.freeze.at : null);
  come("code-freeze", plan.codeFreeze?.at ?? null);
  return [...all].map(([milestone, dates]) => ({
    milestone,
    planned: orNull(dates.planned),
    forecast: orNull(dates.forecast),
    actual: orNull(dates.actual),
    slipDays: slipDays(dates),
    reason: dates.reason,
  }));
}

/** Days between the plan and what is known best, to a tenth. */
export function slipDays({ planned, forecast, actual }: Milestone): number | null {
  if (planned === null) return null;
  return Math.round((10 * ((actual ?? forecast ?? planned) - planned)) / DAY_MS) / 10;
}

function orNull(ms: number | null): string | null {
  return ms === null ? null : isoMoment(ms);
}
