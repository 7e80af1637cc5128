import { must } from "../../kernel/assert.ts";
import type { Facts, ReleaseEvent } from "./release-event.ts";
import type { ReleaseState, Run, Visit } from "./release-state.ts";

/** What is true after one more event at a time (Unix milliseconds). Total: it never refuses what has happened. */
export function evolve(state: ReleaseState | undefined, event: ReleaseEvent, at: number): ReleaseState {
  if (event.type === "release-started") {
    const { type: _, subject, facts, reason = null, dueAt = null, triggerKind = null, ...base } = event;
    const maps = { subject: new Map(Object.entries(subject)), facts: new Map(Object.entries(facts)), runs: new Map() };
    const still = { status: "running", isClosed: false, closure: null };
    return { ...base, ...maps, reason, dueAt, triggerKind, startedAt: at, ...still };
  }
  const current = must(state, "a release that was started");
  switch (event.type) {
    case "release-ended":
      return { ...current, status: event.status };
    case "release-closed":
      return {
        ...current,
        isClosed: true,
        closure: { waived: event.waived, outputs: event.outputs, criteria: event.criteria },
      };
    case "release-cancelled":
    case "command-refused":
      return current;
    case "facts-observed":
      return withFacts(current, event.facts);
    case "subject-changed":
      return subjectChanged(current, event);
    case "run-started":
      return withRun(current, newRun(event));
    default: {
      const commit = current.facts.get("commit");
      const run = must(current.runs.get(event.run), `the run ${event.run}`);
      const next = withRun(current, evolveRun(run, event, { at, commit: typeof commit === "string" ? commit : null }));
      if (event.type === "visits-closed" && event.as !== "moot") return withoutUndone(next, event.run, event.visits);
      return event.type === "step-ended" ? withFacts(next, event.facts) : next;
    }
  }
}

function withRun(state: ReleaseState, run: Run): ReleaseState {
  return { ...state, runs: new Map(state.runs).set(run.id, run) };
}

function withFacts(state: ReleaseState, facts: Facts): ReleaseState {
  const entries = Object.entries(facts);
  return entries.length === 0 ? state : { ...state, facts: new Map([...state.facts, ...entries]) };
}

/** A step that changed the subject itself goes on to cover it; for all others it is a change. */
function subjectChanged(
  state: ReleaseState,
  { facet, digest, run: id, visit: number }: Extract<ReleaseEvent, { type: "subject-changed" }>,
): ReleaseState {
  const next = { ...state, subject: new Map(state.subject).set(facet, digest) };
  const run = id === null ? undefined : state.runs.get(id);
  if (run === undefined || number === null) return next;
  const changed = (visit: Visit): Visit => ({
    ...visit,
    made: visit.made.includes(facet) ? visit.made : [...visit.made, facet],
    covers: visit.covers.has(facet) ? new Map(visit.covers).set(facet, digest) : visit.covers,
  });
  return withRun(next, withVisit(run, number, changed));
}

/** What only steps make. The source is there without them, and so is the process. */
const MADE: readonly string[] = ["artifacts", "manifest", "notes", "rollback"];

/** What steps made that are done again is not there until they have made it anew: nothing may speak of it meanwhile. */
function withoutUndone(state: ReleaseState, run: string, closed: readonly number[]): ReleaseState {
  const visits = state.runs.get(run)?.visits ?? [];
  const undone = visits.filter(({ number }) => closed.includes(number)).flatMap(({ made }) => made);
  const standing = visits.filter(({ state: is }) => is === "ended" || is === "performing").flatMap(({ made }) => made);
  const gone = undone.filter((facet) => MADE.includes(facet) && !standing.includes(facet));
  if (gone.length === 0) return state;
  return { ...state, subject: new Map([...state.subject].filter(([facet]) => !gone.includes(facet))) };
}

function newRun({ run: id, workflow, trigger, steps, dueAt }: Extract<ReleaseEvent, { type: "run-started" }>): Run {
  return { id, workflow, trigger, steps, dueAt, visits: [], state: "running", stoppedAt: null, status: null };
}

type RunEvent = Exclude<
  ReleaseEvent,
  {
    type:
      | "release-started"
      | "release-ended"
      | "release-closed"
      | "release-cancelled"
      | "command-refused"
      | "facts-observed"
      | "subject-changed"
      | "run-started";
  }
