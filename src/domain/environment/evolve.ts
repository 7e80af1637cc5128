import type { Arrival, EnvironmentEvent } from "./environment-event.ts";
import { HISTORY_MAX, type Deployment, type EnvironmentState } from "./environment-state.ts";

/** What is true after one more event at a time (Unix milliseconds). Total: it never refuses what has happened. */
export function evolve(state: EnvironmentState, event: EnvironmentEvent, at: number): EnvironmentState {
  switch (event.type) {
    case "lease-taken": {
      const { epoch, effect, release } = event;
      return { ...state, epoch, lease: { epoch, effect, release, since: at } };
    }
    case "lease-released":
      return state.lease?.epoch === event.epoch ? { ...state, lease: null } : state;
    case "queue-joined":
      return { ...state, queue: [...state.queue, { release: event.release, step: event.step, since: at }] };
    case "queue-left":
      return { ...state, queue: state.queue.filter(({ release }) => release !== event.release) };
    case "version-live":
      return withDeployments(state, event.member, (past) => arrived(past, event, at));
    case "version-verified":
      return withDeployments(state, event.member, (past) => verified(past, event.version));
    case "version-gone":
      return withDeployments(state, event.member, (past) => gone(past, event.version));
    case "version-marked-bad":
      return { ...state, bad: new Map(state.bad).set(event.version, event.reason) };
    case "mark-lifted":
      return { ...state, bad: without(state.bad, event.version) };
    case "debt-opened": {
      const { type: _, ...debt } = event;
      return { ...state, debts: new Map(state.debts).set(debt.debt, debt) };
    }
    case "debt-settled":
      return { ...state, debts: without(state.debts, event.debt) };
  }
}

function withDeployments(
  state: EnvironmentState,
  member: string,
  change: (past: readonly Deployment[]) => readonly Deployment[],
): EnvironmentState {
  const past = state.deployments.get(member) ?? [];
  return { ...state, deployments: new Map(state.deployments).set(member, change(past)) };
}

function arrived(past: readonly Deployment[], arrival: Arrival & { type: string }, at: number): readonly Deployment[] {
  const { type: _, ...facts } = arrival;
  const last = past.at(-1);
  const isTakenBack = facts.isRollback && last !== undefined && last.version !== facts.version;
  const before = isTakenBack ? [...past.slice(0, -1), { ...last, isRolledBack: true }] : past;
  return [...before, { ...facts, at, isVerified: false, isRolledBack: false, isGone: false }].slice(-HISTORY_MAX);
}

/** Only what serves can be verified: a verdict about anything else came too late. */
function verified(past: readonly Deployment[], version: string): readonly Deployment[] {
  const last = past.at(-1);
  return last?.version === version ? [...past.slice(0, -1), { ...last, isVerified: true }] : past;
}

function gone(past: readonly Deployment[], version: string): readonly Deployment[] {
  const last = past.at(-1);
  return last?.version === version ? [...past.slice(0, -1), { ...last, isRolledBack: true, isGone: true }] : past;
}

function without<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  return new Map([...map].filter(([name]) => name !== key));
}
