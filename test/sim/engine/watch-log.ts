import type { EventEntry } from "../../../src/contract/event.ts";
import type { AccessEvent } from "../../../src/domain/access/access-event.ts";
import type { CalendarEvent } from "../../../src/domain/calendar/calendar-event.ts";
import type { EnvironmentEvent } from "../../../src/domain/environment/environment-event.ts";
import { outcomesOf, textOf, tierOf, type Process, type Work } from "../../../src/domain/process/process.ts";
import type { ProductEvent } from "../../../src/domain/product/product-event.ts";
import { partOf } from "../../../src/domain/release/draft.ts";
import { evolve } from "../../../src/domain/release/evolve.ts";
import { layoutOf } from "../../../src/domain/release/layout.ts";
import type { ReleaseEvent } from "../../../src/domain/release/release-event.ts";
import { MAIN, type ReleaseState, type Run, type Visit } from "../../../src/domain/release/release-state.ts";
import { faultOfEvent, faultOfHistory, faultOfState } from "../release-invariants.ts";

type Logged<Event> = { readonly event: Event; readonly at: number };

/** What is known of an environment from its events alone, told in the plainest way. */
interface Held {
  epoch: number;
  holder: { readonly epoch: number; readonly effect: string; readonly release: string } | null;
  queue: string[];
}

export interface StartedEffect {
  readonly release: string;
  readonly run: string;
  readonly visit: number;
  readonly work: Work;
  readonly epoch: number | null;
}

/** Reads every entry as it is recorded, and throws when it should not have been. It shares no decision with the engine. */
export class LogWatch {
  readonly releases = new Map<string, { state: ReleaseState; readonly log: Logged<ReleaseEvent>[] }>();
  readonly environments = new Map<string, Held>();
  readonly effects = new Map<string, StartedEffect>();
  readonly roles = new Map<string, Set<string>>();
  readonly #numbers = new Map<string, { readonly release: string; readonly state: "reserved" | "burned" }>();
  readonly #freezes = new Map<string, Extract<CalendarEvent, { type: "freeze-set" }>>();
  readonly #process: Process;

  constructor(process: Process) {
    this.#process = process;
  }

