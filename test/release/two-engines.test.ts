import { expect, test } from "vitest";
import { ACCESS_STREAM } from "../../src/app/engine/access-stream.ts";
import { advance } from "../../src/app/engine/advance.ts";
import { command } from "../../src/app/engine/engine.ts";
import type { EngineTools } from "../../src/app/engine/engine-tools.ts";
import { factOf, openStreams } from "../../src/app/engine/streams.ts";
import type { Performer } from "../../src/app/engine-ports.ts";
import type { AccessEvent } from "../../src/domain/access/access-event.ts";
import type { ReleaseCommand } from "../../src/domain/release/command.ts";
import type { Process } from "../../src/domain/process/process.ts";
import { SimStore } from "../sim/engine/sim-store.ts";
import { processOf } from "../support/process.ts";

const START: ReleaseCommand = {
  type: "start",
  release: "v1.1.0",
  version: "1.1.0",
  component: null,
  releaseType: "minor",
  variant: null,
  process: "p",
  traits: {},
  subject: { source: "tree" },
  facts: {},
  by: "boss",
  trigger: null,
};
const NOW = Date.UTC(2026, 0, 6, 9);
const GRANTED: AccessEvent = {
  type: "role-granted",
  who: "boss",
  role: "release-manager",
  from: 0,
  until: null,
  by: "boss",
  isFirst: true,
};
const SELF = { id: "slipway", name: "slipway", role: "engine", origin: { host: "here" } };

/** A release of one test run under engines that share its log. */
class Engines {
  readonly store = new SimStore(
    () => NOW,
    () => undefined,
  );
  readonly process: Process;
  readonly performer: Performer;

  constructor(process: Process, performer: Performer) {
    this.process = process;
    this.performer = performer;
  }

  static async of(performer: Performer): Promise<Engines> {
    const steps = "[{ phase: all, steps: [{ tests: { uses: run } }, { end: { uses: task } }] }]";
    const rollback = "{ trigger: [{ on: manual }], phases: [{ phase: back, steps: [{ undo: { uses: task } }] }] }";
    const type = "{ bump: [minor], workflow: release, requires: [] }";
    const others = "standard: ~, standard-hotfix: ~, standard-rollback: ~";
    const yaml = `types: { minor: ${type} }\nworkflows: { ${others}, release: { phases: ${steps} }, back: ${rollback} }`;
    const engines = new Engines(await processOf(yaml), performer);
    const tools = engines.tools();
    const access = await tools.streams.load(ACCESS_STREAM, tools.product);
    await tools.streams.record(SELF, [access], [factOf(ACCESS_STREAM, access, GRANTED)]);
    await command(tools, SELF, "v1.1.0", START, engines.process);
    return engines;
  }

  /** One more engine; what it records is held until `gate` opens. */
  tools(gate?: Promise<void>): EngineTools {
    return {
      streams: openStreams({
        append: async (wanted) => {
          await gate;
          return this.store.append(wanted);
        },
        read: async (stream, after) => this.store.read(stream, after),
      }),
      product: "shop",
      processes: async () => this.process,
      performer: async () => this.performer,
      observeLine: async () => undefined,
      setMark: async () => undefined,
      look: async () => ({ commands: [], unasked: [] }),
      contains: async () => true,
      tagObject: async () => null,
      remind: async () => undefined,
      conditions: () => () => true,
      now: () => NOW,
      self: SELF,
      note: () => undefined,
      progress: () => undefined,
      signal: new AbortController().signal,
    };
  }

  types(): readonly string[] {
    return this.store.read("release/v1.1.0").events.map(({ type }) => type);
  }
}

test("of two engines that begin a step at once, only the one that recorded its start does it", async () => {
  const done: string[] = [];
  const engines = await Engines.of({
    perform: async ({ effect }) => {
      done.push(effect);
      return { pendingUntil: NOW + 1 };
    },
    observe: async () => "unknown",
  });
  const gate = Promise.withResolvers<void>();
  const slower = advance(engines.tools(gate.promise), "v1.1.0");
  await advance(engines.tools(), "v1.1.0");
  expect(done).toEqual(["v1.1.0/main/1"]);
  gate.resolve();
  await slower;
  expect(done).toEqual(["v1.1.0/main/1"]);
  expect(engines.types().filter((type) => type === "effect-started")).toHaveLength(1);
});

test("what came of an effect whose run was suspended meanwhile is learnt and recorded", async () => {
  let isOver = false;
  const engines = await Engines.of({
    perform: async () => ({ pendingUntil: NOW + 1 }),
    observe: async () => (isOver ? { outcome: "passed", says: "all pass" } : { pendingUntil: NOW + 1 }),
  });
  const tools = engines.tools();
  await advance(tools, "v1.1.0");
  const by = { who: "boss", role: "release-manager" };
  await command(tools, SELF, "v1.1.0", { type: "trigger", on: "manual", by, reason: "it is wrong" });
  await advance(tools, "v1.1.0");
  expect(engines.types()).not.toContain("effect-reported");
  isOver = true;
  await advance(tools, "v1.1.0");
  expect(engines.types()).toContain("effect-reported");
});
