import { isoMoment } from "../../kernel/iso-moment.ts";
import type { Refusal } from "../release/command.ts";
import type { EnvironmentState } from "./environment-state.ts";
import { leaseObstacle } from "./lease.ts";

export interface WantedChange {
  readonly release: string;
  /** The version that would serve; `null` when only data is touched, or nothing would serve. */
  readonly brings: string | null;
  /** Unix milliseconds. */
  readonly now: number;
  readonly isEmergency: boolean;
  readonly isRollback: boolean;
}

/** Everything in an environment that stands against a change at this moment. */
export function environmentObstacles(state: EnvironmentState, wanted: WantedChange): Refusal[] {
  return [...badVersion(state, wanted), ...overdueDebts(state, wanted), ...busy(state, wanted)];
}

/** Also a rollback does not go to a version that failed; whoever knows better lifts the mark first. */
function badVersion({ bad }: EnvironmentState, { brings }: WantedChange): Refusal[] {
  const reason = brings === null ? undefined : bad.get(brings);
  if (reason === undefined) return [];
  const expected = "a version without a mark, or the mark lifted with a reason";
  return [{ code: "version-bad", found: `${brings} is marked bad: ${reason}`, expected }];
}

/** Who owes something from an emergency pays before the next normal release, but not before it may be put right. */
function overdueDebts({ debts }: EnvironmentState, wanted: WantedChange): Refusal[] {
  if (wanted.isEmergency || wanted.isRollback) return [];
  return [...debts.values()]
    .filter(({ release, dueAt }) => release !== wanted.release && dueAt < wanted.now)
    .map(({ release, owes, dueAt }) => ({
      code: "debt-overdue",
      found: `${release} owes ${owes.join(", ")} since ${isoMoment(dueAt)}`,
      expected: "what an emergency left out made up for",
    }));
}

function busy(state: EnvironmentState, { release, isRollback }: WantedChange): Refusal[] {
  const refusal = isRollback ? undefined : leaseObstacle(state, release);
  return refusal === undefined ? [] : [refusal];
}
