import type { Json } from "../kernel/canonical-json.ts";

/** A command for a shell that goes on when this program ends, and whose end another process can learn of. */
export interface CommandRun {
  /** The same id is the same run. */
  readonly id: string;
  /** A line for the shell. */
  readonly command: string;
  /** Program that is given `-c` and the command. */
  readonly shell: string;
  readonly folder: string;
  /** Beside the variables of this program, without its own settings. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Kept with the run, for whoever looks at its end. */
  readonly note: Json;
}

/** Why a run was ended from outside: it took too long, it printed too much, or it was called off. */
export type StopReason = "late" | "flood" | "called-off";

/** What is known of a run; all times in Unix milliseconds. */
export type RunState =
  | { readonly state: "absent" }
  | { readonly state: "running"; readonly run: CommandRun; readonly startedMs: number }
  | EndedRun;

/** `lost`: it is gone and did not tell how it ended, for example because the machine went down. */
export type EndedRun = { readonly run: CommandRun; readonly startedMs: number } & (
  | { readonly state: "ended"; readonly code: number; readonly endedMs: number }
  | { readonly state: "stopped"; readonly why: StopReason }
  | { readonly state: "lost" }
);

/** What a run printed, as bytes. Values of variables that look like secrets are replaced. */
export interface RunOutput {
  readonly stdout: Uint8Array;
  /** stdout, then stderr. */
  readonly output: Uint8Array;
}

/** Commands in process groups of their own, with files of their own: nothing they do depends on this program being alive. */
export interface CommandRuns {
  /** What became of a run. One that is past its time limit is ended first. */
  look(id: string): Promise<RunState>;
  /**
   * Starts it, and returns when it runs; does nothing when it runs already or has ended. What is left of a lost or stopped
   * run of this id is put aside.
   */
  start(run: CommandRun): Promise<void>;
  /** Waits for the end and hands over what it prints, line by line. Ends it when the signal says so. */
  follow(id: string, how: { readonly signal: AbortSignal; onLine(line: string): void }): Promise<EndedRun>;
  output(id: string): Promise<RunOutput>;
}
