import type { Services } from "../app/services.ts";

/** A flag as users type it: `--name VALUE`, or `--name` alone when it has no value. */
export interface Flag {
  readonly name: string;
  /** What stands for the value in help texts; absent for a switch. */
  readonly value?: string;
  readonly summary: string;
  readonly short?: string;
  /** Every value there is, where the list is closed; absent: any text. */
  readonly choices?: readonly string[];
  /** Whether it may be given several times. */
  readonly repeats?: true;
}

export interface Example {
  readonly command: string;
  readonly explains: string;
}

/** One command of the command line. Its file parses, calls the application and prints; it decides nothing. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Positional arguments as help shows them, for example `VERSION`. */
  readonly operands?: string;
  /** How many positional arguments are accepted: [least, most]. */
  readonly arity?: readonly [number, number];
  readonly flags: readonly Flag[];
  readonly examples: readonly Example[];
  run(call: Call): Promise<ExitCode>;
}

/** Everything a command gets: what the user typed, the services, and where to write. */
export interface Call {
  readonly operands: readonly string[];
  /** Value of a flag; of one that repeats, the last. */
  text(flag: string): string | undefined;
  /** Every value of a flag, in the order they were given. */
  texts(flag: string): readonly string[];
  has(flag: string): boolean;
  readonly json: boolean;
  /** Every command there is, for those that tell about the others. */
  commands(): Promise<readonly Command[]>;
  readonly services: Services;
  readonly output: Output;
}

/** Answers go to stdout: one JSON document under --json, text for people otherwise. Progress and warnings go to stderr. */
export interface Output {
  answer(text: string): void;
  document(value: unknown): void;
  warn(text: string): void;
  /** What happened, for a person or for the log of a job. */
  note(text: string): void;
  /** What is happening, for a person who watches. */
  progress(text: string): void;
}

export const EXIT = { done: 0, no: 1, wrongUse: 2, nothing: 3, refused: 4, bug: 70 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Flags every command knows. */
export const GLOBAL_FLAGS: readonly Flag[] = [
  { name: "repo", value: "DIR", summary: "the repository to work on (default: the current folder)" },
  { name: "config", value: "FILE", summary: "use this file instead of the repository's slipway.yaml" },
  { name: "server", value: "URL", summary: "a Slipway server; no command of this version needs one" },
  { name: "json", summary: "print exactly one JSON document on stdout" },
  { name: "help", short: "h", summary: "explain the command, with examples" },
];
