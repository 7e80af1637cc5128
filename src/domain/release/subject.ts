import { isIrreversible, outcomesOf } from "../process/process.ts";
import type { Draft } from "./draft.ts";
import { PATH } from "./layout.ts";
import { isActive, MAIN, type Run, type Visit } from "./release-state.ts";
import { close, enter, workOf } from "./walk.ts";

/**
 * Steps of the path that covered what has changed since reopen, with everything behind them; once something irreversible
 * is done, a person is asked instead (rule 5). While an effect is under way, it is waited for.
 */
export function reopenStale(draft: Draft): void {
  const run = draft.run(MAIN);
  if (run.state !== "running" || run.visits.some(({ state }) => state === "performing")) return;
  const layout = draft.layout(MAIN);
  const isAway = run.visits.some((visit) => isActive(visit) && layout.place(visit.step)?.track !== PATH);
  if (isAway) return; // a detour comes back first
  const placeOf = ({ step }: Visit): number => {
    const place = layout.place(step);
    return place?.track === PATH ? place.index : Infinity;
  };
  const counts = (visit: Visit): boolean => (isActive(visit) || visit.state === "ended") && placeOf(visit) < Infinity;
  const stands = (visit: Visit): boolean =>
    isActive(visit) || visit.waived || visit.outcome === outcomesOf(workOf(draft, MAIN, visit))[0];
  const facets = [...draft.state.subject];
  const isOutdated = (visit: Visit): boolean => facets.some((facet) => isStale(visit, facet));
  const stale = run.visits.filter((visit) => isOutdated(visit) && counts(visit) && stands(visit));
  const first = Math.min(...stale.map(placeOf));
  if (first === Infinity) return;
  if (hasIrreversible(draft, run)) {
    const changed = facets.flatMap((facet) => (isStale(stale[0]!, facet) ? facet[0] : []));
    const why = `${changed.join(", ")} changed after something that cannot be taken back`;
    return draft.emit({ type: "run-stopped", run: MAIN, visit: null, why });
  }
  close(draft, MAIN, (visit) => counts(visit) && placeOf(visit) >= first, "reopened");
  close(draft, MAIN, isActive, "moot");
  enter(draft, MAIN, { track: PATH, index: first });
}

/** Whether a visit covers something that has changed since. */
function isStale({ covers }: Visit, [facet, digest]: readonly [string, string]): boolean {
  return (covers.get(facet) ?? digest) !== digest;
}

/** Whether something was done that no later step can take back. */
export function hasIrreversible(draft: Draft, run: Run): boolean {
  return run.visits.some((visit) => {
    const work = workOf(draft, run.id, visit);
    const isDone = (visit.outcome ?? visit.reported?.outcome) === outcomesOf(work)[0];
    return isDone && isIrreversible(work, draft.context.process.environments);
  });
}
