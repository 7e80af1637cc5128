import { expect, test } from "vitest";
import type { Process } from "../../src/domain/process/process.ts";
import type { ReleaseCommand } from "../../src/domain/release/command.ts";
import { decide } from "../../src/domain/release/decide.ts";
import { due } from "../../src/domain/release/due.ts";
import { evolve } from "../../src/domain/release/evolve.ts";
import type { ReleaseState } from "../../src/domain/release/release-state.ts";
import { EMPTY_WORLD, environmentIn, evolveWorld, type World } from "../../src/domain/release/world.ts";
import { liveIn } from "../../src/domain/environment/environment-state.ts";
import { must } from "../../src/kernel/assert.ts";
import { processOf } from "../support/process.ts";

/** Production has three waves; a rollback names none of them. */
const WAVES = `
environments: { production: { tier: production, waves: [eu, us, asia] } }
types: { minor: { bump: [minor], workflow: release } }
workflows:
  release:
    phases:
      - phase: all
        steps:
          - ship: { uses: deploy, each: production.waves, with: { environment: production } }
          - watch: { uses: watch, with: { for: 24h } }
  rollback:
    trigger: [{ on: manual }]
    phases:
      - phase: back
        steps: [{ revert: { uses: deploy, with: { environment: production, version: previous } } }]
`;

/** Releases of one product, one after the other, in a world that remembers. */
interface Play {
  readonly process: Process;
  world: World;
  state: ReleaseState | undefined;
  /** Members in the order they were deployed. */
  deployed: string[];
  now: number;
}

function send(play: Play, command: ReleaseCommand): void {
  play.now += 1000;
  const decided = decide(command, play.state, {
    process: play.process,
    now: play.now,
    holds: () => true,
    world: play.world,
  });
  if (!decided.ok) throw new Error(decided.error.found);
  for (const event of decided.value.events) play.state = evolve(play.state, event, play.now);
  for (const event of decided.value.elsewhere) play.world = evolveWorld(play.world, event, play.now);
}

function begin(play: Play, version: string): void {
  play.state = undefined;
  const facts = { commit: `commit of ${version}` };
  const base = { component: null, releaseType: "minor", variant: null, process: "p", traits: {}, subject: {} };
  send(play, { type: "start", release: `v${version}`, version, ...base, facts, by: "ada@example.org", trigger: null });
}

/** Does every deployment that is due; `failing` is the wave in which it fails. */
function deployAll(play: Play, failing?: string): void {
  for (;;) {
    const state = must(play.state, "a release");
    const { effects } = due(state, { process: play.process, now: play.now, holds: () => true, world: play.world });
    const next = effects.find(({ work }) => work.kind === "deploy");
    if (next === undefined) return;
    const { run, visit } = next;
    const member = state.runs.get(run)?.visits.find(({ number }) => number === visit)?.member ?? "all";
    play.deployed.push(member);
    send(play, { type: "perform", run, visit });
    send(play, { type: "finish", run, visit, outcome: member === failing ? "failed" : "verified", by: null });
  }
}

async function played(): Promise<Play> {
  return {
    process: await processOf(WAVES),
    world: EMPTY_WORLD,
    state: undefined,
    deployed: [],
    now: 1_767_873_600_000,
  };
}

function live({ world }: Play): (string | undefined)[] {
  return ["eu", "us", "asia"].map((wave) => liveIn(environmentIn(world, "production"), wave)?.version);
}

test("[L-01] a release rolls out wave by wave, and a rollback takes every wave back, the last one first", async () => {
  const play = await played();
  begin(play, "1.0.0");
  deployAll(play);
  begin(play, "1.1.0");
  deployAll(play);
  expect(live(play)).toEqual(["1.1.0", "1.1.0", "1.1.0"]);
  play.deployed = [];
  send(play, { type: "trigger", on: "manual" });
  deployAll(play);
  expect(play.deployed).toEqual(["asia", "us", "eu"]);
  expect(live(play)).toEqual(["1.0.0", "1.0.0", "1.0.0"]);
  expect(play.state?.status).toBe("rolled-back");
  expect([...environmentIn(play.world, "production").bad.keys()]).toEqual(["1.1.0"]);
});

test("a first release that is taken back leaves nothing, wave by wave, and must not return", async () => {
  const play = await played();
  begin(play, "1.0.0");
  deployAll(play, "us");
  expect(live(play)).toEqual(["1.0.0", undefined, undefined]);
  send(play, { type: "trigger", on: "manual" });
  deployAll(play);
  expect(live(play)).toEqual([undefined, undefined, undefined]);
  expect(play.state?.status).toBe("rolled-back");
  expect([...environmentIn(play.world, "production").bad.keys()]).toEqual(["1.0.0"]);
});

test("[L-05] a wave that fails keeps the later ones from being reached, and what was reached is taken back", async () => {
  const play = await played();
  begin(play, "1.0.0");
  deployAll(play);
  begin(play, "1.1.0");
  play.deployed = [];
  deployAll(play, "us");
  expect(play.deployed).toEqual(["eu", "us"]);
  expect(live(play)).toEqual(["1.1.0", "1.0.0", "1.0.0"]);
  send(play, { type: "trigger", on: "manual" });
  deployAll(play);
  expect(live(play)).toEqual(["1.0.0", "1.0.0", "1.0.0"]);
});
