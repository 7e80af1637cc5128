import type { Work } from "../domain/process/process.ts";
import type { Json } from "../kernel/canonical-json.ts";

/** One effect to bring about in the world, or to ask about after a crash. */
export interface Job {
  /** Idempotency key: the same for every attempt to learn what became of one effect, and never given to another. */
  readonly effect: string;
  readonly work: Work;
  /** What `each` repeats the step for: a component, a wave; `null` where it is done once. */
  readonly member: string | null;
  readonly release: JobRelease;
  /** The right to change an environment; `null` for steps that touch none. */
  readonly lease: Lease | null;
  /** When the effect was started, in Unix milliseconds. */
  readonly startedAt: number;
  /** Server time now, in Unix milliseconds. */
  now(): number;
  /** A line for whoever watches. */
  progress(line: string): void;
  /** Stops the effect: the release was cancelled, or the program ends. */
  readonly signal: AbortSignal;
}

export interface JobRelease {
  /** Name of the stream: the tag, `v1.2.0`; `v1.2.0~2` when the first attempt at the number was cancelled. */
  readonly id: string;
  readonly version: string;
  /** `null` for a product that is released as one. */
  readonly component: string | null;
  readonly tag: string;
  readonly releaseType: string;
  /** What earlier steps told, by key; the last one counts: `branch`, `commit`, `tag`, `pullRequest`, `slot`. */
  readonly facts: ReadonlyMap<string, Json>;
  /** Digest of each facet of what is released. */
  readonly subject: ReadonlyMap<string, string>;
}

export interface Lease {
  readonly environment: string;
  /** Grows with every holder; a target refuses what comes with an older one. */
  readonly epoch: number;
  /** Asked right before each external call: whether nobody took over meanwhile. */
  isHeld(): Promise<boolean>;
}

/** What came of an effect. */
export interface Told {
  /** One of the outcomes of the kind. */
  readonly outcome: string;
  /** What happened, in one line for people. */
  readonly says: string;
  /** Facts for later steps and for the record: names, commits, digests of logs. Small; bodies go to the blob store. */
  readonly facts?: Readonly<Record<string, Json>>;
  /** Facets of the subject that this effect changed, with their digests. */
  readonly subject?: Readonly<Record<string, string>>;
}

/** It goes on; ask again at this time (Unix milliseconds). */
export interface Pending {
  readonly pendingUntil: number;
}

/** Does the steps of one kind. */
export interface Performer {
  /** Does it. A rejected promise says that nobody knows what came of it: it is observed before anything else happens. */
  perform(job: Job): Promise<Told | Pending>;
  /**
   * What became of an effect that was started and has not told its outcome, because it goes on or because of a crash.
   * `repeat`: doing it again is safe. `unknown`: a person has to say.
   */
  observe(job: Job): Promise<Told | Pending | "repeat" | "unknown">;
}
