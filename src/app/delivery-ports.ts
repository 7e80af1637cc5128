import type { Environment, TargetSettings } from "../domain/process/process.ts";
import type { TargetAct } from "../domain/environment/target-act.ts";
import type { Json } from "../kernel/canonical-json.ts";

/** Where versions of one environment run: what starts them, changes their data, and knows how they are. */
export interface Target {
  /**
   * Begins what is ordered, and answers at once. The same effect ordered again is the same act, whatever became of it.
   * An order of an older epoch is refused; one of a newer epoch ends the right of all older ones, also of those that run.
   */
  start(order: TargetOrder, now: number): Promise<TargetAnswer>;
  /** What became of an effect, also after a crash of either side; `undefined`: it never got here. Changes nothing. */
  observe(effect: string, now: number): Promise<TargetAnswer | undefined>;
  /** What serves for each member. */
  live(now: number): Promise<ReadonlyMap<string, LiveVersion>>;
  /** Whether what serves does so as it should. */
  health(question: HealthQuestion, now: number): Promise<Health>;
}

/** `effect` is the idempotency key, `epoch` the right to change the environment. Times are Unix milliseconds. */
export type TargetOrder = {
  readonly effect: string;
  readonly epoch: number;
  /** A component or a wave; `""`: all of the environment. */
  readonly member: string;
  readonly version: string;
} & (
  | { readonly act: "deploy"; readonly commit: string; readonly artifacts: string | null; readonly strategy: Json }
  | { readonly act: "migrate"; readonly direction: MigrationDirection }
  /** Nothing shall serve: the first version ever is taken back. */
  | { readonly act: "stop" }
  | { readonly act: "backup" }
  | { readonly act: "restore"; readonly backup: string }
) & { readonly act: TargetAct };

export const MIGRATION_DIRECTIONS = ["forward", "back", "forward-only"] as const;
export type MigrationDirection = (typeof MIGRATION_DIRECTIONS)[number];

export type TargetAnswer =
  | { readonly state: "running"; readonly says: string; readonly askAgainAt: number }
  /** It did not happen, or did no longer: somebody with a newer epoch took over. */
  | { readonly state: "fenced"; readonly says: string }
  | {
      readonly state: "done" | "failed";
      readonly says: string;
      readonly simulated: boolean;
      /** Of a backup: how `restore` finds it, and whether it was read back and compared. */
      readonly backup?: { readonly id: string; readonly isVerified: boolean };
      /** Of a deployment that is done: what it brought, and the version that served before; `null`: none. */
      readonly deployed?: LiveVersion & { readonly previous: string | null };
    };

export interface LiveVersion {
  readonly version: string;
  readonly commit: string;
  readonly artifacts: string | null;
}

export interface HealthQuestion {
  /** Version that should serve for each member; empty: whatever serves. */
  readonly expected: ReadonlyMap<string, string>;
  /** What is looked at, by the names that the process gives. */
  readonly criteria: readonly string[];
}

export interface Health {
  readonly breaches: readonly { readonly criterion: string; readonly says: string }[];
  readonly simulated: boolean;
}

/** An environment that something can be deployed to. */
export type Deployable = Environment & { readonly target: TargetSettings };

/** Opens the adapter that the settings of an environment name. */
export type OpenTarget = (environment: Deployable) => Promise<Target>;