  /** Looks at what one command recorded. */
  see(entries: readonly EventEntry[]): void {
    const touched = new Set<string>();
    for (const entry of entries) {
      const [kind, ...id] = entry.stream.split("/");
      const event: unknown = { ...entry.payload, type: entry.type };
      const name = id.join("/");
      if (kind === "access") this.#people(event as AccessEvent);
      if (kind === "calendar") this.#calendar(event as CalendarEvent);
      if (kind === "product") this.#number(event as ProductEvent);
      if (kind === "environment") this.#environment(id.at(-1)!, event as EnvironmentEvent, entries);
      if (kind === "release") {
        this.#release(name, event as ReleaseEvent, Date.parse(entry.time));
        touched.add(name);
      }
    }
    for (const id of touched) fail(faultOfState(this.#history(id)));
    this.#leases(entries);
  }

  /** What is wrong with everything that was recorded, once nothing happens any more. */
  end(): void {
    for (const id of this.releases.keys()) fail(faultOfHistory(this.#history(id)));
    for (const [effect, { release, run, visit: number }] of this.effects) {
      const visit = this.#visit(release, run, number);
      const isTold = visit.outcome !== null || visit.reported !== null;
      if (!isTold) fail(`${effect} was started, and nobody learnt what came of it`);
    }
    for (const [name, { holder, queue }] of this.environments) {
      if (holder !== null) fail(`${holder.effect} holds ${name} for ever`);
      if (queue.length > 0) fail(`${queue.join(", ")} waits for ${name} for ever`);
    }
  }

  #history(id: string) {
    return { process: this.#process, ...this.releases.get(id)! };
  }

  #visit(release: string, run: string, number: number): Visit {
    return this.releases
      .get(release)!
      .state.runs.get(run)!
      .visits.find((each) => each.number === number)!;
  }

  #release(id: string, event: ReleaseEvent, at: number): void {
    const known = this.releases.get(id);
    if (known === undefined) {
      this.releases.set(id, { state: evolve(undefined, event, at), log: [{ event, at }] });
      return;
    }
    fail(faultOfEvent(this.#history(id), event));
    if ("visit" in event && event.visit !== null && event.type !== "step-entered") this.#step(known.state, event, at);
    known.state = evolve(known.state, event, at);
    known.log.push({ event, at });
  }

  #step(state: ReleaseState, event: Extract<ReleaseEvent, { run: string | null; visit: number | null }>, at: number) {
    const run = state.runs.get(event.run!)!;
    const visit = run.visits.find(({ number }) => number === event.visit)!;
    const work = layoutOf(this.#process, partOf(state, run)).works.get(visit.step)!;
    if (event.type === "signed") this.#mayAct(event.who, event.role, event.principal, work);
    if (event.type === "step-ended" && event.by !== null && event.role !== null)
      this.#mayAct(event.by, event.role, null, work);
    if (event.type !== "effect-started") return;
    const { release } = state;
    this.effects.set(event.effect, { release, run: run.id, visit: visit.number, work, epoch: event.epoch });
    if (event.run === MAIN && work.kind === "deploy" && work.with["version"] !== "previous")
      this.#arrival(state, run, work, at);
  }

  /** Who acts holds the role at that moment. */
  #mayAct(who: string, role: string, principal: string | null, work: Work): void {
    const asked = work.signers.size > 0 ? [...work.signers.keys()] : work.roles;
    if (asked.length === 0) return;
    if (!asked.includes(role)) fail(`${who} acted as ${role} at ${work.name}`);
    if (this.roles.get(principal ?? who)?.has(role) !== true) fail(`${who} acted as ${role} without being one`);
  }

  /** Nothing arrives during a freeze, or with a yes of somebody who lost the role. */
  #arrival(state: ReleaseState, run: Run, work: Work, at: number): void {
    const type = this.#process.types.get(state.releaseType)!;
    const name = textOf(work, "environment");
    for (const { freeze, from, until, environments } of this.#freezes.values()) {
      const isIn = environments === "all" || environments.includes(name);
      const isNow = at >= Date.parse(`${from}:00Z`) && at < Date.parse(`${until}:00Z`);
      if (isIn && isNow && !type.ignores.includes("freezes")) fail(`${work.name} during the freeze ${freeze}`);
    }
    if (tierOf(work, this.#process.environments) !== "production" || !type.requires.includes("approved")) return;
    const { works } = layoutOf(this.#process, partOf(state, run));
    for (const approval of works.values()) if (approval.kind === "approval") this.#yesStands(run, approval);
  }

  #yesStands(run: Run, approval: Work): void {
    const visit = run.visits.findLast(({ step, state }) => step === approval.name && state === "ended");
    if (visit === undefined || visit.waived || visit.outcome !== outcomesOf(approval)[0]) return;
    const said = visit.signatures.filter(({ act }) => act === "approve");
    const valid = said.filter(({ who, role, principal }) => this.roles.get(principal ?? who)?.has(role) === true);
    const isByOne =
      approval.signers.size === 0 && approval.roles.length > 0 && visit.by !== null && visit.role !== null;
    if (isByOne && this.roles.get(visit.by)?.has(visit.role) !== true)
      fail(`${approval.name} rests on ${visit.by}, who is no ${visit.role} any more`);
    for (const [role, count] of approval.signers)
      if (new Set(valid.filter((each) => each.role === role).map(({ who }) => who)).size < count)
        fail(`${approval.name} rests on people who are no ${role} any more`);
  }

  #environment(name: string, event: EnvironmentEvent, entries: readonly EventEntry[]): void {
    const held = this.environments.get(name) ?? { epoch: 0, holder: null, queue: [] };
    this.environments.set(name, held);
    switch (event.type) {
      case "lease-taken": {
        const { epoch, effect, release } = event;
        const isBeside = !effect.startsWith(`${release}/${MAIN}/`) && !effect.startsWith(`${release}/debt/`);
        if (epoch !== held.epoch + 1) fail(`the epoch of ${name} goes from ${held.epoch} to ${epoch}`);
        if (!isBeside && held.holder !== null) fail(`${effect} takes ${name} from ${held.holder.effect}`);
        const isTurn = entries.some(({ type, payload }) => type === "queue-left" && payload["release"] === release);
        if (!isBeside && !isTurn && held.queue.length > 0)
          fail(`${release} passes ${held.queue[0]} by in the queue of ${name}`);
        held.epoch = epoch;
        held.holder = { epoch, effect, release };
        return;
      }
      case "lease-released":
        if (held.holder?.epoch !== event.epoch) fail(`a lease of ${name} is given back that nobody holds`);
        held.holder = null;
        return;
      case "queue-joined":
        if (held.queue.includes(event.release)) fail(`${event.release} waits twice for ${name}`);
        held.queue.push(event.release);
        return;
      case "queue-left": {
        const isTurn = entries.some(
          ({ type, payload }) => type === "lease-taken" && payload["release"] === event.release,
        );
        const hasEnded = entries.some(({ type }) => type === "release-ended");
        if (!isTurn && !hasEnded && event.why === "its turn") fail(`${event.release} lost its place for ${name}`);
        if (isTurn && held.queue[0] !== event.release) fail(`${event.release} was not the first for ${name}`);
        held.queue = held.queue.filter((each) => each !== event.release);
      }
    }
  }

  /** An effect that changes an environment has its lease from the moment it is started. */
  #leases(entries: readonly EventEntry[]): void {
    for (const { type, payload } of entries) {
      if (type !== "effect-started") continue;
      const { effect } = payload;
      if (typeof effect !== "string") continue;
      const { work, epoch } = this.effects.get(effect)!;
      const isChange = ["deploy", "migrate", "backup", "restore"].includes(work.kind);
      const named = textOf(work, "environment");
      const production = [...this.#process.environments.values()].filter(({ tier }) => tier === "production");
      const name = named === "" && production.length === 1 ? production[0]!.name : named;
      if (!isChange || !this.#process.environments.has(name)) continue;
      const holder = this.environments.get(name)?.holder;
      if (holder == null || holder.effect !== effect || holder.epoch !== epoch)
        fail(`${effect} changes ${name} without its lease`);
    }
  }

  #people(event: AccessEvent): void {
    if (event.type !== "role-granted" && event.type !== "role-revoked") return;
    const held = this.roles.get(event.who) ?? new Set();
    this.roles.set(event.who, held);
    if (event.type === "role-granted") held.add(event.role);
    else held.delete(event.role);
  }

  #calendar(event: CalendarEvent): void {
    if (event.type === "freeze-set") this.#freezes.set(event.freeze, event);
    if (event.type === "freeze-lifted") this.#freezes.delete(event.freeze);
  }

  #number(event: ProductEvent): void {
    if (!("version" in event)) return;
    const { version, release, component } = event;
    const key = `${component ?? ""}@${version}`;
    const known = this.#numbers.get(key);
    if (event.type === "number-reserved" && known !== undefined)
      fail(`${key} is given to ${release} and ${known.release}`);
    if (event.type === "number-freed" && known?.state === "burned") fail(`${key} was used, and is given back`);
    if (event.type === "number-freed") this.#numbers.delete(key);
    else this.#numbers.set(key, { release, state: event.type === "number-burned" ? "burned" : "reserved" });
  }
}

function fail(fault: string | undefined): void {
  if (fault !== undefined) throw new Fault(fault);
}

/** Something that must never happen. */
export class Fault extends Error {}
