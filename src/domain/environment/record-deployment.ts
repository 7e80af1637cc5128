import { err, ok, type Result } from "../../kernel/result.ts";
import type { Refusal } from "../release/command.ts";
import type { Arrival, Debt, EnvironmentEvent } from "./environment-event.ts";
import { liveIn, type EnvironmentState } from "./environment-state.ts";

type Decision = Result<readonly EnvironmentEvent[], Refusal>;

/** A version serves now and was verified. What a rollback replaced is marked bad: it needs an override to return. */
export function recordDeployment(
  state: EnvironmentState,
  arrival: Arrival,
  reason: string,
): readonly EnvironmentEvent[] {
  const { member, version, isRollback } = arrival;
  const before = liveIn(state, member);
  const isReplaced = isRollback && before !== undefined && before.version !== version;
  const marks = isReplaced ? markBad(state, before.version, reason) : [];
  return [{ type: "version-live", ...arrival }, { type: "version-verified", member, version }, ...marks];
}

/** The first version ever is taken back: nothing serves afterwards. */
export function recordStop(
  state: EnvironmentState,
  { member, effect }: Pick<Arrival, "member" | "effect">,
  reason: string,
): readonly EnvironmentEvent[] {
  const live = liveIn(state, member);
  if (live === undefined) return [];
  const { version } = live;
  return [{ type: "version-gone", member, version, effect }, ...markBad(state, version, reason)];
}

export function markBad({ bad }: EnvironmentState, version: string, reason: string): readonly EnvironmentEvent[] {
  return bad.has(version) ? [] : [{ type: "version-marked-bad", version, reason }];
}

/** The override: a bad version may come back, because somebody says why. */
export function liftMark({ bad }: EnvironmentState, version: string, reason: string): Decision {
  if (!bad.has(version))
    return err({ code: "no-mark", found: `${version} is not marked bad`, expected: listed([...bad.keys()]) });
  if (reason.trim() === "")
    return err({ code: "reason", found: "an override without a reason", expected: `why ${version} may come back` });
  return ok([{ type: "mark-lifted", version, reason }]);
}

export function openDebt({ debts }: EnvironmentState, debt: Debt): readonly EnvironmentEvent[] {
  return debts.has(debt.debt) || debt.owes.length === 0 ? [] : [{ type: "debt-opened", ...debt }];
}

export function settleDebt({ debts }: EnvironmentState, debt: string): Decision {
  if (debts.has(debt)) return ok([{ type: "debt-settled", debt }]);
  return err({ code: "no-debt", found: `${debt} is not owed`, expected: listed([...debts.keys()]) });
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "nothing, there is none" : `one of ${names.join(", ")}`;
}
