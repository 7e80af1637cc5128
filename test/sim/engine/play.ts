import { isDeepStrictEqual } from "node:util";
import { act } from "../../../src/app/engine/act.ts";
import { ACCESS_STREAM } from "../../../src/app/engine/access-stream.ts";
import { CALENDAR_STREAM } from "../../../src/app/engine/calendar-stream.ts";
import { command } from "../../../src/app/engine/engine.ts";
import type { EngineTools } from "../../../src/app/engine/engine-tools.ts";
import { ENVIRONMENT_STREAM } from "../../../src/app/engine/environment-stream.ts";
import { PRODUCT_STREAM } from "../../../src/app/engine/product-stream.ts";
import { RELEASE_STREAM } from "../../../src/app/engine/release-stream.ts";
import { underWay } from "../../../src/app/engine/release-list.ts";
import { runReleases } from "../../../src/app/engine/run-releases.ts";
import { contextOf, loadStarted, type StartedScene } from "../../../src/app/engine/scene.ts";
import { openStreams } from "../../../src/app/engine/streams.ts";
import type { EventEntry } from "../../../src/contract/event.ts";
import type { AccessEvent } from "../../../src/domain/access/access-event.ts";
import type { Process } from "../../../src/domain/process/process.ts";
import { rolesAsked } from "../../../src/domain/release/authority.ts";
import type { Actor, ReleaseCommand } from "../../../src/domain/release/command.ts";
import { due, type ActiveStep } from "../../../src/domain/release/due.ts";
import { MAIN, type ReleaseState } from "../../../src/domain/release/release-state.ts";
import { whyOf } from "../../../src/domain/release/why.ts";
import { isSlipwayError } from "../../../src/kernel/problem.ts";
import { seededRandom } from "../random.ts";
import { LOOSE_NAME } from "./sim-processes.ts";
import { holdersOf, outcomesFor, REQUESTER, rolesIn, sayings } from "./people.ts";
import { Fault } from "./watch-log.ts";

import { SimWorld, PRODUCT, HOUR, person, granted, lifted } from "./sim-world.ts";

/** What a play came to. */
export interface Played {
  readonly preset: string;
  readonly statuses: readonly string[];
  /** How often what was looked for came about, so that a test can tell whether it looked at anything. */
  readonly seen: ReadonlySet<string>;
}

const ROUNDS_MAX = 400;
/** Share of the plays in which releases of one type reach the same environment at once. */
const RUSHES = 0.4;
const RUSH_ROUNDS_MAX = 60;

/**
 * Plays releases of one process under two engines, their people and their machines, all of it drawn from a seed: the same
 * seed is the same play. Throws the first thing that must never happen.
 */
export async function play(
  seed: number,
  processes: ReadonlyMap<string, Process>,
  onEntry: (entry: EventEntry) => void = () => undefined,
): Promise<Played> {
  const random = seededRandom(seed);
  const names = [...processes.keys(), LOOSE_NAME]; // twice as often: only there one safeguard stands alone
  const preset = names[Math.floor(random() * names.length)]!;
  const world = new World(random, processes.get(preset)!, onEntry);
  const isRush = random() < RUSHES;
  await world.begin(isRush);
  if (isRush) await world.rush();
  await world.chaos();
  await world.calm();
  return { preset, statuses: world.statuses(), seen: world.seen };
}

class World extends SimWorld {
  /** People get their roles, and releases are asked for, two of them under the same number unless they are to be alike. */
  async begin(areAlike: boolean): Promise<void> {
    this.hosts = [this.newHost(), this.newHost()];
    await this.grantAll();
    const wish = this.drawWish();
    const versions = areAlike ? ["1.0.0", "1.1.0", "1.2.0"] : ["1.0.0", "1.1.0", "1.1.0", "2.0.0"];
    for (const [index, version] of versions.slice(0, areAlike ? 3 : 2 + this.below(3)).entries()) {
      const id = versions.indexOf(version) < index ? `v${version}~2` : `v${version}`;
      const asked = this.startOf(id, version, areAlike ? wish : this.drawWish());
      const { tools, host } = this.hosts[index % 2]!;
      this.spawn(host, async () => void (await command(tools, person(REQUESTER), id, asked, this.process)));
    }
    while (this.tasks.size > 0 && (await this.scheduler.step())) this.check();
  }

