import fc from "fast-check";
import { ACTS, type GateCase, type GateEvent, type Grant } from "../../src/domain/gate/gate-case.ts";

const PEOPLE = ["ada", "bo", "cy", "di", "ed", "flo"] as const;
const ROLES = ["qa", "dev", "owner", "freeze-override"] as const;
const GATES = ["review", "test", "final"] as const;

/** Few names and few moments, so that acts meet: the same person in several roles, edges of spans, ties of delegates. */
const who = fc.constantFrom(...PEOPLE);
const role = fc.constantFrom("qa", "dev", ...ROLES);
const hour = fc.integer({ min: 0, max: 24 });
const span = fc.tuple(hour, hour).map(([a, b]) => ({ from: Math.min(a, b), until: Math.max(a, b) + 1 }));
const longSpan = fc.oneof(
  { weight: 9, arbitrary: fc.constant({ from: 0, until: Infinity }) },
  { weight: 1, arbitrary: span },
);

const grants = fc.array(
  fc.tuple(role, longSpan).map(([role, held]) => ({ role, ...held })),
  { minLength: 1, maxLength: 4 },
);
const people = fc
  .tuple(...PEOPLE.map(() => grants))
  .map((each) => new Map(PEOPLE.map((name, index) => [name as string, each[index] ?? []])));

const needs = fc.array(fc.record({ role, count: fc.constantFrom(1, 1, 2) }), { minLength: 1, maxLength: 2 });
const gates = fc
  .tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.array(needs, { minLength: 3, maxLength: 3 }),
    fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
  )
  .map(([length, all, chained]) =>
    GATES.slice(0, length).map((id, index) => ({
      id: id as string,
      needs: all[index] ?? [],
      after: index > 0 && chained[index] === true ? [GATES[index - 1] as string] : [],
    })),
  );

const event = fc.record({
  who,
  gate: fc.constantFrom(...GATES),
  role,
  t: hour,
  digest: fc.constantFrom(...Array<string>(9).fill("d1"), "d2"),
  act: fc.constantFrom(...Array<"approve">(17).fill("approve"), ...ACTS),
  for: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: who }),
});

/** Most people sign in a role they hold at some time: otherwise nearly every act would be refused. */
function inOwnRole(people: ReadonlyMap<string, readonly Grant[]>, event: GateEvent, index: number): GateEvent {
  const own = people.get(event.for ?? event.who) ?? [];
  const role = own[(event.t + index) % (own.length + 1)]?.role;
  return role === undefined ? event : { ...event, role };
}

const anyCase: fc.Arbitrary<GateCase> = fc.record({
  policy: fc.record({
    gates,
    ttl: fc.constantFrom(4, 12, 48, 48, 48),
    emergencyCount: fc.constantFrom(undefined, 1, 2, 2),
    debtHours: fc.integer({ min: 0, max: 24 }),
  }),
  people,
  events: fc.array(event, { minLength: 4, maxLength: 24, size: "max" }).map((all) => all.toSorted((a, b) => a.t - b.t)),
  digest: fc.constant("d1"),
  now: fc.integer({ min: 12, max: 26 }),
  excluded: fc.uniqueArray(who, { maxLength: 1 }).map((names) => new Set<string>(names)),
  delegations: fc.array(
    fc
      .tuple(who, who, role, longSpan)
      .map(([principal, delegate, role, valid]) => ({ principal, delegate, role, ...valid })),
    { maxLength: 8 },
  ),
  freezes: fc.constantFrom([], [{ from: 12, until: 26 }], [{ from: 0, until: 13 }]),
  emergency: fc.constantFrom(false, false, true),
  debts: fc.array(fc.record({ openedAt: hour, settled: fc.constantFrom(true, true, false) }), { maxLength: 1 }),
});

/** Any case, in times from 0 to 26. */
export const arbitraryCase: fc.Arbitrary<GateCase> = anyCase.map((gateCase) => ({
  ...gateCase,
  events: gateCase.events.map((event, index) => inOwnRole(gateCase.people, event, index)),
}));