>;

interface Moment {
  /** Unix milliseconds. */
  readonly at: number;
  /** Where the line of the release was. */
  readonly commit: string | null;
}

function evolveRun(run: Run, event: RunEvent, { at, commit }: Moment): Run {
  switch (event.type) {
    case "step-entered":
      return { ...running(run), visits: [...run.visits, { ...newVisit(event, at), commit }] };
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
      return {
        ...run,
        state: run.state === "suspended" ? "suspended" : "stopped", // it is asked about when the run goes on
        stoppedAt: { visit: event.visit, why: event.why },
      };
    case "run-suspended":
      return { ...run, state: "suspended" };
    case "run-continued":
      return run.state === "stopped" || run.stoppedAt === null ? running(run) : { ...run, state: "stopped" };
    case "run-ended":
      return { ...run, state: "ended", stoppedAt: null, status: event.status };
    case "step-skipped":
    case "detour-entered":
      return running(run);
    case "step-waived":
      return withVisit(running(run), event.visit, (visit) => evolveVisit(visit, event, at));
    default:
      return withVisit(run, event.visit, (visit) => evolveVisit(visit, event, at));
  }
}

type VisitEvent = Extract<
  RunEvent,
  {
    type:
      | "effect-started"
      | "effect-refused"
      | "effect-reported"
      | "signed"
      | "objected"
      | "withdrew"
      | "item-answered"
      | "reminded"
      | "step-ended"
      | "step-waived";
  }
>;

function evolveVisit(visit: Visit, event: VisitEvent, at: number): Visit {
  switch (event.type) {
    case "effect-started":
      return { ...visit, state: "performing", startedAt: at, epoch: event.epoch, refused: null };
    case "effect-refused":
      return { ...visit, refused: { codes: codesOf(event.reasons), wakeAt: event.wakeAt } };
    case "effect-reported": {
      const { outcome, says, facts } = event;
      return { ...visit, reported: { outcome, says, facts } };
    }
    case "signed":
    case "objected": {
      const { who, role, principal, comment } = event;
      const act = event.type === "signed" ? ("approve" as const) : ("reject" as const);
      return { ...visit, signatures: [...visit.signatures, { who, role, principal, act, at, comment }] };
    }
    case "withdrew": {
      const { who, role } = event;
      return { ...visit, signatures: visit.signatures.filter((each) => each.who !== who || each.role !== role) };
    }
    case "item-answered": {
      const { item, value, who: by, role, evidence, note } = event;
      const answers = new Map(visit.answers);
      if (value === null) answers.delete(item);
      else answers.set(item, { value, by, role, at, evidence, note });
      return { ...visit, answers };
    }
    case "reminded":
      return { ...visit, remindedAt: at };
    case "step-ended":
      return {
        ...visit,
        state: "ended",
        outcome: event.outcome,
        by: event.by,
        role: event.role,
        says: event.says,
        endedAt: at,
      };
    case "step-waived":
      return { ...visit, state: "ended", waived: true, waivedUntil: event.until };
  }
}

/** Reasons in one text, to tell whether they changed. */
export function codesOf(reasons: readonly { readonly code: string; readonly found: string }[]): string {
  return reasons.map(({ code, found }) => `${code}: ${found}`).join("\n");
}

function running(run: Run): Run {
  return { ...run, state: "running", stoppedAt: null };
}

function newVisit(event: Extract<ReleaseEvent, { type: "step-entered" }>, at: number): Omit<Visit, "commit"> {
  const { visit: number, step, attempt, member, members, covers } = event;
  const nothing = {
    outcome: null,
    by: null,
    role: null,
    says: null,
    reported: null,
    startedAt: null,
    epoch: null,
    refused: null,
  };
  return {
    ...nothing,
    number,
    step,
    attempt,
    member,
    members,
    state: "open",
    waived: false,
    waivedUntil: null,
    covers: new Map(Object.entries(covers)),
    made: [],
    signatures: [],
    answers: new Map(),
    enteredAt: at,
    endedAt: null,
    remindedAt: null,
  };
}

function withVisit(run: Run, number: number, change: (visit: Visit) => Visit): Run {
  const at = number - 1; // they are numbered from 1 on, in their order
  const visit = run.visits[at];
  return visit === undefined ? run : { ...run, visits: run.visits.with(at, change(visit)) };
}
