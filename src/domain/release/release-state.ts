import type { Json } from "../../kernel/canonical-json.ts";
import type { Answers } from "../template/template.ts";
import type { Closure, Facts } from "./release-event.ts";
import type { ReleaseTrigger } from "./release-trigger.ts";

/** The main run of every release. */
export const MAIN = "main";

/** What starts a run that makes up for what a variant left out. */
export const DEBT = "debt";

/** A release as its events tell it. */
export interface ReleaseState {
  readonly release: string;
  readonly version: string;
  readonly component: string | null;
  readonly releaseType: string;
  readonly variant: string | null;
  /** Digest of the process it follows. */
  readonly process: string;
  readonly traits: Facts;
  /** Who asked for it, and why. */
  readonly by: string;
  readonly trigger: string | null;
  readonly triggerKind: ReleaseTrigger | null;
  readonly reason: string | null;
  /** Unix milliseconds. */
  readonly startedAt: number;
  /** When it has to be out, in Unix milliseconds; `null`: nothing says. */
  readonly dueAt: number | null;
  /** Digest of each facet of what is being released. */
  readonly subject: ReadonlyMap<string, string>;
  /** What its steps told, by key. */
  readonly facts: ReadonlyMap<string, Json>;
  readonly runs: ReadonlyMap<string, Run>;
  /** `running`, until the release ends as released, rejected, cancelled, rolled-back or what a detour says. */
  readonly status: string;
  readonly isClosed: boolean;
  /** What was written down at the close; `null` before it. */
  readonly closure: Closure | null;
}

/** One walk through a workflow. */
export interface Run {
  readonly id: string;
  readonly workflow: string;
  /** What started a run beside the main one. */
  readonly trigger: string | null;
  /** The only steps it walks; `null`: all of them. */
  readonly steps: readonly string[] | null;
  readonly dueAt: number | null;
  readonly visits: readonly Visit[];
  /** `stopped`: nothing says what follows, and a person is asked. */
  readonly state: "running" | "stopped" | "suspended" | "ended";
  /** The visit a stopped run stopped at, and why. */
  readonly stoppedAt: { readonly visit: number | null; readonly why: string } | null;
  /** Final status that a detour gave; it stands however the run ends. */
  readonly status: string | null;
}

/** One visit of a step. A step that is gone back to is visited again; the earlier visit stays. */
export interface Visit {
  readonly number: number;
  readonly step: string;
  readonly attempt: number;
  readonly member: string | null;
  readonly members: readonly string[];
  readonly state: "open" | "performing" | "ended" | "superseded" | "moot" | "reopened";
  readonly outcome: string | null;
  /** Who ended it; `null` for a machine. */
  readonly by: string | null;
  readonly role: string | null;
  readonly says: string | null;
  /** What came of an effect that ended while its run did not wait for it. */
  readonly reported: Report | null;
  /** Unix milliseconds at which its effect was started; `null`: it was not. */
  readonly startedAt: number | null;
  /** Of the lease under which it changes an environment. */
  readonly epoch: number | null;
  /** Why policy holds it back, as it was recorded last. */
  readonly refused: { readonly codes: string; readonly wakeAt: number | null } | null;
  readonly waived: boolean;
  readonly waivedUntil: number | null;
  readonly covers: ReadonlyMap<string, string>;
  /** Where the line of the release was when it was opened. */
  readonly commit: string | null;
  /** Facets of the subject that its effect made. */
  readonly made: readonly string[];
  readonly signatures: readonly Signature[];
  readonly answers: Answers;
  /** Unix milliseconds of the event that opened it. */
  readonly enteredAt: number;
  readonly endedAt: number | null;
  readonly remindedAt: number | null;
}

export interface Report {
  readonly outcome: string;
  readonly says: string | null;
  readonly facts: Facts;
}

export interface Signature {
  readonly who: string;
  readonly role: string;
  readonly principal: string | null;
  readonly act: "approve" | "reject";
  /** Unix milliseconds. */
  readonly at: number;
  readonly comment: string | null;
}

/** Outcome of an effect that its run no longer waits for, and of which no trace tells how it ended. */
export const UNKNOWN = "unknown";

/** Whether the effect of a visit was started, and nobody has learnt what came of it. */
export function isUnsettled({ startedAt, outcome, reported }: Visit): boolean {
  return startedAt !== null && outcome === null && reported === null;
}

/** Whether its run never comes back to a visit. */
export function isLeft(run: Run, visit: Visit): boolean {
  return run.state === "ended" || !isActive(visit);
}

/** Visits that may still act. */
export function isActive({ state }: Pick<Visit, "state">): boolean {
  return state === "open" || state === "performing";
}

/** The last visit of a step that counts: not one that was superseded, moot or reopened. */
export function standingVisit({ visits }: Run, step: string): Visit | undefined {
  return visits.findLast((visit) => visit.step === step && (isActive(visit) || visit.state === "ended"));
}
