import type { LiveVersion, TargetAnswer, TargetOrder } from "../../../src/app/delivery-ports.ts";

/** How an order turns out: drawn when it arrives. */
export interface Fate {
  readonly fails: boolean;
  /** How long it takes, in milliseconds. */
  readonly takesMs: number;
}

interface Act {
  readonly order: TargetOrder;
  readonly fate: Fate;
  readonly endsAt: number;
  state: "running" | "done" | "failed" | "fenced";
  previous: string | null;
}

/** Where versions of an environment run: it refuses orders of an older epoch, and knows each effect once. */
export class SimTarget {
  readonly live = new Map<string, LiveVersion>();
  readonly #acts = new Map<string, Act>();
  #epoch = 0;

  /** Which order it carries out now; for the one who looks whether two ever do. */
  start(order: TargetOrder, now: number, fate: Fate): TargetAnswer {
    this.#settle(now);
    const known = this.#acts.get(order.effect);
    if (known !== undefined) return answerOf(known);
    const isLate = order.epoch < this.#epoch;
    if (!isLate) for (const act of this.#running()) act.state = "fenced";
    this.#epoch = Math.max(this.#epoch, order.epoch);
    const state = isLate ? "fenced" : "running";
    const act: Act = { order, fate, endsAt: now + fate.takesMs, state, previous: null };
    this.#acts.set(order.effect, act);
    this.#settle(now);
    return answerOf(act);
  }

  observe(effect: string, now: number): TargetAnswer | undefined {
    this.#settle(now);
    const act = this.#acts.get(effect);
    return act === undefined ? undefined : answerOf(act);
  }

  /** Effects that are neither done nor given up. */
  settle(now: number): void {
    this.#settle(now);
  }

  #running(): Act[] {
    return [...this.#acts.values()].filter(({ state }) => state === "running");
  }

  #settle(now: number): void {
    for (const act of this.#running()) {
      if (act.endsAt > now) continue;
      act.state = act.fate.fails ? "failed" : "done";
      if (act.state === "done") this.#bring(act);
    }
  }

  #bring(act: Act): void {
    const { order } = act;
    act.previous = this.live.get(order.member)?.version ?? null;
    if (order.act === "stop") this.live.delete(order.member);
    if (order.act === "deploy") this.live.set(order.member, liveOf(order));
  }
}

function liveOf({ version, commit, artifacts }: Extract<TargetOrder, { act: "deploy" }>): LiveVersion {
  return { version, commit, artifacts };
}

function answerOf({ order, state, endsAt, previous }: Act): TargetAnswer {
  if (state === "running") return { state, says: "under way", askAgainAt: endsAt };
  if (state === "fenced") return { state, says: "somebody with a newer epoch took over" };
  const deployed = order.act === "deploy" ? { deployed: { ...liveOf(order), previous } } : {};
  const backup = order.act === "backup" ? { backup: { id: order.effect, isVerified: true } } : {};
  return { state, says: `${order.act} ${state}`, simulated: true, ...deployed, ...backup };
}
