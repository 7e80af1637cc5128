import { ACCESS_STREAM } from "../../../src/app/engine/access-stream.ts";
import { CALENDAR_STREAM } from "../../../src/app/engine/calendar-stream.ts";
import { conditionsOf } from "../../../src/app/engine/conditions.ts";
import { command } from "../../../src/app/engine/engine.ts";
import type { EngineTools } from "../../../src/app/engine/engine-tools.ts";
import { runReleases } from "../../../src/app/engine/run-releases.ts";
import { factOf, openStreams, type Acting } from "../../../src/app/engine/streams.ts";
import type { KindTools } from "../../../src/app/kinds/kind-tools.ts";
import type { Recorded } from "../../../src/app/ledger-ports.ts";
import { KINDS } from "../../../src/app/kinds/registry.ts";
import type { EventEntry } from "../../../src/contract/event.ts";
import type { AccessEvent } from "../../../src/domain/access/access-event.ts";
import type { CalendarEvent } from "../../../src/domain/calendar/calendar-event.ts";
import { DEFAULT_FACTS } from "../../../src/domain/condition/facts.ts";
import type { Process } from "../../../src/domain/process/process.ts";
import type { StepKind } from "../../../src/domain/process/step-kind.ts";
import type { ReleaseCommand } from "../../../src/domain/release/command.ts";
import { isSlipwayError, SlipwayError } from "../../../src/kernel/problem.ts";
import { type Random } from "../random.ts";
import { Outside } from "./outside.ts";
import { holdersOf, REQUESTER, rolesIn } from "./people.ts";
import { Scheduler, type Host } from "./scheduler.ts";
import { SimStore } from "./sim-store.ts";
import { Fault, LogWatch } from "./watch-log.ts";

export const PRODUCT = "product";
const START_MS = Date.UTC(2026, 0, 6, 9);
export const HOUR = 3_600_000;
/** Kinds whose real performers work here, over targets that are played. */
const OVER_TARGETS: ReadonlySet<StepKind> = new Set(["deploy", "migrate", "backup", "restore", "watch"]);
/** Loaded before anything is played: how long that takes would be no matter of the seed. */
const LOADED = new Map(await Promise.all([...OVER_TARGETS].map(async (kind) => [kind, await KINDS[kind]!()] as const)));

interface Wish {
  readonly releaseType: string;
  readonly variant: string | null;
}

/** A log, two processes of the engine over it, and everything around them; what happens there is told by others. */
export class SimWorld {
  readonly seen = new Set<string>();
  readonly random: Random;
  readonly process: Process;
  readonly scheduler: Scheduler;
  readonly watch: LogWatch;
  readonly store: SimStore;
  readonly outside: Outside;
  readonly holds: ReturnType<EngineTools["conditions"]>;
  readonly tasks = new Set<{ readonly host: Host }>();
  hosts: { readonly host: Host; readonly tools: EngineTools }[] = [];
  now = START_MS;
  fault: Error | undefined;
  count = 0;
  isCalm = false;

  constructor(random: Random, process: Process, onEntry: (entry: EventEntry) => void) {
    this.random = random;
    this.process = process;
    this.holds = conditionsOf(process);
    this.scheduler = new Scheduler(random);
    this.watch = new LogWatch(process);
    this.outside = new Outside(this.scheduler, this.watch, () => this.now);
    this.store = new SimStore(
      () => this.now,
      (entries) => {
        for (const entry of entries) onEntry(entry);
        try {
          this.watch.see(entries);
          for (const { type, payload } of entries)
            this.seen.add(payload["why"] === "its turn" ? `${type}: its turn` : type);
        } catch (error) {
          this.fault ??= error as Error;
        }
      },
    );
  }

  /** Runs one thing to its end, with everything it brings about. */
  async run(work: () => Promise<void>): Promise<void> {
    this.spawn(this.hosts[0]!.host, work);
    while (this.tasks.size > 0) {
      if (!(await this.scheduler.step())) throw new Fault("something waits for an answer that never comes");
      this.check();
    }
    this.check();
  }

  check(): void {
    const fault = this.fault ?? this.outside.fault;
    if (fault !== undefined) throw fault;
  }

