import { hasConditions, type Process } from "../../domain/process/process.ts";
import { currentProcess } from "../../domain/product/product-state.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { must } from "../../kernel/assert.ts";
import type { Performer } from "../engine-ports.ts";
import type { Ledger } from "../ledger-ports.ts";
import type { KindTools } from "../kinds/kind-tools.ts";
import { KINDS } from "../kinds/registry.ts";
import { containsLive } from "../line/contains-live.ts";
import { remind } from "../kinds/notify/remind.ts";
import { makersOf } from "../line/makers-of.ts";
import { observeLine } from "../line/observe-line.ts";
import { setMark } from "../line/set-mark.ts";
import { leaveBranches } from "../line/place-of-work.ts";
import type { Services } from "../services.ts";
import { ACCESS_STREAM } from "./access-stream.ts";
import { actingInRole, claimingRole } from "./acting.ts";
import type { PersonOf } from "./act.ts";
import { automaticTemplate } from "./automatic-template.ts";
import { CALENDAR_STREAM } from "./calendar-stream.ts";
import type { EngineTools } from "./engine-tools.ts";
import { openProcesses } from "./read-process.ts";
import { productId } from "./product-id.ts";
import { PRODUCT_STREAM } from "./product-stream.ts";
import { loadStarted } from "./scene.ts";
import type { BoundProcess } from "./start-release.ts";
import { openStreams, type Acting } from "./streams.ts";

/** The engine of a product, with its ledger open. */
export interface Engine {
  readonly tools: EngineTools;
  readonly kinds: KindTools;
  /** Ids of every release that was started, in their order. */
  releases(): Promise<readonly string[]>;
  /** The approved version by which releases are started now. */
  currentProcess(): Promise<BoundProcess>;
  /** Who acts, in the role a step asks for; `as` absent: whom git names. */
  person(as: string | undefined): PersonOf;
  /** Who acts, in a role that they hold; refused where they do not. */
  holder(as: string | undefined, role: string): Promise<Acting>;
  close(): Promise<void>;
}

export interface Watcher {
  note(line: string): void;
  progress(line: string): void;
  readonly signal: AbortSignal;
}

export async function openEngine(services: Services, watcher: Watcher): Promise<Engine> {
  const ledger = await services.ledger.open();
  try {
    return await engineOver(ledger, services, watcher);
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

async function engineOver(ledger: Ledger, services: Services, watcher: Watcher): Promise<Engine> {
  const { root, gitFolder } = await services.repository.state();
  const held = services.at(root ?? gitFolder, ledger);
  const streams = openStreams(ledger);
  const product = productId(await held.product());
  const { processes, conditions } = withConditions(openProcesses(ledger.blobs));
  const kinds: KindTools = {
    services: held,
    at: (folder) => services.at(folder, ledger),
    processOf: async (id) => (await loadStarted(tools, id)).process,
    blobs: ledger.blobs,
    calendar: async () => (await streams.load(CALENDAR_STREAM, product)).state,
  };
  const performers = new Map<string, Promise<Performer>>();
  const tools: EngineTools = {
    ...watcher,
    streams,
    product,
    processes,
    conditions,
    performer: (kind) => {
      const opened = performers.get(kind) ?? openPerformer(kinds, kind);
      performers.set(kind, opened);
      return opened;
    },
    observeLine: async (release) => {
      const seen = await observeLine(kinds, release);
      if (seen === undefined) return undefined;
      return { ...seen, facts: { ...seen.facts, authors: [...(await makersOf(kinds, release, seen.facts.commit))] } };
    },
    setMark: (release, mark) => setMark(kinds, release, mark, Math.floor(services.serverNow() / 1000)),
    look: async (process, state, step) => {
      if (automaticTemplate(process, step.work) === undefined) return { commands: [], unasked: [] };
      return (await import("./machine-answers.ts")).machineAnswers(kinds, process, state, step);
    },
    contains: async (commit, live) => (await containsLive(kinds, commit, live)).contained,
    remind: async (release, { step, who, since, before }) => {
      const command = `slipway release why ${release.id}`;
      const channel = { ...watcher, channel: REMINDERS, now: () => services.serverNow() };
      await remind(held, { release, step, who, since, command, before }, channel);
    },
    now: () => services.serverNow(),
    self: engineItself(services),
  };
  return {
    tools,
    kinds,
    releases: async () => [...(await streams.load(PRODUCT_STREAM, product)).state.numbers.keys()],
    currentProcess: async () => {
      const version = currentProcess((await streams.load(PRODUCT_STREAM, product)).state);
      if (version === undefined) throw new SlipwayError(noProcess());
      return { digest: version.digest, process: await processes(version.digest) };
    },
    person: (as) => async (role) => {
      const { state } = await streams.load(ACCESS_STREAM, product);
      const { acting, actor } = await claimingRole(services.identity, state, { as, role }, services.serverNow());
      return { acting: atClock(acting, services), actor };
    },
    holder: async (as, role) => {
      const { state } = await streams.load(ACCESS_STREAM, product);
      return atClock(await actingInRole(services.identity, state, { as, role }, services.serverNow()), services);
    },
    close: () => leave(kinds, ledger),
  };
}

/** The log says when the clock of a command was set. */
function atClock(acting: Acting, { isClockSet }: Services): Acting {
  const client = `slipway (asserted${isClockSet ? ", set clock" : ""})`;
  return { ...acting, origin: { ...acting.origin, client } };
}

/** A process is read together with its conditions, which are asked for in the middle of decisions. */
function withConditions(read: EngineTools["processes"]): Pick<EngineTools, "processes" | "conditions"> {
  const known = new Map<Process, Holds>();
  return {
    async processes(digest) {
      const process = await read(digest);
      if (!known.has(process)) known.set(process, await openConditions(process));
      return process;
    },
    conditions: (process) => must(known.get(process), "conditions of a process that was read"),
  };
}

type Holds = ReturnType<EngineTools["conditions"]>;

/** The language of conditions is loaded for processes that have some. */
async function openConditions(process: Process): Promise<Holds> {
  if (hasConditions(process)) return (await import("./conditions.ts")).conditionsOf(process);
  return (text) => must<boolean>(undefined, `a condition of this process: ${text}`);
}

async function leave(kinds: KindTools, ledger: Ledger): Promise<void> {
  try {
    await leaveBranches(kinds);
  } finally {
    await ledger.close();
  }
}

const REMINDERS = { channel: "log" } as const;

async function openPerformer(kinds: KindTools, kind: keyof typeof KINDS): Promise<Performer> {
  return (await must(KINDS[kind], `a performer of ${kind}`)()).open(kinds);
}

function engineItself({ identity, isClockSet }: Services): Acting {
  const client = isClockSet ? "slipway (set clock)" : "slipway";
  return { id: "slipway", name: "Slipway", role: "engine", origin: { host: identity.host, client } };
}

function noProcess(): Problem {
  return {
    code: "no-process",
    kind: "refused",
    found: "no process is approved",
    expected: "an approved version: releases are started by one",
    action: "`slipway process approve` approves what slipway.yaml says",
  };
}
