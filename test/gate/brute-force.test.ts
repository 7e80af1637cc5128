import fc from "fast-check";
import { expect, test } from "vitest";
import { decideGate, weighGate } from "../../src/domain/gate/decide-gate.ts";
import { explainGate } from "../../src/domain/gate/explain-gate.ts";
import { fillSlots } from "../../src/domain/gate/fill-slots.ts";
import { arbitraryCase } from "./arbitrary-case.ts";
import { bruteForceGate } from "./brute-force-gate.ts";

const RUNS = 8000;

test("[A-09] [A-10] decisions agree with a second implementation, whatever the case", () => {
  const seen = new Map<string, number>();
  const see = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
  fc.assert(
    fc.property(arbitraryCase, (gateCase) => {
      const decision = decideGate(gateCase);
      expect(decision).toEqual(bruteForceGate(gateCase));
      see(gateCase.emergency ? `emergency ${decision.decision}` : decision.decision);
      for (const reason of decision.reasons) see(reason.split(":")[0]!);
      if (decision.refusedEvents.length > 0) see("refused");
    }),
    { numRuns: RUNS },
  );
  const all = ["go", "no-go", "emergency go", "emergency no-go", "refused", "open", "rejected", "frozen"];
  for (const what of [...all, "override-not-independent", "emergency-approvals-missing", "overdue-debt"])
    expect([what, (seen.get(what) ?? 0) > 10]).toEqual([what, true]);
});

test("[G-17] an explanation gives the reasons of the decision, each from exactly one condition", () => {
  fc.assert(
    fc.property(arbitraryCase, (gateCase) => {
      const { decision, conditions, fates } = explainGate(gateCase, String);
      const reasons = conditions.flatMap(({ reason }) => (reason === null ? [] : [reason]));
      expect(reasons.toSorted()).toEqual(decision.reasons);
      for (const { state, action } of conditions) expect(action === null).toBe(state === "met");
      expect(fates.length).toBe(gateCase.events.length);
    }),
    { numRuns: 5000 },
  );
});

test("[G-17] whoever is named for an open gate moves it when they approve, and nobody else does", () => {
  let named = 0;
  let unnamed = 0;
  fc.assert(
    fc.property(arbitraryCase, (anyCase) => {
      const gateCase = { ...anyCase, emergency: false };
      const { conditions } = explainGate(gateCase, String);
      const missingAt = (index: number, events = gateCase.events) =>
        weighGate({ ...gateCase, events }).gates[index]!.missing.reduce((sum, { count }) => sum + count, 0);
      for (const [index, { reason, who }] of conditions.entries()) {
        const gate = gateCase.policy.gates[index];
        if (gate === undefined || reason !== `open:${gate.id}`) continue;
        const before = missingAt(index);
        for (const person of gateCase.people.keys()) {
          const moves = gate.needs.some(({ role }) => {
            const approval = { who: person, gate: gate.id, role, t: gateCase.now, digest: gateCase.digest };
            const events = [...gateCase.events, { ...approval, act: "approve" as const, for: undefined }];
            return missingAt(index, events) < before;
          });
          expect([person, moves]).toEqual([person, who.includes(person)]);
          if (moves) named += 1;
          else unnamed += 1;
        }
      }
    }),
    { numRuns: 1000 },
  );
  expect(Math.min(named, unnamed)).toBeGreaterThan(100);
});

test("[A-10] as many slots are filled as any assignment could fill, also where first come, first served fails", () => {
  const roles = ["a", "b", "c"] as const;
  let greedyFails = 0;
  fc.assert(
    fc.property(
      fc.array(fc.subarray([...roles], { minLength: 1 }), { maxLength: 6 }),
      fc.tuple(...roles.map(() => fc.integer({ min: 0, max: 3 }))),
      (units, counts) => {
        const needs = new Map(roles.map((role, index) => [role as string, counts[index] ?? 0]));
        const { filled, missing } = fillSlots(
          needs,
          units.map((each) => new Set<string>(each)),
        );
        const slots = [...needs].flatMap(([role, count]) => Array.from({ length: count }, () => role));
        const seats = filled.filter((role) => role !== undefined);
        expect(seats.length).toBe(most(slots, units));
        expect(seats.length + [...missing.values()].reduce((sum, count) => sum + count, 0)).toBe(slots.length);
        expect(filled.every((role, unit) => role === undefined || units[unit]!.some((own) => own === role))).toBe(true);
        for (const [role, count] of needs)
          expect(seats.filter((seat) => seat === role).length).toBeLessThanOrEqual(count);
        if (greedy(slots, units) < seats.length) greedyFails += 1;
      },
    ),
    { numRuns: 5000 },
  );
  expect(greedyFails).toBeGreaterThan(100);
});

/** The most slots that can be filled, by trying everything. */
function most(slots: readonly string[], units: readonly (readonly string[])[]): number {
  const [unit, ...others] = units;
  if (unit === undefined) return 0;
  const taken = [...new Set(unit)]
    .filter((role) => slots.includes(role))
    .map((role) => 1 + most(slots.toSpliced(slots.indexOf(role), 1), others));
  return Math.max(most(slots, others), ...taken);
}

/** Each unit takes the first slot it can. */
function greedy(slots: readonly string[], units: readonly (readonly string[])[]): number {
  const free = [...slots];
  return units.filter((unit) => {
    const at = free.findIndex((role) => unit.includes(role));
    if (at >= 0) free.splice(at, 1);
    return at >= 0;
  }).length;
}
