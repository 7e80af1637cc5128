import { durationMs } from "../../kernel/duration.ts";
import type { Work } from "../process/process.ts";
import { waitsForPerson } from "../process/step-kind.ts";
import { Draft, type Context } from "./draft.ts";
import { codesOf } from "./evolve.ts";
import { obstaclesOf, wakeAtOf, type Obstacle } from "./obstacles.ts";
import { isActive, isLeft, isUnsettled, type ReleaseState, type Run, type Visit } from "./release-state.ts";
import { workOf } from "./walk.ts";

/** An active step, and what has to happen for it to end. */
export interface ActiveStep {
  readonly run: string;
  readonly visit: number;
  readonly work: Work;
}

/** What is to be done with a release now. */
export interface Due {
  /** Steps the engine may do. */
  readonly effects: readonly ActiveStep[];
  /** Steps whose effect was started and has not told its outcome: after a crash they are asked. */
  readonly performing: readonly ActiveStep[];
  /** Effects whose run does not wait for them now, or left them: what came of them is learnt all the same. */
  readonly unsettled: readonly UnsettledStep[];
  /** Steps that policy holds back, each with every reason. */
  readonly blocked: readonly BlockedStep[];
  /** Steps that wait for people. */
  readonly people: readonly ActiveStep[];
  /** Steps whose time is over. */
  readonly expired: readonly ActiveStep[];
  /** Runs that stopped; their owner says what follows. */
  readonly stopped: readonly Run[];
  /** Steps whose people are to be reminded. */
  readonly unreminded: readonly ActiveStep[];
  /** When something is due next, in Unix milliseconds; `null`: nothing is, until something happens. */
  readonly wakeAt: number | null;
}

export interface UnsettledStep extends ActiveStep {
  /** Whether a person was asked what follows. */
  readonly isAsked: boolean;
}

export interface BlockedStep extends ActiveStep {
  readonly reasons: readonly Obstacle[];
  /** Whether these reasons are in the record. */
  readonly isRecorded: boolean;
}

export function due(state: ReleaseState, context: Context): Due {
  const draft = new Draft(state, context);
  const runs = [...state.runs.values()];
  const active = runs
    .filter((run) => run.state === "running")
    .flatMap((run) =>
      run.visits.filter(isActive).map((visit) => ({ run: run.id, visit, work: workOf(draft, run.id, visit) })),
    );
  const step = ({ run, visit, work }: (typeof active)[number]): ActiveStep => ({ run, visit: visit.number, work });
  const unsettled = runs.flatMap((run) =>
    run.visits
      .filter((visit) => isUnsettled(visit) && (run.state !== "running" || !isActive(visit)))
      .map((visit) => ({
        ...step({ run: run.id, visit, work: workOf(draft, run.id, visit) }),
        isAsked: !isLeft(run, visit) && run.stoppedAt !== null,
      })),
  );
  const machines = active.filter(({ work, visit }) => !waitsForPerson(work.kind) && visit.state === "open");
  const held = machines.map((each) => {
    const reasons = obstaclesOf(draft, each.run, each);
    return { ...step(each), reasons, isRecorded: each.visit.refused?.codes === codesOf(reasons) };
  });
  const people = active.filter(({ work }) => waitsForPerson(work.kind));
  const reminders = people.flatMap((each) => {
    const every = each.work.remind === null ? undefined : durationMs(each.work.remind);
    return every === undefined ? [] : [{ ...step(each), end: (each.visit.remindedAt ?? each.visit.enteredAt) + every }];
  });
  const ends = active.flatMap((each) => {
    const end = endOf(each.visit, each.work);
    return end === undefined ? [] : [{ ...step(each), end }];
  });
  return {
    effects: held.filter(({ reasons }) => reasons.length === 0).map(({ run, visit, work }) => ({ run, visit, work })),
    performing: active.filter(({ visit }) => visit.state === "performing").map(step),
    unsettled,
    blocked: held.filter(({ reasons }) => reasons.length > 0),
    people: people.map(step),
    expired: ends.filter(({ end }) => end <= context.now),
    stopped: runs.filter((run) => run.state === "stopped"),
    unreminded: reminders.filter(({ end }) => end <= context.now),
    wakeAt: earliest(
      [...ends.map(({ end }) => end), ...reminders.map(({ end }) => end), ...held.map(wakeOf)],
      context.now,
    ),
  };
}

function wakeOf({ reasons }: Pick<BlockedStep, "reasons">): number | null {
  return reasons.length === 0 ? null : wakeAtOf(reasons);
}

function earliest(times: readonly (number | null)[], now: number): number | null {
  const later = times.filter((time): time is number => time !== null && time > now);
  return later.length === 0 ? null : Math.min(...later);
}

function endOf({ enteredAt }: Visit, { expires }: Work): number | undefined {
  const limit = expires === null ? undefined : durationMs(expires);
  return limit === undefined ? undefined : enteredAt + limit;
}