  /** Everything goes well until a freeze; when it is over, somebody lost a role, and all go for the same environment. */
  async rush(): Promise<void> {
    this.setCalm(true);
    const environments = [...this.process.environments.values()];
    const production = environments.filter(({ tier }) => tier === "production").map(({ name }) => name);
    this.freeze(10_000 * HOUR, production);
    const { tools } = this.hosts[0]!;
    const ids = [...this.watch.releases.keys()];
    const tried = new Map<string, number>();
    for (let round = 0; round < RUSH_ROUNDS_MAX && !(await this.areFrozen(tools, ids)); round++) {
      const before = this.count;
      await this.run(async () => void (await runReleases(tools, ids, Number.NEGATIVE_INFINITY)));
      for (const id of ids) await this.run(() => this.resolve(tools, id, tried, 0));
      if (this.count === before) this.now += HOUR;
    }
    if (this.random() < 0.4) this.revokeSomeYes();
    this.setCalm(false);
    this.outside.isBusy = true;
    await this.freezeOrLift();
    for (const { host, tools: its } of this.hosts)
      this.spawn(host, async () => void (await runReleases(its, ids, Number.NEGATIVE_INFINITY)));
  }

  async areFrozen(tools: EngineTools, ids: readonly string[]): Promise<boolean> {
    const scenes = await Promise.all(ids.map((id) => loadStarted(tools, id)));
    return scenes.every((scene) => {
      const { people, blocked, effects, performing } = due(scene.release.state, contextOf(tools, scene));
      return (
        people.length + effects.length + performing.length === 0 && blocked.some(({ work }) => work.kind === "deploy")
      );
    });
  }

  /** Those who said yes to a release are no longer who they were. */
  revokeSomeYes(): void {
    const visits = [...this.watch.releases.values()].flatMap(({ state }) => state.runs.get(MAIN)!.visits);
    const said = visits.flatMap(({ by, role, outcome, signatures }) => [
      ...(by !== null && role !== null && outcome === "approved" ? [{ who: by, role }] : []),
      ...signatures.filter(({ act: said }) => said === "approve"),
    ]);
    const one = this.one(said.filter(({ who, role }) => this.watch.roles.get(who)?.has(role) === true));
    if (one === undefined) return;
    this.seen.add("yes-lost");
    this.record(ACCESS_STREAM, [
      { type: "role-revoked", who: one.who, role: one.role, until: this.now, reason: "left the team" },
    ]);
  }

  async chaos(): Promise<void> {
    const acts = 40 + this.below(40);
    for (let done = 0; done < acts;) {
      if (this.tasks.size > 0 && this.random() < 0.94 && (await this.scheduler.step())) {
        this.check();
        continue;
      }
      done++;
      await this.somethingHappens();
      this.check();
    }
  }

  statuses(): readonly string[] {
    return [...this.watch.releases.values()].map(({ state }) => state.status);
  }

  async somethingHappens(): Promise<void> {
    const luck = this.random();
    const ids = [...this.watch.releases.keys()];
    const id = this.one(ids);
    const { host, tools } = this.one(this.hosts)!;
    if (luck < 0.35 && this.tasks.size < 4)
      this.spawn(host, async () => void (await runReleases(tools, this.some(ids), Number.NEGATIVE_INFINITY)));
    else if (luck < 0.7 && id !== undefined) this.spawn(host, () => this.somebodyActs(tools, id));
    else if (luck < 0.78) this.now += this.below(this.random() < 0.1 ? 100 : 6) * HOUR;
    else if (luck < 0.82) this.replace(host);
    else if (luck < 0.86) host.frozenUntil = this.scheduler.tick + 200;
    else if (luck < 0.9 && id !== undefined) this.outside.sources.set(id, this.below(3));
    else if (luck < 0.92) await this.peopleChange();
    else if (luck < 0.94) await this.freezeOrLift();
    else if (id !== undefined) this.spawn(host, () => this.somebodyIntervenes(tools, id));
  }

