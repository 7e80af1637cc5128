import type { Work } from "../process/process.ts";
import type { Refusal } from "./command.ts";
import type { Draft } from "./draft.ts";
import { isActive, type Visit } from "./release-state.ts";
import { workOf } from "./walk.ts";

/** How a part of a decision went: `undefined` when its events were emitted. */
export type Outcome = Refusal | undefined;

export interface ActiveVisit {
  readonly visit: Visit;
  readonly work: Work;
}

/** A visit that somebody or something may still act on, or why nobody may. */
export function activeVisit(
  draft: Draft,
  { run: runId, visit: number }: { readonly run: string; readonly visit: number },
): ActiveVisit | Refusal {
  const run = draft.state.runs.get(runId);
  const visit = run?.visits.find((candidate) => candidate.number === number);
  if (run === undefined || visit === undefined)
    return refuse("unknown-visit", `${runId}/${number} was never entered`, "a step that is active");
  if (run.state !== "running") return refuse("run-waits", `the run ${runId} is ${run.state}`, "a run that goes on");
  if (!isActive(visit)) return refuse("not-active", `${visit.step} is ${visit.state}`, "a step that is active");
  return { visit, work: workOf(draft, runId, visit) };
}

/** Refuses what is wrong whoever asks for it. */
export function slip(code: string, found: string, expected: string): Refusal {
  return { code, kind: "input", found, expected };
}

export function refuse(code: string, found: string, expected: string): Refusal {
  return { code, found, expected };
}
