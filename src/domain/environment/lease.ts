import { isoMoment } from "../../kernel/iso-moment.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { Refusal } from "../release/command.ts";
import type { EnvironmentEvent } from "./environment-event.ts";
import type { EnvironmentState } from "./environment-state.ts";

type Decision = Result<readonly EnvironmentEvent[], Refusal>;

/** Who wants the lease. `takeover` is for rollbacks: they wait for nobody, and the holder's next call is refused. */
export interface LeaseWish {
  readonly effect: string;
  readonly release: string;
  readonly mode: "normal" | "takeover";
}

/** The effect holds the lease afterwards, or the refusal says who is before it. Nothing happens when it holds it already. */
export function takeLease(state: EnvironmentState, { effect, release, mode }: LeaseWish): Decision {
  if (state.lease?.effect === effect) return ok([]);
  const taken: EnvironmentEvent = { type: "lease-taken", epoch: state.epoch + 1, effect, release };
  if (mode === "takeover") return ok([taken]);
  const refusal = leaseObstacle(state, release);
  if (refusal !== undefined) return err(refusal);
  const left: EnvironmentEvent[] = isWaiting(state, release) ? [{ type: "queue-left", release, why: "its turn" }] : [];
  return ok([...left, taken]);
}

/** Why a release cannot have the lease now: somebody holds it, or others came first. */
export function leaseObstacle({ lease, queue }: EnvironmentState, release: string): Refusal | undefined {
  if (lease !== null)
    return {
      code: "lease-held",
      found: `${lease.release} is changing it since ${isoMoment(lease.since)}`,
      expected: "one change at a time",
    };
  const before = queue.findIndex((waiting) => waiting.release === release);
  const position = (before === -1 ? queue.length : before) + 1;
  if (position === 1) return undefined;
  return {
    code: "queued",
    found: `${queue[0]!.release} is next, this one has place ${position}`,
    expected: "the first place in the queue",
  };
}

/** An older epoch was taken over; whoever comes with it has nothing to give back. */
export function releaseLease({ epoch: current, lease }: EnvironmentState, epoch: number): Decision {
  if (lease?.epoch === epoch) return ok([{ type: "lease-released", epoch }]);
  return err({
    code: "stale-epoch",
    found:
      lease === null ? `nobody holds the lease, and the last epoch was ${current}` : `epoch ${lease.epoch} holds it`,
    expected: `a lease of epoch ${epoch}`,
  });
}

/** A release waits once, whatever number of its steps want the lease. */
export function joinQueue(state: EnvironmentState, release: string, step: string): readonly EnvironmentEvent[] {
  return isWaiting(state, release) ? [] : [{ type: "queue-joined", release, step }];
}

export function leaveQueue(state: EnvironmentState, release: string, why: string): readonly EnvironmentEvent[] {
  return isWaiting(state, release) ? [{ type: "queue-left", release, why }] : [];
}

function isWaiting({ queue }: EnvironmentState, release: string): boolean {
  return queue.some((waiting) => waiting.release === release);
}