  /** Somebody acts at a step that waits, mostly as asked. */
  async somebodyActs(tools: EngineTools, id: string): Promise<void> {
    const scene = await loadStarted(tools, id);
    const step = this.one(due(scene.release.state, contextOf(tools, scene)).people);
    if (step === undefined || this.random() < 0.1) return this.somebodyIsLate(tools, scene);
    const isApt = this.random() < 0.85;
    const role = (isApt ? this.one(rolesAsked(step.work)) : this.one(rolesIn(this.process))) ?? "anybody";
    const who = this.random() < 0.9 ? this.one(holdersOf(role))! : REQUESTER;
    const outcome = this.random() < 0.85 ? outcomesFor(step)[0]! : this.one(outcomesFor(step))!;
    await this.say(tools, id, step, { who, role }, outcome);
  }

  async say(tools: EngineTools, id: string, step: ActiveStep, by: Actor, outcome: string): Promise<void> {
    const { answers, end } = sayings(this.process, step, by, outcome);
    const request = { release: id, step: step.work.name, role: by.role };
    const acting = person(by.who, by.role);
    await act(
      tools,
      async () => ({ acting, actor: by }),
      request,
      () => [...answers, end],
    );
  }

  /** Somebody sends what nobody waits for. */
  async somebodyIsLate(tools: EngineTools, { release: { state } }: StartedScene): Promise<void> {
    const run = this.one([...state.runs.values()])!;
    const visit = this.one(run.visits);
    if (visit === undefined) return;
    const at = { run: run.id, visit: visit.number };
    const role = this.one(rolesIn(this.process))!;
    const by = { who: this.one(holdersOf(role))!, role };
    const wanted: ReleaseCommand[] = [
      { type: "finish", ...at, outcome: visit.outcome ?? "approved", by },
      { type: "withdraw", ...at, by, reason: "second thoughts" },
      {
        type: "withdraw",
        ...at,
        by: { who: visit.signatures[0]?.who ?? "", role: visit.signatures[0]?.role ?? "" },
        reason: "no",
      },
      { type: "perform", ...at },
      { type: "expire", ...at },
    ];
    await command(tools, person(by.who, by.role), state.release, this.one(wanted)!);
  }

  async somebodyIntervenes(tools: EngineTools, id: string): Promise<void> {
    const { release } = await loadStarted(tools, id);
    const role = this.random() < 0.85 ? "release-manager" : this.one(rolesIn(this.process))!;
    const by = { who: this.one(holdersOf(role))!, role };
    const stopped = [...release.state.runs.values()].find(({ state }) => state === "stopped");
    const run = stopped?.id ?? MAIN;
    const waive = { type: "waive", run, reason: "known and harmless", until: this.now + 20 * HOUR } as const;
    const luck = this.random();
    const waiver = this.one(this.process.waivers?.roles ?? [role])!;
    const wanted: ReleaseCommand =
      luck < 0.4
        ? { type: "retry", run, by }
        : luck < 0.55
          ? { ...waive, by: { who: this.one(holdersOf(waiver))!, role: waiver } }
          : luck < 0.8
            ? {
                type: "trigger",
                on: this.one(["manual", "deployment.failed", "criterion.breached"])!,
                by,
                reason: "it is bad",
              }
            : luck < 0.9
              ? { type: "cancel", by, reason: "no longer wanted" }
              : { type: "close", by, waive: [], reason: "" };
    await command(tools, person(by.who, by.role), id, wanted);
  }

  /** Roles are taken and given back. */
  async peopleChange(): Promise<void> {
    const role = this.one(rolesIn(this.process))!;
    const who = this.one(holdersOf(role))!;
    const holds = this.watch.roles.get(who)?.has(role) === true;
    const revoked: AccessEvent = { type: "role-revoked", who, role, until: this.now, reason: "left the team" };
    this.record(ACCESS_STREAM, holds ? [revoked] : [granted(who, role, this.now)]);
  }

  async freezeOrLift(): Promise<void> {
    const stream = openStreams(this.directly());
    const { state } = await stream.load(CALENDAR_STREAM, PRODUCT);
    const set = [...state.freezes.values()].find(({ lifted }) => lifted === null);
    if (set !== undefined) return this.record(CALENDAR_STREAM, [lifted(set.freeze)]);
    this.freeze(12 * HOUR);
  }

