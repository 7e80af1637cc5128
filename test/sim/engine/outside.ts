import type { HealthQuestion, Target } from "../../../src/app/delivery-ports.ts";
import type { Job, Pending, Performer, Told } from "../../../src/app/engine-ports.ts";
import { outcomesOf } from "../../../src/domain/process/process.ts";
import type { StepKind } from "../../../src/domain/process/step-kind.ts";
import { SlipwayError } from "../../../src/kernel/problem.ts";
import type { Json } from "../../../src/kernel/canonical-json.ts";
import type { Host, Scheduler } from "./scheduler.ts";
import { SimTarget, type Fate } from "./sim-target.ts";
import { Fault, type LogWatch } from "./watch-log.ts";

const HOUR = 3_600_000;

/** Kinds whose work nobody finds again: whoever does one of them twice has done it twice. */
const UNFINDABLE: ReadonlySet<StepKind> = new Set(["run", "notify", "publish"]);

interface Deed {
  readonly told: Told;
  readonly endsAt: number;
}

/** Everything outside of the log: slow, failing, and now and then silent about what it did. */
export class Outside {
  readonly targets = new Map<string, SimTarget>();
  /** Digest of the source of each release, as git would tell it. */
  readonly sources = new Map<string, number>();
  readonly #deeds = new Map<string, Deed>();
  readonly #tags = new Map<string, string>();
  readonly #scheduler: Scheduler;
  readonly #log: LogWatch;
  readonly #now: () => number;
  /** Nothing fails any more, so that everything comes to its end. */
  isCalm = false;
  /** Deployments take longer, so that others wait for them. */
  isBusy = false;

  constructor(scheduler: Scheduler, log: LogWatch, now: () => number) {
    this.#scheduler = scheduler;
    this.#log = log;
    this.#now = now;
  }

