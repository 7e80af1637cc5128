import type { StepKind } from "../../domain/process/step-kind.ts";
import type { Process } from "../../domain/process/process.ts";
import type { MissingMark } from "../../domain/release/missing-mark.ts";
import type { ReleaseState } from "../../domain/release/release-state.ts";
import type { Json } from "../../kernel/canonical-json.ts";
import type { JobRelease, Performer } from "../engine-ports.ts";
import type { ReleaseCommand } from "../../domain/release/command.ts";
import type { ActiveStep } from "../../domain/release/due.ts";
import type { Acting, Streams } from "./streams.ts";

/** What the engine needs to take releases through their processes. */
export interface EngineTools {
  readonly streams: Streams;
  /** Name of the product, as it stands in the names of its streams. */
  readonly product: string;
  /** The process of a digest, as it was approved. */
  processes(digest: string): Promise<Process>;
  performer(kind: StepKind): Promise<Performer>;
  /** What git says of the line a release works on, where it still works on one. */
  observeLine(release: JobRelease): Promise<LineFacts | undefined>;
  /** Sets a mark beside the tag of a release. */
  setMark(release: JobRelease, mark: MissingMark): Promise<void>;
  /** What checks have to say about a step that waits for people, as far as it is not in the record. */
  look(process: Process, state: ReleaseState, step: ActiveStep): Promise<Look>;
  /** Whether a commit contains another, itself or as an equivalent change. */
  contains(commit: string, other: string): Promise<boolean>;
  /** The object a tag has; `null`: there is no such tag. */
  tagObject(tag: string): Promise<string | null>;
  /** Tells people that a step waits for them. */
  remind(release: JobRelease, waiting: WaitingStep): Promise<void>;
  /** Tells whether conditions after `when` hold for a release. */
  conditions(process: Process): (text: string, state: ReleaseState) => boolean;
  /** Server time, in Unix milliseconds. */
  now(): number;
  /** The engine itself, as it stands in the log. */
  readonly self: Acting;
  /** A step that ended, for the log of whoever started the engine. */
  note(line: string): void;
  /** A line for whoever watches. */
  progress(line: string): void;
  readonly signal: AbortSignal;
}

export interface WaitingStep {
  readonly step: string;
  readonly who: readonly string[];
  /** Unix milliseconds. */
  readonly since: number;
  /** When they were reminded last; 0 when they were not. */
  readonly before: number;
}

export interface Look {
  readonly commands: readonly ReleaseCommand[];
  /** Why checks could not be asked. */
  readonly unasked: readonly string[];
}

export interface LineFacts {
  readonly facts: Readonly<Record<string, Json>>;
  readonly subject: Readonly<Record<string, string>>;
}
