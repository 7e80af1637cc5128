import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EventStore } from "../../src/app/ledger-ports.ts";
import type { Performer } from "../../src/app/engine-ports.ts";
import { ACCESS_STREAM } from "../../src/app/engine/access-stream.ts";
import { conditionsOf } from "../../src/app/engine/conditions.ts";
import { command } from "../../src/app/engine/engine.ts";
import type { EngineTools } from "../../src/app/engine/engine-tools.ts";
import { runReleases } from "../../src/app/engine/run-releases.ts";
import { RELEASE_STREAM } from "../../src/app/engine/release-stream.ts";
import { factOf, openStreams, type Acting } from "../../src/app/engine/streams.ts";
import { outcomesOf, type Process } from "../../src/domain/process/process.ts";
import { rolesAsked } from "../../src/domain/release/authority.ts";
import { fixedOutcomes, type StepKind } from "../../src/domain/process/step-kind.ts";
import { openEmbedded } from "../../src/ledger/open-embedded.ts";
import { processOf } from "../../test/support/process.ts";
import { PROCESS, ROLES } from "./made-process.ts";
import { memoryStore } from "./memory-store.ts";

export type StoreName = "memory" | "embedded";

export interface Walked {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMiB: number;
  /** Steps that ended. */
  readonly steps: number;
  /** Entries in the ledger. */
  readonly events: number;
  readonly appends: number;
  /** The same appends once more into an empty store of the same kind, and nothing else. */
  readonly floorSeconds: number;
}

/** So many releases at once, from their start to their end. */
export async function walkReleases(name: StoreName, count: number): Promise<Walked> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-bench-"));
  try {
    const store = await openStore(name, join(folder, "engine"));
    const counted = counting(store);
    const process = await processOf(PROCESS);
    const tools = engineOver(counted.store, "bench", async () => process);
    await grantRoles(tools);
    const before = { time: performance.now(), cpu: globalThis.process.cpuUsage() };
    const ids = Array.from({ length: count }, (_, at) => `v1.${at}.0`);
    for (const id of ids) await begin(tools, id, process);
    await walkToTheEnd(tools, ids);
    const seconds = (performance.now() - before.time) / 1000;
    const { user, system } = globalThis.process.cpuUsage(before.cpu);
    const peakMiB = globalThis.process.resourceUsage().maxRSS / 1024;
    const { steps, events, commands } = counted;
    const floor = await openStore(name, join(folder, "floor"));
    const floorStarted = performance.now();
    for (const each of commands) await floor.append(each);
    const floorSeconds = (performance.now() - floorStarted) / 1000;
    for (const open of [store, floor]) await open.close();
    const cpuSeconds = (user + system) / 1e6;
    return { seconds, cpuSeconds, peakMiB, steps: steps(), events: events(), appends: commands.length, floorSeconds };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Store = Pick<EventStore, "append" | "read" | "close">;

async function openStore(name: StoreName, folder: string): Promise<Store> {
  return name === "memory" ? memoryStore(Date.now) : openEmbedded({ folder, command: "bench" });
}

function counting(store: Store) {
  const commands: Parameters<Store["append"]>[0][] = [];
  const all = () => commands.flatMap(({ events }) => events);
  return {
    commands,
    events: () => all().length,
    steps: () => all().filter(({ type }) => type === "step-ended").length,
    store: {
      ...store,
      append: async (wanted: Parameters<Store["append"]>[0]) => {
        const recorded = await store.append(wanted);
        commands.push(wanted);
        return recorded;
      },
    },
  };
}

/** The engine as the program has it, with a world that answers at once. */
export function engineOver(
  store: Store,
  product: string,
  processes: (digest: string) => Promise<Process>,
): EngineTools {
  return {
    streams: openStreams(store),
    product,
    processes,
    performer: async (kind) => succeeding(kind),
    observeLine: async () => undefined,
    look: async () => ({ commands: [], unasked: [] }),
    setMark: async () => undefined,
    contains: async () => true,
    tagObject: async () => null,
    remind: async () => undefined,
    conditions: conditionsOf,
    now: () => Date.now(),
    self: acting("engine"),
    note: () => undefined,
    progress: () => undefined,
    signal: new AbortController().signal,
  };
}

function succeeding(kind: StepKind): Performer {
  const told = async () => ({ outcome: fixedOutcomes(kind)?.[0] ?? "", says: "it is done" });
  return { perform: told, observe: told };
}

function acting(role: string): Acting {
  return { id: role, name: role, role, origin: { host: "bench", client: "slipway" } };
}

export async function grantRoles({ streams, product, now }: EngineTools): Promise<void> {
  const access = await streams.load(ACCESS_STREAM, product);
  const facts = ROLES.map((role) => {
    const grant = { who: role, role, from: now() - 1000, until: null, by: "ada", isFirst: false };
    return factOf(ACCESS_STREAM, access, { type: "role-granted", ...grant });
  });
  await streams.record(acting("admin"), [access], facts);
}

export async function begin(
  tools: EngineTools,
  id: string,
  process: Process,
  { digest, commit } = { digest: "digest", commit: "commit" },
): Promise<void> {
  const version = id.slice(1);
  const identity = { release: id, version, component: null, releaseType: "minor", variant: null, process: digest };
  const known = { traits: {}, subject: { source: "tree", process: digest }, facts: { commit } };
  const start = { type: "start" as const, ...identity, ...known, by: "ada", trigger: null };
  await command(tools, acting("release-manager"), id, start, process);
}

/** The engine does what is due, people answer what waits for them, until nothing is left. */
export async function walkToTheEnd(tools: EngineTools, ids: readonly string[]): Promise<void> {
  let open = ids;
  while (open.length > 0) {
    const standings = await runReleases(tools, open);
    for (const { release, due } of standings)
      for (const { run, visit, work } of due.people)
        for (const role of rolesAsked(work)) {
          const by = { who: role, role };
          const outcome = outcomesOf(work)[0]!;
          await command(tools, acting(role), release, { type: "finish", run, visit, outcome, by });
        }
    const states = await Promise.all(open.map((id) => tools.streams.load(RELEASE_STREAM, id)));
    open = states.flatMap(({ state }) => (state?.status === "running" ? state.release : []));
  }
}

/** The whole measurement in a process of its own, so that its memory is its own. */
if (import.meta.main) {
  const [, , name, count] = globalThis.process.argv;
  console.log(JSON.stringify(await walkReleases(name === "memory" ? "memory" : "embedded", Number(count))));
}
