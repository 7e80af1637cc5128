import { must } from "../../kernel/assert.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { outcomesOf, worksOf, type Process, type Work } from "../process/process.ts";
import { waitsForPerson } from "../process/step-kind.ts";
import type { Actor, Refusal, ReleaseCommand } from "./command.ts";
import { decide } from "./decide.ts";
import { due, type ActiveStep, type Due } from "./due.ts";
import { evolve } from "./evolve.ts";
import type { ReleaseEvent } from "./release-event.ts";
import { EMPTY_WORLD, evolveWorld } from "./world.ts";
import { MAIN, type ReleaseState, type Visit } from "./release-state.ts";

/** What happens in a rehearsal. Where nothing is said, every step succeeds and every condition holds. */
export interface Script {
  readonly releaseType: string;
  readonly variant: string | null;
  /** Outcomes of steps, each for one visit, in this order. */
  readonly outcomes: readonly { readonly step: string; readonly value: string }[];
  /** Events that happen while a step is active, each once. */
  readonly triggers: readonly { readonly step: string; readonly value: string }[];
  /** Steps whose condition does not hold. */
  readonly skipped: readonly string[];
}

/** One step of the walk, in the order in which they ended. */
export interface RehearsedStep {
  readonly run: string;
  readonly step: string;
  readonly outcome: string;
}

export interface Rehearsal {
  readonly steps: readonly RehearsedStep[];
  /** How the release ended; `null` when it did not. */
  readonly status: string | null;
  /** What it waits for when it did not end: a person's answer, or policy. */
  readonly waitsFor: readonly string[];
  /** What the script said about steps that never had their turn. */
  readonly unused: readonly string[];
}

const TURNS_MAX = 2000;
const YEAR_MS = 366 * 86_400_000;

/** Walks a release through its process without doing anything, by the decisions that would drive a real one. */
export function rehearse(process: Process, script: Script): Result<Rehearsal, Refusal> {
  const stage = new Stage(process, script);
  const { releaseType, variant } = script;
  const begin = { release: "rehearsal", version: "0.0.0", component: null, releaseType, variant };
  const nothing = { process: "", traits: {}, subject: {}, facts: {}, by: "nobody", trigger: null };
  let refusal = stage.send({ type: "start", ...begin, ...nothing });
  for (let turn = 0; refusal === undefined && turn < TURNS_MAX; turn++) {
    const next = stage.next();
    if (next === undefined) break;
    refusal = stage.act(next);
  }
  return refusal === undefined ? ok(stage.result()) : err(refusal);
}

/** A rehearsal under way. Its clock stands still, unless a step is to run out of time. */
class Stage {
  readonly #process: Process;
  readonly #script: Script;
  readonly #used = new Set<unknown>();
  readonly #steps: RehearsedStep[] = [];
  readonly #unmet: ReadonlySet<string>;
  #state: ReleaseState | undefined;
  #world = EMPTY_WORLD;
  #now = 0;

  constructor(process: Process, script: Script) {
    this.#process = process;
    this.#script = script;
    this.#unmet = conditionsOf(process, script.skipped);
  }

  send(command: ReleaseCommand): Refusal | undefined {
    const decision = decide(command, this.#state, this.#context());
    if (!decision.ok) return decision.error;
    for (const event of decision.value.events) {
      this.#tell(event);
      this.#state = evolve(this.#state, event, this.#now);
    }
    for (const event of decision.value.elsewhere) this.#world = evolveWorld(this.#world, event, this.#now);
    return undefined;
  }

  next(): ActiveStep | undefined {
    const { effects, performing, people } = this.#due();
    return [...effects, ...performing, ...people][0];
  }

  act(step: ActiveStep): Refusal | undefined {
    const { run, visit, work } = step;
    const on = run === MAIN ? this.#take(this.#script.triggers, work) : undefined;
    if (on !== undefined) return this.send({ type: "trigger", on });
    const isPerson = waitsForPerson(work.kind);
    if (!isPerson && this.#visit(step).state === "open") return this.send({ type: "perform", run, visit });
    const outcome = this.#take(this.#script.outcomes, work) ?? outcomesOf(work)[0] ?? "done";
    if (outcome !== "expired")
      return this.send({ type: "finish", run, visit, outcome, by: isPerson ? this.#somebody(step) : null });
    this.#now += YEAR_MS;
    return this.send({ type: "expire", run, visit });
  }

  result(): Rehearsal {
    const { status } = this.#running();
    const { stopped, blocked } = this.#due();
    const isOver = status !== "running";
    const reasons = blocked.flatMap((step) => step.reasons.map(({ found }) => `${step.work.name}: ${found}`));
    const asked = stopped.map(({ id, stoppedAt, visits }) => {
      const at = visits.find(({ number }) => number === stoppedAt?.visit)?.step;
      return `${id}${at === undefined ? "" : `, ${at}`}: nothing says what follows ${stoppedAt?.why ?? ""}`;
    });
    const said = [...this.#script.outcomes, ...this.#script.triggers].filter((each) => !this.#used.has(each));
    return {
      steps: this.#steps,
      status: isOver ? status : null,
      waitsFor: isOver ? [] : [...asked, ...reasons],
      unused: said.map(({ step, value }) => `${step}=${value}`),
    };
  }

  #running(): ReleaseState {
    return must(this.#state, "a rehearsal that was started");
  }

  #context() {
    const holds = (condition: string): boolean => !this.#unmet.has(condition);
    return { process: this.#process, now: this.#now, holds, world: this.#world };
  }

  #due(): Due {
    return due(this.#running(), this.#context());
  }

  #visit({ run, visit }: Pick<ActiveStep, "run" | "visit">): Visit {
    return must(
      this.#running()
        .runs.get(run)
        ?.visits.find(({ number }) => number === visit),
      `visit ${visit} of ${run}`,
    );
  }

  #tell(event: ReleaseEvent): void {
    if (event.type === "step-skipped") this.#steps.push({ run: event.run, step: event.step, outcome: "skipped" });
    if (event.type !== "step-ended") return;
    this.#steps.push({ run: event.run, step: this.#visit(event).step, outcome: event.outcome });
  }

  /** Somebody who may act there and has not signed, in the first role that still misses people. */
  #somebody(step: ActiveStep): Actor {
    const { signatures } = this.#visit(step);
    const { roles, signers } = step.work;
    const missing = [...signers].find(
      ([role, count]) => signatures.filter((signature) => signature.role === role).length < count,
    );
    return { who: `person ${signatures.length + 1}`, role: missing?.[0] ?? roles[0] ?? "anybody" };
  }

  #take(said: Script["outcomes"], { name }: Work): string | undefined {
    const next = said.find((each) => each.step === name && !this.#used.has(each));
    if (next !== undefined) this.#used.add(next);
    return next?.value;
  }
}

function conditionsOf({ workflows }: Process, steps: readonly string[]): ReadonlySet<string> {
  const works = [...workflows.values()].flatMap(worksOf).filter(({ name }) => steps.includes(name));
  return new Set(works.flatMap(({ when }) => when ?? []));
}
