/** Hours since any fixed moment. Every span is half-open: `from` belongs to it, `until` does not. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** Who may sign in which role, and when; `until` is Infinity for a role without an end. */
export interface Grant extends Span {
  readonly role: string;
}

/** One signs for another in one role. It gives no right to pass it on. */
export interface Delegation extends Span {
  readonly principal: string;
  readonly delegate: string;
  readonly role: string;
}

/** A gate with the roles that have to sign it; a role may be named several times. */
export interface GateRule {
  readonly id: string;
  readonly needs: readonly { readonly role: string; readonly count: number }[];
  /** Gates that have to be satisfied before this one may be approved. */
  readonly after: readonly string[];
}

export interface GatePolicy {
  readonly gates: readonly GateRule[];
  /** How long a signature counts, in hours. */
  readonly ttl: number;
  /** Approvals an emergency takes; `undefined`: there are no emergencies. */
  readonly emergencyCount: number | undefined;
  /** Time in which the full gate is due after an emergency, in hours. */
  readonly debtHours: number;
}

export const ACTS = ["approve", "reject", "withdraw"] as const;

/** What a person did at a gate. Its place in the list is its order; `t` only says what was true at that moment. */
export interface GateEvent {
  readonly who: string;
  readonly gate: string;
  readonly role: string;
  readonly t: number;
  readonly digest: string;
  readonly act: (typeof ACTS)[number];
  /** The principal of a delegate; `undefined` for who signs in their own right. */
  readonly for: string | undefined;
}

/** The emergency a decision left behind until the full gate is passed. */
export interface Debt {
  readonly openedAt: number;
  readonly settled: boolean;
}

/** All that a gate decision depends on (offline format: docs/gate.md). */
export interface GateCase {
  readonly policy: GatePolicy;
  readonly people: ReadonlyMap<string, readonly Grant[]>;
  readonly events: readonly GateEvent[];
  /** Digest of the subject that is to pass. */
  readonly digest: string;
  readonly now: number;
  readonly excluded: ReadonlySet<string>;
  readonly delegations: readonly Delegation[];
  readonly freezes: readonly Span[];
  readonly emergency: boolean;
  readonly debts: readonly Debt[];
}

/** The role that lets an emergency pass a freeze. */
export const FREEZE_OVERRIDE = "freeze-override";

export function within({ from, until }: Span, t: number): boolean {
  return from <= t && t < until;
}

/** Hours from one moment to another, to the millisecond: parts of hours do not add up exactly. */
export function hoursBetween(from: number, to: number): number {
  return Math.round((to - from) * 3_600_000) / 3_600_000;
}

/** Those whose say it is: the signer, and the principal of a delegate. */
export function personsOf(event: GateEvent): readonly string[] {
  return event.for === undefined ? [event.who] : [event.who, event.for];
}