  /** The target of an environment, as a process reaches it. */
  targetFor(host: Host, name: string): Target {
    const target = this.targets.get(name) ?? new SimTarget();
    this.targets.set(name, target);
    return {
      start: (order) => {
        const { epoch, effect } = order;
        const held = this.#log.environments.get(name)?.holder;
        if (held?.epoch !== epoch) throw this.#fault(`${effect} orders in ${name} under epoch ${epoch}, which is over`);
        this.#checkStarted(effect, epoch);
        const fate = this.#fate();
        return this.#reach(host, () => target.start(order, this.#now(), fate));
      },
      observe: (effect) => this.#ask(host, () => target.observe(effect, this.#now())),
      live: () =>
        this.#ask(host, () => {
          target.settle(this.#now());
          return new Map(target.live);
        }),
      health: (question) => this.#ask(host, () => this.#health(target, question)),
    };
  }

  /** Does steps that change no environment. */
  performer(host: Host, kind: StepKind): Performer {
    return {
      perform: (job) => {
        this.#checkStarted(job.effect, null);
        const isSlow = this.#draws(0.1);
        const success = this.#draws(0.93);
        return this.#reach(host, () => this.#do(job, kind, { isSlow, success }));
      },
      observe: (job) => {
        this.#checkStarted(job.effect, null);
        return this.#ask(host, () => {
          const deed = this.#deeds.get(job.effect);
          if (deed !== undefined) return this.#answer(deed);
          return UNFINDABLE.has(kind) ? "unknown" : "repeat";
        });
      },
    };
  }

  #do(job: Job, kind: StepKind, { isSlow, success }: { isSlow: boolean; success: boolean }): Told | Pending {
    const known = this.#deeds.get(job.effect);
    if (known !== undefined && UNFINDABLE.has(kind)) throw this.#fault(`${job.effect} was done twice`);
    if (known !== undefined) return this.#answer(known);
    const outcomes = outcomesOf(job.work).filter((outcome) => outcome !== "expired");
    const outcome = success || this.isCalm ? outcomes[0]! : outcomes.at(-1)!;
    if (kind === "tag" && outcome === outcomes[0]) this.#tag(job);
    const told: Told = {
      outcome,
      says: `${kind} ${outcome}`,
      ...(outcome === outcomes[0] ? this.#news(job, kind) : {}),
    };
    const deed = { told, endsAt: this.#now() + (isSlow && !this.isCalm ? HOUR : 0) };
    this.#deeds.set(job.effect, deed);
    return this.#answer(deed);
  }

  fault: Fault | undefined;
  #fault(says: string): Fault {
    this.fault ??= new Fault(says);
    return this.fault;
  }

  #tag({ release }: Job): void {
    const before = this.#tags.get(release.version);
    if (before !== undefined && before !== release.id)
      throw this.#fault(`${release.version} was tagged by ${before} and by ${release.id}`);
    this.#tags.set(release.version, release.id);
  }

  #news({ release, effect, work }: Job, kind: StepKind): Pick<Told, "facts" | "subject"> {
    const environment = work.with["environment"];
    const slot: Record<string, Json> =
      kind === "schedule" && typeof environment === "string" ? { [`slot:${environment}`]: this.#now() + 2 * HOUR } : {};
    const commit: Record<string, Json> = kind === "commit" ? { commit: `commit-of-${effect}` } : {};
    const facet = { manifest: "manifest", bundle: "artifacts", changelog: "notes" }[kind as string];
    const digest = `${facet} of ${release.id} at ${release.subject.get("source") ?? "nothing"}`;
    return { facts: { ...slot, ...commit }, ...(facet === undefined ? {} : { subject: { [facet]: digest } }) };
  }

  #answer({ told, endsAt }: Deed): Told | Pending {
    return endsAt > this.#now() && !this.isCalm ? { pendingUntil: endsAt } : told;
  }

  #health(target: SimTarget, { expected }: HealthQuestion) {
    target.settle(this.#now());
    const wrong = [...expected].filter(([member, version]) => target.live.get(member)?.version !== version);
    const breaches = wrong.map(([member]) => ({ criterion: "version", says: `${member} serves something else` }));
    const isIll = breaches.length === 0 && this.#draws(0.05) && !this.isCalm;
    return { breaches: isIll ? [{ criterion: "errors", says: "too many" }] : breaches, simulated: true };
  }

  /** Nobody does what the log does not say was started, and under another epoch. */
  #checkStarted(effect: string, epoch: number | null): void {
    const started = this.#log.effects.get(effect);
    if (started === undefined) throw this.#fault(`${effect} is done although it was never started`);
    if (epoch !== null && started.epoch !== epoch) throw this.#fault(`${effect} goes on under another epoch`);
  }

  #fate(): Fate {
    return {
      fails: this.#draws(0.06) && !this.isCalm,
      takesMs: this.#draws(this.isBusy ? 0.9 : 0.4) && !this.isCalm ? HOUR * (this.isBusy ? 4 : 1) : 0,
    };
  }

  /** A call that changes something: its answer may get lost, and so may the call. */
  #reach<T>(host: Host, work: () => T): Promise<T> {
    const luck = this.isCalm ? 1 : this.#scheduler.random();
    return this.#scheduler.call(host, true, () => {
      if (luck < 0.02) throw unreachable();
      const answer = work();
      if (luck < 0.05) throw unreachable();
      return answer;
    });
  }

  #ask<T>(host: Host, work: () => T): Promise<T> {
    const isLost = this.#draws(0.01) && !this.isCalm;
    return this.#scheduler.call(host, false, () => {
      if (isLost) throw unreachable();
      return work();
    });
  }

  #draws(share: number): boolean {
    return this.#scheduler.random() < share;
  }
}

function unreachable(): SlipwayError {
  return new SlipwayError({
    code: "unreachable",
    kind: "failed",
    found: "no answer came",
    expected: "an answer",
    action: "ask again",
  });
}
