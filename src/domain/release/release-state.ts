/** The main run of every release. */
export const MAIN = "main";

/** A release as its events tell it. */
export interface ReleaseState {
  readonly release: string;
  readonly version: string;
  readonly releaseType: string;
  readonly variant: string | null;
  /** Digest of each facet of what is being released. */
  readonly subject: ReadonlyMap<string, string>;
  readonly runs: ReadonlyMap<string, Run>;
  /** `running`, until the release ends as released, rejected, cancelled, rolled-back or what a detour says. */
  readonly status: string;
}

/** One walk through a workflow. */
export interface Run {
  readonly id: string;
  readonly workflow: string;
  /** What started a run beside the main one. */
  readonly trigger: string | null;
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
  readonly state: "open" | "performing" | "ended" | "superseded" | "moot" | "reopened";
  readonly outcome: string | null;
  /** What came of an effect that ended while its run did not wait for it. */
  readonly reported: string | null;
  /** Whether its effect was started. */
  readonly started: boolean;
  readonly waived: boolean;
  readonly covers: ReadonlyMap<string, string>;
  readonly signatures: readonly { readonly who: string; readonly role: string }[];
  /** Unix milliseconds of the event that opened it. */
  readonly enteredAt: number;
}

/** Visits that may still act. */
export function isActive({ state }: Visit): boolean {
  return state === "open" || state === "performing";
}

/** The last visit of a step that counts: not one that was superseded, moot or reopened. */
export function standingVisit({ visits }: Run, step: string): Visit | undefined {
  return visits.findLast((visit) => visit.step === step && (isActive(visit) || visit.state === "ended"));
}
