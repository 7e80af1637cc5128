import { recordDeployment, recordStop, settleDebt } from "../environment/record-deployment.ts";
import type { EnvironmentEvent } from "../environment/environment-event.ts";
import { joinQueue, leaveQueue, releaseLease, takeLease } from "../environment/lease.ts";
import { outcomesOf, type Work } from "../process/process.ts";
import type { Draft } from "./draft.ts";
import { bringsBack, changedEnvironment, comingBack, isRollback } from "./environment-work.ts";
import { DEBT, type Visit } from "./release-state.ts";
import { environmentIn } from "./world.ts";

/** Takes the lease of the environment a step changes. Returns its epoch; `null` for a step that changes none. */
export function lease(draft: Draft, run: string, work: Work, effect: string): number | null {
  const environment = changedEnvironment(draft, work);
  if (environment === undefined) return null;
  const mode = isRollback(draft, run) ? ("takeover" as const) : ("normal" as const);
  const { release } = draft.state;
  const taken = takeLease(environmentIn(draft.world, environment.name), { effect, release, mode });
  if (taken.ok) tell(draft, environment.name, taken.value);
  return environmentIn(draft.world, environment.name).epoch;
}

/** Waits for the lease in the queue of the environment, where others can see it. */
export function queue(draft: Draft, work: Work): void {
  const environment = changedEnvironment(draft, work);
  if (environment === undefined) return;
  const { release } = draft.state;
  tell(draft, environment.name, joinQueue(environmentIn(draft.world, environment.name), release, work.name));
}

/** Leaves every queue, because the release ended. */
export function leaveQueues(draft: Draft, why: string): void {
  for (const [name, state] of draft.world.environments) tell(draft, name, leaveQueue(state, draft.state.release, why));
}

/**
 * Gives the lease back when an effect has ended, and says what is live now. An effect whose lease was taken over changes
 * nothing: what it did is no longer there.
 */
export function giveBack(draft: Draft, run: string, visit: Visit, work: Work, outcome: string): void {
  const environment = changedEnvironment(draft, work);
  if (environment === undefined || visit.epoch === null) return;
  const { name } = environment;
  if (environmentIn(draft.world, name).epoch !== visit.epoch) return;
  letGo(draft, work, visit);
  if (work.kind !== "deploy" || outcome !== outcomesOf(work)[0]) return;
  const back = bringsBack(work) ? comingBack(draft, name, visit.member) : undefined;
  const { version, release, subject, facts } = draft.state;
  const at = { member: visit.member ?? "", effect: `${release}/${run}/${visit.number}` };
  const reason = `taken back by ${release}`;
  if (bringsBack(work) && back === undefined)
    return tell(draft, name, recordStop(environmentIn(draft.world, name), at, reason));
  const here = { version, release, commit: textIn(facts.get("commit")), artifacts: subject.get("artifacts") ?? null };
  const what = back ?? here;
  const arrival = {
    ...at,
    version: what.version,
    release: what.release,
    commit: what.commit,
    artifacts: what.artifacts,
    isRollback: back !== undefined,
  };
  tell(draft, name, recordDeployment(environmentIn(draft.world, name), arrival, reason));
}

/** Lets others have the lease of an effect; whoever takes it next stops what may still go on. */
export function letGo(draft: Draft, work: Work, { epoch }: Visit): void {
  const environment = changedEnvironment(draft, work);
  if (environment === undefined || epoch === null) return;
  const released = releaseLease(environmentIn(draft.world, environment.name), epoch);
  if (released.ok) tell(draft, environment.name, released.value);
}

/** A debt that was made up for holds nothing back any more. */
export function settle(draft: Draft): void {
  const debt = `${draft.state.release}/${DEBT}`;
  for (const [name, state] of draft.world.environments) {
    const settled = settleDebt(state, debt);
    if (settled.ok) tell(draft, name, settled.value);
  }
}

export function tell(draft: Draft, id: string, events: readonly EnvironmentEvent[]): void {
  for (const event of events) draft.tell({ stream: "environment", id, event });
}

function textIn(value: unknown): string {
  return typeof value === "string" && value !== "" ? value : "unknown";
}
