import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import type { Random } from "../random.ts";

/** A process of Slipway: it is killed, it freezes, and whatever it was doing stops there. */
export interface Host {
  readonly name: string;
  isAlive: boolean;
  /** Tick before which nothing of it goes on. */
  frozenUntil: number;
}

/** A call to the outside of a process that has not been carried out yet. */
interface Call {
  readonly host: Host;
  /** Whether it changes something out there, so that it may still arrive when the caller is gone. */
  readonly writes: boolean;
  /** Carries it out, and answers where somebody waits for the answer. */
  carryOut(isAnswered: boolean): void;
}

/** Which call to the outside is carried out next is drawn: everything between two of them happens at once. */
export class Scheduler {
  readonly random: Random;
  #calls: Call[] = [];
  tick = 0;

  constructor(random: Random) {
    this.random = random;
  }

  /** The answer of a call, which comes when it is drawn; never to a process that was killed. */
  call<T>(host: Host, writes: boolean, work: () => T): Promise<T> {
    if (!host.isAlive) return new Promise<never>(() => undefined);
    return new Promise((resolve, reject) => {
      const carryOut = (isAnswered: boolean): void => {
        try {
          const value = work();
          if (isAnswered) resolve(value);
        } catch (error) {
          if (isAnswered) reject(error);
        }
      };
      this.#calls.push({ host, writes, carryOut });
    });
  }

  get isIdle(): boolean {
    return this.#calls.length === 0;
  }

  /** Carries out one call; false when there is none that could be. */
  async step(): Promise<boolean> {
    this.tick++;
    const ready = this.#calls.filter(({ host }) => !host.isAlive || host.frozenUntil <= this.tick);
    const drawn = ready[Math.floor(this.random() * ready.length)];
    if (drawn === undefined) return false;
    this.#calls = this.#calls.filter((call) => call !== drawn);
    drawn.carryOut(drawn.host.isAlive);
    await turnOfTheLoop();
    return true;
  }

  /** Kills a process. What it had sent may arrive later, or never. */
  kill(host: Host): void {
    host.isAlive = false;
    this.#calls = this.#calls.filter((call) => call.host !== host || (call.writes && this.random() < 0.5));
  }
}
