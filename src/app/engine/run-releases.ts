import { setTimeout as sleep } from "node:timers/promises";
import { advance, type Round } from "./advance.ts";
import type { EngineTools } from "./engine-tools.ts";

/** Where a release stands after a run of the engine. */
export interface Standing extends Pick<Round, "wakeAt" | "due"> {
  readonly release: string;
}

/** Rounds of one release without an end: a loop that no person and no bound stops is a fault of its process. */
const ROUNDS_MAX = 1000;

/**
 * Takes releases as far as they go now: until they wait for people, for time or for policy. When an environment is given
 * back, those that wait for it get their turn. Times up to `patienceMs` ahead are waited for.
 */
export async function runReleases(
  tools: EngineTools,
  ids: readonly string[],
  patienceMs = 0,
): Promise<readonly Standing[]> {
  const standings = new Map<string, Standing>();
  for (let due = ids; ;) {
    let todo = new Set(due);
    for (let round = 0; todo.size > 0 && round < ROUNDS_MAX && !tools.signal.aborted; round++) {
      const next = new Set<string>();
      for (const id of todo) {
        const { moved, turns, ...standing } = await advance(tools, id);
        standings.set(id, { release: id, ...standing });
        if (moved) next.add(id);
        for (const turn of turns) next.add(turn);
      }
      todo = new Set([...next].filter((id) => standings.has(id)));
    }
    const times = [...standings.values()].flatMap(({ wakeAt }) => wakeAt ?? []);
    const pause = Math.min(...times) - tools.now();
    if (times.length === 0 || pause > patienceMs || tools.signal.aborted) return [...standings.values()];
    await sleep(Math.max(pause, 50), undefined, { signal: tools.signal }).catch(() => undefined);
    due = ids.filter((id) => (standings.get(id)?.wakeAt ?? Infinity) <= tools.now());
  }
}
