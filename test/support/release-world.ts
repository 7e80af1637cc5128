import { must } from "../../src/kernel/assert.ts";
import { EMPTY_ACCESS, type AccessState } from "../../src/domain/access/access-state.ts";
import { EMPTY_CALENDAR } from "../../src/domain/calendar/calendar-state.ts";
import { knownZone } from "../../src/app/calendar/known-zone.ts";
import type { Process } from "../../src/domain/process/process.ts";
import type { Actor, Refusal, ReleaseCommand } from "../../src/domain/release/command.ts";
import { decide } from "../../src/domain/release/decide.ts";
import type { Context } from "../../src/domain/release/draft.ts";
import { due, type ActiveStep, type Due } from "../../src/domain/release/due.ts";
import { evolve } from "../../src/domain/release/evolve.ts";
import type { ReleaseEvent } from "../../src/domain/release/release-event.ts";
import type { ReleaseState, Run, Visit } from "../../src/domain/release/release-state.ts";
import { whyOf, type OpenCondition } from "../../src/domain/release/why.ts";
import { EMPTY_WORLD, environmentIn, evolveWorld, type World } from "../../src/domain/release/world.ts";
import { processOf } from "./process.ts";

const HOUR_MS = 3_600_000;

/** Several releases of one product with people who hold roles: `ada: qa` for ever, and a clock that tests move. */
export class ReleaseWorld {
  readonly process: Process;
  readonly events: ReleaseEvent[] = [];
  now = Date.UTC(2026, 0, 5, 9);
  world: World;
  readonly #states = new Map<string, ReleaseState>();

  private constructor(process: Process, people: Readonly<Record<string, readonly string[]>>) {
    this.process = process;
    const grants = new Map(
      Object.entries(people).map(([who, roles]) => [who, roles.map((role) => ({ role, from: 0, until: Infinity }))]),
    );
    const calendar = { state: EMPTY_CALENDAR, zones: knownZone };
    this.world = { ...EMPTY_WORLD, access: { ...EMPTY_ACCESS, grants }, calendar };
  }

  static async of(yaml: string, people: Readonly<Record<string, readonly string[]>>): Promise<ReleaseWorld> {
    return new ReleaseWorld(await processOf(yaml), people);
  }

  changeAccess(change: (access: AccessState) => AccessState): void {
    this.world = { ...this.world, access: change(must(this.world.access, "people")) };
  }

  later(hours: number): void {
    this.now += hours * HOUR_MS;
  }

  /** Starts `v` and the version, asked for by `boss`. */
  start(version: string, about: Partial<Extract<ReleaseCommand, { type: "start" }>> = {}): Refusal | undefined {
    const [releaseType = ""] = this.process.types.keys();
    const facts = { commit: `c${version}`, authors: ["dev"] };
    const asked = { process: "p", traits: {}, subject: { source: "tree" }, facts, by: "boss", trigger: null };
    const names = { release: `v${version}`, version, component: null, releaseType, variant: null };
    return this.send(about.release ?? `v${version}`, { type: "start", ...names, ...asked, ...about });
  }

  send(release: string, command: ReleaseCommand): Refusal | undefined {
    const decision = decide(command, this.#states.get(release), this.context());
    if (!decision.ok) return decision.error;
    for (const event of decision.value.events) {
      this.events.push(event);
      this.#states.set(release, evolve(this.#states.get(release), event, this.now));
    }
    for (const event of decision.value.elsewhere) this.world = evolveWorld(this.world, event, this.now);
    return undefined;
  }

  /** A person ends a step that waits for people, with its success unless said otherwise. */
  says(release: string, step: string, by: Actor, outcome?: string, comment?: string): Refusal | undefined {
    const { run, visit, work } = this.waiting(release, step);
    const success = { approval: "approved", review: "approved", uat: "accepted" }[work.kind as "approval"] ?? "done";
    const said = comment === undefined ? {} : { comment };
    return this.send(release, { type: "finish", run, visit, outcome: outcome ?? success, by, ...said });
  }

  /** The engine starts an effect, and what it did is told at once unless `outcome` is absent. */
  does(release: string, step: string, outcome?: string, observed = {}): Refusal | undefined {
    const { run, visit } = this.waiting(release, step);
    const refusal = this.send(release, { type: "perform", run, visit, observed });
    if (refusal !== undefined || outcome === undefined || this.visit(release, step).state !== "performing")
      return refusal;
    return this.send(release, { type: "finish", run, visit, outcome, by: null });
  }

  waiting(release: string, step: string): ActiveStep {
    const { effects, people, blocked, performing } = this.due(release);
    const found = [...effects, ...people, ...blocked, ...performing].find(({ work }) => work.name === step);
    return must(found, `${step} is active`);
  }

  state(release: string): ReleaseState {
    return must(this.#states.get(release), release);
  }

  run(release: string, id = "main"): Run {
    return must(this.state(release).runs.get(id), id);
  }

  visit(release: string, step: string): Visit {
    const visits = [...this.state(release).runs.values()].flatMap((run) => run.visits);
    return must(
      visits.findLast((visit) => visit.step === step),
      step,
    );
  }

  due(release: string): Due {
    return due(this.state(release), this.context());
  }

  why(release: string): readonly OpenCondition[] {
    return whyOf(this.state(release), this.context());
  }

  environment(name: string) {
    return environmentIn(this.world, name);
  }

  context(): Context {
    return { process: this.process, now: this.now, holds: () => true, world: this.world };
  }
}
