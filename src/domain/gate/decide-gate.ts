import { emergencyApprovals, freezeOverride, hasEmergencyApprovals } from "./emergency.ts";
import { hoursBetween, within, type Debt, type GateCase } from "./gate-case.ts";
import { gateState, type GateState } from "./gate-state.ts";
import { recordEvents, type Recorded } from "./record-events.ts";

/** Why it may not pass: one code per condition, with the name of the gate where one is meant. */
export type GateReason =
  | `open:${string}`
  | `rejected:${string}`
  | "frozen"
  | "override-not-independent"
  | "emergency-approvals-missing"
  | "overdue-debt";

export interface GateDecision {
  readonly decision: "go" | "no-go";
  /** By code unit, each once. */
  readonly reasons: readonly GateReason[];
  /** Whether passing now leaves the full gate owed. */
  readonly opensDebt: boolean;
  /** Places of the events that were refused when they happened. */
  readonly refusedEvents: readonly number[];
}

/** Whether a subject may pass its gates now (rules R1 to R11 of docs/gate.md). Equal cases give equal decisions. */
export function decideGate(gateCase: GateCase): GateDecision {
  return weighGate(gateCase).decision;
}

export interface Weighed {
  readonly decision: GateDecision;
  readonly recorded: Recorded;
  readonly gates: readonly GateState[];
}

/** The decision together with what it was made from. */
export function weighGate(gateCase: GateCase): Weighed {
  const recorded = recordEvents(gateCase);
  const moment = { digest: gateCase.digest, at: gateCase.now };
  const gates = gateCase.policy.gates.map((rule) => gateState(gateCase, rule, recorded.actions, moment));
  const reasons = [
    ...gates.filter(({ state }) => state === "rejected").map(({ gate }) => `rejected:${gate}` as const),
    ...(gateCase.emergency ? emergencyReasons(gateCase, recorded) : normalReasons(gateCase, gates)),
  ].toSorted(byCodeUnit);
  const go = reasons.length === 0;
  const decision = {
    decision: go ? ("go" as const) : ("no-go" as const),
    reasons,
    opensDebt: go && gateCase.emergency,
    refusedEvents: [...recorded.refused.keys()],
  };
  return { decision, recorded, gates };
}

function normalReasons(gateCase: GateCase, gates: readonly GateState[]): readonly GateReason[] {
  const open = gates.filter(({ state }) => state === "open").map(({ gate }) => `open:${gate}` as const);
  return [
    ...open,
    ...(isFrozen(gateCase) ? (["frozen"] as const) : []),
    ...(overdueDebts(gateCase).length > 0 ? (["overdue-debt"] as const) : []),
  ];
}

/** An emergency passes by open gates and overdue debts, but not by a rejection. */
function emergencyReasons(gateCase: GateCase, { actions }: Recorded): readonly GateReason[] {
  const approvals = emergencyApprovals(gateCase, actions);
  const reasons: GateReason[] = [];
  if (!hasEmergencyApprovals(gateCase, approvals)) reasons.push("emergency-approvals-missing");
  if (!isFrozen(gateCase)) return reasons;
  const override = freezeOverride(gateCase, actions, approvals);
  if (override === "none") reasons.push("frozen");
  if (override === "not-independent") reasons.push("override-not-independent");
  return reasons;
}

export function isFrozen({ freezes, now }: GateCase): boolean {
  return freezes.some((freeze) => within(freeze, now));
}

/** A debt may still be paid at the last moment of its time; after that it is overdue. */
export function overdueDebts({ debts, policy, now }: GateCase): readonly Debt[] {
  return debts.filter(({ openedAt, settled }) => !settled && hoursBetween(openedAt, now) > policy.debtHours);
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
