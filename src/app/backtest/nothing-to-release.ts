import { readPlainly } from "../../domain/backtest/plain-reading.ts";
import type { NothingTally } from "../../domain/backtest/verdict.ts";
import { assemblePlan } from "../../domain/plan/plan.ts";
import { isPrerelease } from "../../domain/version/version.ts";
import { planInput } from "../plan-input.ts";
import type { MemoryHistory } from "./memory-history.ts";
import { readBefore, type Replayed } from "./replay.ts";

/** Long ranges are looked at in so many places, evenly spread. */
const STATES_MAX = 20;

/** Asks at commits of the main line between a release and the one before it, where a tool could have released and did not. */
export async function countNothing(replayed: Replayed, history: MemoryHistory): Promise<NothingTally> {
  const tally = { states: 0, nothing: 0, plain: 0, released: 0 };
  const { component, release } = replayed;
  if (component === undefined || isPrerelease(release.version) || component.rules.floor !== "none") return tally;
  const types = [...component.rules.ownRules, ...component.rules.presetRules].flatMap(({ type, bump }) =>
    type === undefined || bump === "none" ? [] : type,
  );
  for (const state of statesOf(replayed, history)) {
    const read = await readBefore(replayed, component, undefined, state);
    const plan = assemblePlan({
      ...planInput({ history: read, rules: component.rules, to: state }),
      isTaken: () => false,
    });
    const isNothing = plan.ok && plan.value.next === null;
    const reading = readPlainly(
      read.commits.map(({ message }) => message),
      types,
    );
    if (reading.isSilent) tally.states++;
    if (reading.isSilent && isNothing) tally.nothing++;
    if (reading.isPlain) tally.plain++;
    if (reading.isPlain && !isNothing) tally.released++;
  }
  return tally;
}

function statesOf({ release, read }: Replayed, history: MemoryHistory): string[] {
  const states: string[] = [];
  for (let next = history.commit(release.commit)?.parents[0]; next !== undefined && read?.isFresh(next) === true;) {
    states.push(next);
    next = history.commit(next)?.parents[0];
  }
  const step = Math.max(1, states.length / STATES_MAX);
  return states.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}
