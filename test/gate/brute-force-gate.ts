import type { GateDecision, GateReason } from "../../src/domain/gate/decide-gate.ts";
import type { GateCase, GateEvent, GateRule } from "../../src/domain/gate/gate-case.ts";

type Indexed = GateEvent & { readonly index: number };

/**
 * A second implementation of the rules of docs/gate.md that shares nothing with the first but the types. It tries every
 * assignment of people to slots and looks at everything anew for each question, so it is slow and easy to believe.
 */
export function bruteForceGate(c: GateCase): GateDecision {
  const accepted: Indexed[] = [];
  const refusedEvents: number[] = [];
  c.events.forEach((event, index) => {
    if (event.t > c.now) return;
    if (mayHappen(c, event, accepted)) accepted.push({ ...event, index });
    else refusedEvents.push(index);
  });
  const reasons = new Set<GateReason>();
  for (const gate of c.policy.gates) {
    const rejected = standing(accepted).some(
      (e) => e.gate === gate.id && e.act === "reject" && counts(c, e, c.digest, c.now, rolesOf([gate])),
    );
    if (rejected) reasons.add(`rejected:${gate.id}`);
    else if (!c.emergency && !satisfied(c, gate, accepted, c.digest, c.now)) reasons.add(`open:${gate.id}`);
  }
  const frozen = c.freezes.some((freeze) => c.now >= freeze.from && c.now < freeze.until);
  if (c.emergency) for (const reason of emergency(c, accepted, frozen)) reasons.add(reason);
  else {
    if (frozen) reasons.add("frozen");
    if (c.debts.some((debt) => !debt.settled && c.now > debt.openedAt + c.policy.debtHours))
      reasons.add("overdue-debt");
  }
  const go = reasons.size === 0;
  return { decision: go ? "go" : "no-go", reasons: [...reasons].sort(), opensDebt: go && c.emergency, refusedEvents };
}

function mayHappen(c: GateCase, e: GateEvent, before: readonly Indexed[]): boolean {
  const owner = e.for ?? e.who;
  if (!holds(c, owner, e.role, e.t)) return false;
  if (e.for !== undefined) {
    if (e.for === e.who) return false;
    const named = c.delegations.filter((d) => d.principal === e.for && d.delegate === e.who && d.role === e.role);
    if (!named.some((d) => e.t >= d.from && e.t < d.until)) return false;
  }
  if (e.act !== "approve") return true;
  const needed = c.policy.gates.find((gate) => gate.id === e.gate)?.after ?? [];
  return needed.every((id) => {
    const gate = c.policy.gates.find((each) => each.id === id);
    return gate !== undefined && satisfied(c, gate, before, e.digest, e.t);
  });
}

function satisfied(c: GateCase, gate: GateRule, accepted: readonly Indexed[], digest: string, at: number): boolean {
  const counting = standing(accepted).filter((e) => e.gate === gate.id && counts(c, e, digest, at, rolesOf([gate])));
  if (counting.some((e) => e.act === "reject")) return false;
  const approvals = counting.filter((e) => e.act === "approve");
  const slots = gate.needs.flatMap(({ role, count }) => Array.from({ length: count }, () => role));
  return assignable(slots, groups(approvals), approvals);
}

/** Whether every slot can have a group of its own that signed in its role. */
function assignable(
  slots: readonly string[],
  free: readonly (readonly string[])[],
  approvals: readonly Indexed[],
): boolean {
  const [slot, ...others] = slots;
  if (slot === undefined) return true;
  return free.some((group) => {
    const signedInRole = approvals.some((e) => e.role === slot && group.includes(e.who));
    return (
      signedInRole &&
      assignable(
        others,
        free.filter((each) => each !== group),
        approvals,
      )
    );
  });
}

/** People tied together by signatures for each other, joined until nothing more joins. */
function groups(signatures: readonly Indexed[]): readonly (readonly string[])[] {
  let found = signatures.map((e) => [e.who, ...(e.for === undefined ? [] : [e.for])]);
  for (let joined = true; joined;) {
    joined = false;
    for (const [i, a] of found.entries()) {
      const j = found.findIndex((b, at) => at > i && b.some((person) => a.includes(person)));
      if (j < 0) continue;
      found = [...found.filter((_, at) => at !== i && at !== j), [...new Set([...a, ...found[j]!])]];
      joined = true;
      break;
    }
  }
  return found;
}

function emergency(c: GateCase, accepted: readonly Indexed[], frozen: boolean): readonly GateReason[] {
  const roles = new Set([...rolesOf(c.policy.gates)].filter((role) => role !== "freeze-override"));
  const approvals = standing(accepted).filter((e) => e.act === "approve" && counts(c, e, c.digest, c.now, roles));
  const overrides = standing(accepted).filter(
    (e) => e.act === "approve" && counts(c, e, c.digest, c.now, new Set(["freeze-override"])),
  );
  const reasons: GateReason[] = [];
  if (c.policy.emergencyCount === undefined || groups(approvals).length < c.policy.emergencyCount)
    reasons.push("emergency-approvals-missing");
  const taken = approvals.flatMap((e) => [e.who, e.for]);
  if (frozen && overrides.length === 0) reasons.push("frozen");
  else if (frozen && overrides.every((e) => taken.includes(e.who) || (e.for !== undefined && taken.includes(e.for))))
    reasons.push("override-not-independent");
  return reasons;
}

function standing(accepted: readonly Indexed[]): readonly Indexed[] {
  const same = (a: Indexed, b: Indexed): boolean =>
    a.gate === b.gate && a.digest === b.digest && a.who === b.who && a.for === b.for && a.role === b.role;
  return accepted.filter((e, i) => !accepted.some((later, j) => j > i && same(e, later)));
}

function counts(c: GateCase, e: Indexed, digest: string, at: number, roles: ReadonlySet<string>): boolean {
  const excluded = c.excluded.has(e.who) || (e.for !== undefined && c.excluded.has(e.for));
  const fresh = e.act === "reject" || at < e.t + c.policy.ttl;
  return e.digest === digest && roles.has(e.role) && !excluded && fresh && holds(c, e.for ?? e.who, e.role, at);
}

function rolesOf(gates: readonly GateRule[]): ReadonlySet<string> {
  return new Set(gates.flatMap(({ needs }) => needs.filter(({ count }) => count > 0).map(({ role }) => role)));
}

function holds(c: GateCase, who: string, role: string, at: number): boolean {
  return (c.people.get(who) ?? []).some((grant) => grant.role === role && at >= grant.from && at < grant.until);
}
