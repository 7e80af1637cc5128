import { must } from "../../kernel/assert.ts";
import type { ReleaseEvent } from "./release-event.ts";
import type { ReleaseState, Run, Visit } from "./release-state.ts";

/** What is true after one more event at a time (Unix milliseconds). Total: it never refuses what has happened. */
export function evolve(state: ReleaseState | undefined, event: ReleaseEvent, at: number): ReleaseState {
  if (event.type === "release-started") {
    const { release, version, releaseType, variant, subject } = event;
    const base = { release, version, releaseType, variant, status: "running" };
    return { ...base, subject: new Map(Object.entries(subject)), runs: new Map() };
  }
  const current = must(state, "a release that was started");
  switch (event.type) {
    case "release-ended":
      return { ...current, status: event.status };
    case "subject-changed":
      return { ...current, subject: new Map(current.subject).set(event.facet, event.digest) };
    case "run-started":
      return withRun(current, newRun(event));
    default:
      return withRun(current, evolveRun(must(current.runs.get(event.run), `the run ${event.run}`), event, at));
  }
}

function withRun(state: ReleaseState, run: Run): ReleaseState {
  return { ...state, runs: new Map(state.runs).set(run.id, run) };
}

function newRun({ run: id, workflow, trigger }: Extract<ReleaseEvent, { type: "run-started" }>): Run {
  return { id, workflow, trigger, visits: [], state: "running", stoppedAt: null, status: null };
}

type RunEvent = Exclude<
  ReleaseEvent,
  { type: "release-started" | "release-ended" | "subject-changed" | "run-started" }
>;

function evolveRun(run: Run, event: RunEvent, at: number): Run {
  switch (event.type) {
    case "step-entered":
      return { ...running(run), visits: [...run.visits, newVisit(event, at)] };
    case "effect-started":
      return withVisit(run, event.visit, (visit) => ({ ...visit, state: "performing", started: true }));
    case "effect-reported":
      return withVisit(run, event.visit, (visit) => ({ ...visit, reported: event.outcome }));
    case "signed":
      return withVisit(run, event.visit, (visit) => ({
        ...visit,
        signatures: [...visit.signatures, { who: event.who, role: event.role }],
      }));
    case "step-ended":
      return withVisit(run, event.visit, (visit) => ({ ...visit, state: "ended", outcome: event.outcome }));
    case "step-waived":
      return withVisit(running(run), event.visit, (visit) => ({ ...visit, waived: true }));
    case "visits-closed":
      return {
        ...run,
        visits: run.visits.map((visit) =>
          event.visits.includes(visit.number) ? { ...visit, state: event.as } : visit,
        ),
      };
    case "path-resumed":
      return { ...running(run), status: event.status ?? run.status };
    case "run-stopped":
      return { ...run, state: "stopped", stoppedAt: { visit: event.visit, why: event.why } };
    case "run-suspended":
      return { ...run, state: "suspended" };
    case "run-continued":
      return { ...run, state: run.stoppedAt === null ? "running" : "stopped" };
    case "run-ended":
      return { ...run, state: "ended", stoppedAt: null, status: event.status };
    case "step-skipped":
    case "detour-entered":
      return running(run);
  }
}

function running(run: Run): Run {
  return { ...run, state: "running", stoppedAt: null };
}

function newVisit(
  { visit, step, attempt, covers }: Extract<ReleaseEvent, { type: "step-entered" }>,
  at: number,
): Visit {
  const facts = { number: visit, step, attempt, enteredAt: at };
  return {
    ...facts,
    state: "open",
    outcome: null,
    reported: null,
    started: false,
    waived: false,
    covers: new Map(Object.entries(covers)),
    signatures: [],
  };
}

function withVisit(run: Run, number: number, change: (visit: Visit) => Visit): Run {
  return { ...run, visits: run.visits.map((visit) => (visit.number === number ? change(visit) : visit)) };
}