  spawn(host: Host, work: () => Promise<void>): void {
    const task = { host };
    this.tasks.add(task);
    const start = async (): Promise<void> => {
      await this.scheduler.call(host, false, () => undefined);
      await work();
    };
    void start()
      .catch((error: unknown) => {
        if (!isSlipwayError(error)) this.fault ??= error as Error;
        else this.seen.add(error.problems[0].code);
      })
      .finally(() => this.tasks.delete(task));
  }

  /** A process is killed, and another one begins over the same log. */
  replace(host: Host): void {
    this.scheduler.kill(host);
    for (const task of this.tasks) if (task.host === host) this.tasks.delete(task);
    this.hosts = this.hosts.map((each) => (each.host === host ? this.newHost() : each));
  }

  newHost(): { host: Host; tools: EngineTools } {
    const host: Host = { name: `engine-${this.count++}`, isAlive: true, frozenUntil: 0 };
    return { host, tools: this.toolsOf(host) };
  }

  toolsOf(host: Host): EngineTools {
    const process = this.process;
    const tools: EngineTools = {
      streams: openStreams({
        append: (wanted) => {
          const isAnswerLost = !this.isCalm && this.random() < 0.01;
          return this.scheduler.call(host, true, () => {
            const recorded = this.store.append(wanted);
            this.perhapsFreeze(host, recorded);
            if (isAnswerLost) throw unwritable();
            return recorded;
          });
        },
        read: (stream, after) => {
          const isQuick = this.isCalm || (host.frozenUntil <= this.scheduler.tick && this.random() < 0.9);
          if (isQuick && host.isAlive) return Promise.resolve(this.store.read(stream, after));
          return this.scheduler.call(host, false, () => this.store.read(stream, after));
        },
      }),
      product: PRODUCT,
      processes: async () => process,
      performer: async (kind) => this.performer(host, kind),
      observeLine: async ({ id }) => {
        const number = this.outside.sources.get(id) ?? 0;
        return { facts: { commit: `commit-${number}-of-${id}` }, subject: { source: `tree-${number}` } };
      },
      look: async () => ({ commands: [], unasked: [] }),
      setMark: async () => undefined,
      contains: async () => this.isCalm || this.random() < 0.9,
      tagObject: async () => null,
      remind: async () => undefined,
      conditions: () => this.holds,
      now: () => this.now,
      self: person("slipway", "engine"),
      note: () => undefined,
      progress: () => undefined,
      signal: new AbortController().signal,
    };
    return tools;
  }

  /** A process freezes right when it may change an environment, and somebody takes the release back meanwhile. */
  perhapsFreeze(host: Host, { events }: Recorded): void {
    const taken = events.find(({ type }) => type === "lease-taken");
    if (this.isCalm || taken === undefined || this.random() > 0.2) return;
    host.frozenUntil = this.scheduler.tick + 400;
    const other = this.hosts.find((each) => each.host !== host)!;
    const { release: id } = taken.payload;
    if (typeof id !== "string") return;
    const by = { who: "release-manager-0", role: "release-manager" };
    this.spawn(other.host, async () => {
      await command(other.tools, person(by.who), id, { type: "trigger", on: "manual", by, reason: "it is bad" });
      await runReleases(other.tools, [id], Number.NEGATIVE_INFINITY);
    });
  }

  async performer(host: Host, kind: StepKind) {
    if (!OVER_TARGETS.has(kind)) return this.outside.performer(host, kind);
    const services = { openTarget: async ({ name }: { name: string }) => this.outside.targetFor(host, name) };
    const tools = { services, processOf: async () => this.process } as unknown as KindTools; // all that these kinds use
    return LOADED.get(kind)!.open(tools);
  }

  /** A type, and now and then a variant that is for it. */
  drawWish(): Wish {
    const types = [...this.process.types.values()].filter(({ workflow }) => workflow !== null);
    const { name: releaseType, workflow } = this.one(types)!;
    const variants = [...this.process.workflows.get(workflow!)!.variants].flatMap(([name, { types: only }]) =>
      only.length === 0 || only.includes(releaseType) ? [name] : [],
    );
    return { releaseType, variant: this.random() < 0.3 ? (this.one(variants) ?? null) : null };
  }

