import { hasConditions } from "../../domain/condition/conditions-of.ts";
import type { Process } from "../../domain/process/process.ts";
import { must } from "../../kernel/assert.ts";
import type { Performer } from "../engine-ports.ts";
import type { Ledger } from "../ledger-ports.ts";
import { originOf } from "../ledger/origin-of.ts";
import type { KindTools } from "../kinds/kind-tools.ts";
import { KINDS } from "../kinds/registry.ts";
import { containsLive } from "../line/contains-live.ts";
import { remind } from "../kinds/notify/remind.ts";
import { freshServices } from "../line/place-of-work.ts";
import { makersOf } from "../line/makers-of.ts";
import { observeLine } from "../line/observe-line.ts";
import { setMark } from "../line/set-mark.ts";
import type { Services } from "../services.ts";
import { automaticTemplate } from "./automatic-template.ts";
import { CALENDAR_STREAM } from "./calendar-stream.ts";
import type { EngineTools, Look } from "./engine-tools.ts";
import { openProcesses } from "./read-process.ts";
import type { ReadShipments } from "./machine-answers.ts";
import { PRODUCT_STREAM } from "./product-stream.ts";
import { productId } from "./product-id.ts";
import { loadStarted } from "./scene.ts";
import { SCOPE_STREAM } from "./scope-stream.ts";
import { openStreams, type Acting } from "./streams.ts";

export interface Watcher {
  note(line: string): void;
  progress(line: string): void;
  readonly signal: AbortSignal;
}

/** What the engine works with, made of the services of a product whose ledger is open. */
export async function openTools(
  ledger: Ledger,
  services: Services,
  watcher: Watcher,
): Promise<{ readonly tools: EngineTools; readonly kinds: KindTools }> {
  const { root, gitFolder } = await services.repository.state();
  const held = services.at(root ?? gitFolder, ledger);
  const streams = openStreams(ledger);
  const product = productId(await held.product());
  const { processes, conditions } = withConditions(openProcesses(ledger.blobs));
  const kinds: KindTools = {
    services: held,
    at: (folder) => services.at(folder, ledger),
    making: new Map(),
    processOf: async (id) => (await loadStarted(tools, id)).process,
    blobs: ledger.blobs,
    calendar: async () => (await streams.load(CALENDAR_STREAM, product)).state,
    scope: async () => (await streams.load(SCOPE_STREAM, product)).state,
  };
  const shipments: ReadShipments = async () => {
    const { readShipments } = await import("../measure/measure-releases.ts");
    return readShipments(tools, [...(await streams.load(PRODUCT_STREAM, product)).state.numbers.keys()]);
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
    look: (...question) => lookFor(kinds, shipments, ...question),
    contains: async (commit, live) => (await containsLive(kinds, commit, live)).contained,
    tagObject: async (tag) => tagObject(kinds, tag),
    remind: async (release, { step, who, since, before }) => {
      const command = `slipway release why ${release.id}`;
      const channel = { ...watcher, channel: REMINDERS, now: () => services.serverNow() };
      await remind(held, { release, step, who, since, command, before }, channel);
    },
    now: () => services.serverNow(),
    self: engineItself(services),
  };
  return { tools, kinds };
}

async function tagObject(kinds: KindTools, tag: string): Promise<string | null> {
  const { repository } = await freshServices(kinds);
  return (await repository.tags()).named(tag)?.object ?? null;
}

/** The checks are loaded for steps in which they can answer something. */
async function lookFor(
  kinds: KindTools,
  shipments: ReadShipments,
  ...question: Parameters<EngineTools["look"]>
): Promise<Look> {
  const [process, , { work }] = question;
  if (automaticTemplate(process, work) === undefined) return { commands: [], unasked: [] };
  return (await import("./machine-answers.ts")).machineAnswers(kinds, shipments, ...question);
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

const REMINDERS = { channel: "log" } as const;

async function openPerformer(kinds: KindTools, kind: keyof typeof KINDS): Promise<Performer> {
  return (await must(KINDS[kind], `a performer of ${kind}`)()).open(kinds);
}

function engineItself({ identity }: Services): Acting {
  return { id: "slipway", name: "Slipway", role: "engine", origin: originOf(identity, "own") };
}
