import { MAIN, type ReleaseState } from "../../src/domain/release/release-state.ts";
import { outcomesOf, worksOf } from "../../src/domain/process/process.ts";
import { waitsForPerson } from "../../src/domain/process/step-kind.ts";
import type { ReleaseCommand } from "../../src/domain/release/command.ts";
import { decide } from "../../src/domain/release/decide.ts";
import type { Context } from "../../src/domain/release/draft.ts";
import { due } from "../../src/domain/release/due.ts";
import { evolve } from "../../src/domain/release/evolve.ts";
import type { ReleaseEvent } from "../../src/domain/release/release-event.ts";
import { EMPTY_WORLD, evolveWorld } from "../../src/domain/release/world.ts";
import { whyOf } from "../../src/domain/release/why.ts";
import { median } from "../history/measure.ts";
import { processOf } from "../../test/support/process.ts";
import { longProcess } from "./made-process.ts";

/** Steps of the process that are not made for its length. */
const OTHERS = 13;
const ROUNDS = 25;
const CALLS = 200;

/** CPU, in microseconds, of each question to a release with so many steps, when most of them are done. */
export async function decisions(steps: number): Promise<ReadonlyMap<string, number>> {
  const { state, context, log } = await walked(steps);
  const [waiting] = due(state, context).people;
  const { run, visit } = waiting!;
  const by = { who: "product-owner", role: "product-owner" };
  const sign: ReleaseCommand = { type: "finish", run, visit, outcome: "accepted", by };
  const stale: ReleaseCommand = { type: "change-subject", facet: "notes", digest: "another" };
  const replay = (): void => {
    let at: ReleaseState | undefined;
    for (const event of log) at = evolve(at, event, 0);
  };
  return new Map([
    ["`due`", microseconds(() => due(state, context))],
    ["`why`", microseconds(() => whyOf(state, context))],
    ["`decide`: a person signs", microseconds(() => decide(sign, state, context))],
    ["`decide`: something else changed", microseconds(() => decide(stale, state, context))],
    ["`evolve`, each event of a replay", microseconds(replay, 1) / log.length],
  ]);
}

/** A release that waits for its acceptance: everything before is done. */
async function walked(steps: number) {
  const made = await processOf(longProcess(steps - OTHERS));
  let world = EMPTY_WORLD;
  let state: ReleaseState | undefined;
  const log: ReleaseEvent[] = [];
  const context = (): Context => ({ process: made, now: 0, holds: () => true, world });
  const send = (command: ReleaseCommand): void => {
    const decision = decide(command, state, context());
    if (!decision.ok) throw new Error(decision.error.found);
    for (const event of decision.value.events) {
      log.push(event);
      state = evolve(state, event, 0);
    }
    for (const event of decision.value.elsewhere) world = evolveWorld(world, event, 0);
  };
  const identity = { release: "v1.0.0", version: "1.0.0", component: null, releaseType: "minor", variant: null };
  const subject = { source: "tree", process: "digest" };
  send({ type: "start", ...identity, process: "digest", traits: {}, subject, facts: {}, by: "ada", trigger: null });
  for (;;) {
    const { effects, people } = due(state!, context());
    const next = [...effects, ...people][0]!;
    if (next.work.name === "uat") break;
    const { run, visit, work } = next;
    const isPerson = waitsForPerson(work.kind);
    if (!isPerson) send({ type: "perform", run, visit });
    const by = isPerson ? { who: "developer", role: "developer" } : null;
    send({ type: "finish", run, visit, outcome: outcomesOf(work)[0]!, by });
  }
  const count = worksOf(made.workflows.get("release")!).length;
  if (count !== steps || state!.runs.get(MAIN)!.visits.length < steps - OTHERS) throw new Error(`${count} steps`);
  return { state: state!, context: context(), log };
}

function microseconds(work: () => unknown, calls = CALLS): number {
  const round = (): number => {
    const before = process.cpuUsage();
    for (let call = 0; call < calls; call++) work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / calls;
  };
  for (let warm = 0; warm < 5; warm++) round();
  return median(Array.from({ length: ROUNDS }, round));
}