  startOf(id: string, version: string, { releaseType, variant }: Wish): ReleaseCommand {
    const drawn = Object.entries(DEFAULT_FACTS).filter(([, value]) => typeof value === "boolean");
    const traits = Object.fromEntries(
      drawn.map(([name, value]) => [name, this.random() < 0.3 ? value !== true : value]),
    );
    const commit = `commit-0-of-${id}`;
    return {
      type: "start",
      release: id,
      version,
      component: null,
      releaseType,
      variant,
      process: "process",
      traits: { ...DEFAULT_FACTS, ...traits, version, type: releaseType, variant: variant ?? "" },
      subject: { process: "process", source: "tree-0" },
      facts: { commit, start: commit, authors: ["author-0"] },
      by: REQUESTER,
      trigger: null,
      reason: "orders are lost",
    };
  }

  setCalm(isCalm: boolean): void {
    this.isCalm = isCalm;
    this.outside.isCalm = isCalm;
  }

  freeze(ms: number, environments: "all" | readonly string[] = "all"): void {
    const minute = (at: number): string => new Date(at).toISOString().slice(0, 16);
    const span = { from: minute(this.now), until: minute(this.now + ms), zone: "UTC" };
    const about = { environments, reason: "a holiday", by: "boss" } as const;
    this.record(CALENDAR_STREAM, [{ type: "freeze-set", freeze: `freeze-${this.count++}`, ...about, ...span }]);
  }

  async grantAll(): Promise<void> {
    const everybody = rolesIn(this.process).flatMap((role) => holdersOf(role).map((who) => [who, role] as const));
    const wanted = [...everybody, [REQUESTER, "release-manager"] as const];
    const missing = wanted.filter(([who, role]) => this.watch.roles.get(who)?.has(role) !== true);
    this.record(
      ACCESS_STREAM,
      missing.map(([who, role]) => granted(who, role, this.now)),
    );
    if (!this.isCalm) return;
    const { state } = await openStreams(this.directly()).load(CALENDAR_STREAM, PRODUCT);
    const set = [...state.freezes.values()].filter((freeze) => freeze.lifted === null);
    this.record(
      CALENDAR_STREAM,
      set.map(({ freeze }) => lifted(freeze)),
    );
  }

  /** Records events of a stream that no release decides on. */
  record(kind: typeof ACCESS_STREAM | typeof CALENDAR_STREAM, events: readonly (AccessEvent | CalendarEvent)[]): void {
    if (events.length === 0) return;
    const by = person("boss", "admin");
    const said = events.map((event) => {
      const at = { stream: `${kind.name}/${PRODUCT}`, version: 0, state: kind.empty };
      const { stream, entry } = factOf(kind as never, at as never, event as never);
      return { ...entry, stream, actor: { id: by.id, name: by.name }, role: by.role, origin: by.origin };
    });
    this.store.append({ id: `outside-${this.count++}`, reads: new Map(), events: said });
  }

  directly() {
    return {
      append: async (wanted: Parameters<SimStore["append"]>[0]) => this.store.append(wanted),
      read: async (stream: string, after?: number) => this.store.read(stream, after),
    };
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  one<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)];
  }

  some<T>(list: readonly T[]): readonly T[] {
    return this.random() < 0.6 ? list : list.filter(() => this.random() < 0.5);
  }
}

export function person(id: string, role = "release-manager"): Acting {
  return { id, name: id, role, origin: { host: "simulation" } };
}

export function granted(who: string, role: string, from: number): AccessEvent {
  return { type: "role-granted", who, role, from, until: null, by: "boss", isFirst: false };
}

export function lifted(freeze: string): CalendarEvent {
  return { type: "freeze-lifted", freeze, reason: "it is over", by: "boss" };
}

function unwritable(): SlipwayError {
  const found = "nobody knows whether it was recorded";
  return new SlipwayError({
    code: "ledger-unwritable",
    kind: "failed",
    found,
    expected: "an answer",
    action: "try again",
  });
}
