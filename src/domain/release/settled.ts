import { outcomesOf } from "../process/process.ts";
import type { Context } from "./draft.ts";
import { partOf } from "./draft.ts";
import { layoutOf } from "./layout.ts";
import { standingVisit, type ReleaseState } from "./release-state.ts";

/** How something that is waited for stands. */
export interface Settled {
  readonly verdict: "waiting" | "yes" | "no" | "refused";
  /** Outcome of the step, or status of the release; `null` while there is none. */
  readonly outcome: string | null;
  /** Who decided it; `null` for a machine, and before. */
  readonly by: string | null;
}

const WAITING: Settled = { verdict: "waiting", outcome: null, by: null };

/** How a release ended; `waiting` while it runs. */
export function releaseSettled({ status }: ReleaseState): Settled {
  if (status === "running") return WAITING;
  const isRefused = status === "cancelled" || status === "rejected";
  return { verdict: status === "released" ? "yes" : isRefused ? "refused" : "no", outcome: status, by: null };
}

/**
 * How a step ended; `waiting` while it is open or was not reached, also after the release went back before it. `undefined`
 * for a step that no workflow of the release has. A release that ended without it settles it as the release was.
 */
export function stepSettled(state: ReleaseState, context: Pick<Context, "process">, step: string): Settled | undefined {
  const places = [...state.runs.values()].flatMap((run) => {
    const work = layoutOf(context.process, partOf(state, run)).works.get(step);
    return work === undefined ? [] : [{ work, visit: standingVisit(run, step) }];
  });
  const last = places.findLast(({ visit }) => visit !== undefined) ?? places[0];
  if (last === undefined) return undefined;
  const { work, visit } = last;
  const isDone = visit?.state === "ended" && visit.member === (visit.members.at(-1) ?? null);
  if (visit === undefined || !isDone) {
    const end = releaseSettled(state);
    return end.verdict === "yes" ? { ...end, verdict: "no", outcome: "not reached" } : end;
  }
  const { outcome, by, waived } = visit;
  if (waived || outcome === outcomesOf(work)[0]) return { verdict: "yes", outcome: waived ? "waived" : outcome, by };
  return { verdict: outcome === "rejected" ? "refused" : "no", outcome, by };
}