  /** Everything that hinders is over, and everybody does what is asked: each release has to come to its end. */
  async calm(): Promise<void> {
    this.setCalm(true);
    for (const { host } of this.hosts) this.replace(host);
    while (await this.scheduler.step()) this.check();
    await this.grantAll();
    for (const id of this.watch.releases.keys()) if (this.random() < 0.5) this.outside.sources.set(id, this.below(3));
    const { tools } = this.hosts[0]!;
    const ids = [...this.watch.releases.keys()];
    const tried = new Map<string, number>();
    for (let round = 0; ; round++) {
      const open = underWay(ids.map((id) => this.watch.releases.get(id)!.state));
      if (open.length === 0) break;
      if (round === ROUNDS_MAX) throw new Fault(`${open.join(", ")} comes to no end`);
      await this.run(async () => void (await runReleases(tools, open, Number.NEGATIVE_INFINITY)));
      const before = this.count;
      for (const id of open) await this.run(() => this.resolve(tools, id, tried, round));
      if (this.count === before) this.now += HOUR;
    }
    this.watch.end();
    await this.compareWithReplay();
  }

  /** Whoever is named does what is asked for; what nobody can put right is called off. */
  async resolve(tools: EngineTools, id: string, tried: Map<string, number>, round: number): Promise<void> {
    const scene = await loadStarted(tools, id);
    const { state } = scene.release;
    if (hasEnded(state)) return;
    const context = contextOf(tools, scene);
    const now = due(state, context);
    const why = whyOf(state, context);
    const named = why.some(({ who, until }) => who.length > 0 || until !== null);
    if (!named && now.wakeAt === null) throw new Fault(`${id} waits for nothing and nobody`);
    for (const { id: run, stoppedAt } of now.stopped) {
      const times = tried.get(`${id}/${run}`) ?? 0;
      tried.set(`${id}/${run}`, times + 1);
      const by = { who: this.one(holdersOf("release-manager"))!, role: "release-manager" };
      this.count++;
      const isOver = stoppedAt?.visit === null || times >= 3;
      const wanted: ReleaseCommand = isOver
        ? { type: "cancel", by, reason: "it cannot go on" }
        : { type: "retry", run, by };
      return this.insist(tools, id, wanted);
    }
    for (const step of now.people) {
      for (const role of rolesAsked(step.work).length > 0 ? rolesAsked(step.work) : ["anybody"])
        for (const who of holdersOf(role)) {
          const version = this.store.read(`release/${id}`).version;
          await this.say(tools, id, step, { who, role }, outcomesFor(step)[0]!).catch(onlyRefused);
          if (this.store.read(`release/${id}`).version !== version) this.count++;
          const { release } = await loadStarted(tools, id);
          const visit = release.state.runs.get(step.run)!.visits.find(({ number }) => number === step.visit)!;
          if (visit.state !== "open") return;
        }
    }
    if (round < ROUNDS_MAX - 100 || now.performing.length > 0) return;
    const by = { who: this.one(holdersOf("release-manager"))!, role: "release-manager" };
    await this.insist(tools, id, { type: "cancel", by, reason: "it cannot go on" });
  }

  async insist(tools: EngineTools, id: string, wanted: ReleaseCommand & { by: Actor }): Promise<void> {
    await command(tools, person(wanted.by.who, wanted.by.role), id, wanted).catch(onlyRefused);
  }

  /** What the engines know is what the log says when it is read from its beginning. */
  async compareWithReplay(): Promise<void> {
    const fresh = openStreams(this.directly());
    for (const { tools } of this.hosts)
      for (const [id, { state }] of this.watch.releases) {
        const live = await tools.streams.load(RELEASE_STREAM, id);
        const replayed = await fresh.load(RELEASE_STREAM, id);
        if (!isDeepStrictEqual(live, replayed)) throw new Fault(`${id} is not what its log says`);
        if (!isDeepStrictEqual(live.state, state)) throw new Fault(`${id} is not what its entries said`);
      }
    for (const name of this.process.environments.keys()) {
      const { state } = await fresh.load(ENVIRONMENT_STREAM, `${PRODUCT}/${name}`);
      const held = this.watch.environments.get(name);
      if (held !== undefined && state.epoch !== held.epoch) throw new Fault(`${name} is not what its entries said`);
    }
    await fresh.load(PRODUCT_STREAM, PRODUCT);
  }
}

function hasEnded({ status, runs }: ReleaseState): boolean {
  return status !== "running" && [...runs.values()].every(({ state }) => state === "ended");
}

function onlyRefused(error: unknown): void {
  if (!isSlipwayError(error)) throw error;
}
