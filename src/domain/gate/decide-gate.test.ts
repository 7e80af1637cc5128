import { expect, test } from "vitest";
import { checkPolicy } from "./check-policy.ts";
import { decideGate } from "./decide-gate.ts";
import { explainGate } from "./explain-gate.ts";
import type { GateCase, GateEvent } from "./gate-case.ts";

const ALWAYS = { from: 0, until: Infinity };
const holds = (...roles: readonly string[]) => roles.map((role) => ({ role, ...ALWAYS }));

/** Gate "ship" needs one qa and one owner; ada and bo may fill both, cy only qa. */
function caseWith(events: readonly Partial<GateEvent>[], rest: Partial<GateCase> = {}): GateCase {
  return {
    policy: {
      gates: [
        {
          id: "ship",
          needs: [
            { role: "qa", count: 1 },
            { role: "owner", count: 1 },
          ],
          after: [],
        },
      ],
      ttl: 24,
      emergencyCount: 2,
      debtHours: 10,
    },
    people: new Map([
      ["ada", holds("qa", "owner")],
      ["bo", holds("qa", "owner")],
      ["cy", holds("qa")],
      ["over", holds("freeze-override")],
    ]),
    events: events.map((event) => ({
      who: "ada",
      gate: "ship",
      role: "qa",
      t: 1,
      digest: "d1",
      act: "approve",
      for: undefined,
      ...event,
    })),
    digest: "d1",
    now: 2,
    excluded: new Set(),
    delegations: [],
    freezes: [],
    emergency: false,
    debts: [],
    ...rest,
  };
}

const SIGNED = [{ who: "cy" }, { who: "ada", role: "owner" }] as const;
const reasonsOf = (gateCase: GateCase) => decideGate(gateCase).reasons;
const OPEN = ["open:ship"];

test("[A-09] R1 signatures for another digest do not count, and the explanation says so", () => {
  expect(reasonsOf(caseWith(SIGNED))).toEqual([]);
  const changed = caseWith(SIGNED, { digest: "d2" });
  expect(reasonsOf(changed)).toEqual(OPEN);
  const [condition] = explainGate(changed, String).conditions;
  expect(condition).toMatchObject({ state: "void", who: ["ada", "bo", "cy"] });
  expect(condition?.says).toContain("the approval of cy (qa) was for another digest");
});

test("[A-10] R2 one person fills one slot, and is moved when that makes room for another", () => {
  expect(reasonsOf(caseWith([{ role: "qa" }, { role: "owner" }]))).toEqual(OPEN);
  expect(reasonsOf(caseWith([{ role: "owner" }, { role: "qa" }, { who: "cy", role: "qa" }]))).toEqual([]);
});

test("[A-10] R3 excluded people do not count", () => {
  expect(reasonsOf(caseWith(SIGNED, { excluded: new Set(["cy"]) }))).toEqual(OPEN);
});

test("[A-09] R4 a rejection blocks for good, until it is withdrawn or the digest changes", () => {
  const rejected = [...SIGNED, { who: "bo", act: "reject" as const }];
  expect(reasonsOf(caseWith(rejected))).toEqual(["rejected:ship"]);
  expect(reasonsOf(caseWith(rejected, { now: 24.5 }))).toEqual(["rejected:ship"]);
  expect(reasonsOf(caseWith([...rejected, { who: "bo", act: "withdraw" }]))).toEqual([]);
  expect(reasonsOf(caseWith(rejected, { excluded: new Set(["bo"]) }))).toEqual([]);
});

test("[A-01] R5 a signature counts for less than its time", () => {
  expect(reasonsOf(caseWith(SIGNED, { now: 24.9 }))).toEqual([]);
  expect(reasonsOf(caseWith(SIGNED, { now: 25 }))).toEqual(OPEN);
});

test("[A-10] R6 the role is needed when signing and when deciding", () => {
  const people = new Map([
    ["ada", holds("owner")],
    ["cy", [{ role: "qa", from: 1, until: 5 }]],
  ]);
  expect(decideGate(caseWith(SIGNED, { people })).reasons).toEqual([]);
  expect(decideGate(caseWith(SIGNED, { people, now: 5 })).reasons).toEqual(OPEN);
  const early = decideGate(caseWith([{ who: "cy", t: 0 }, SIGNED[1]], { people }));
  expect(early).toMatchObject({ reasons: OPEN, refusedEvents: [0] });
});

test("[A-01] [A-10] R7 a delegate signs for a time, counts together with the principal, and passes nothing on", () => {
  const delegations = [
    { principal: "ada", delegate: "di", role: "owner", from: 0, until: 3 },
    { principal: "di", delegate: "ed", role: "owner", from: 0, until: 3 },
  ];
  const byDi = { who: "di", for: "ada", role: "owner" };
  expect(reasonsOf(caseWith([{ who: "cy" }, byDi], { delegations }))).toEqual([]);
  expect(reasonsOf(caseWith([{ who: "ada" }, byDi], { delegations }))).toEqual(OPEN);
  expect(reasonsOf(caseWith([{ who: "cy" }, byDi], { delegations, excluded: new Set(["ada"]) }))).toEqual(OPEN);
  const refused = [
    { ...byDi, t: 3 },
    { ...byDi, who: "ed", for: "di" },
    { ...byDi, who: "ada" },
  ];
  expect(decideGate(caseWith(refused, { delegations, now: 4 })).refusedEvents).toEqual([0, 1, 2]);
});

test("[A-01] R8 the last act of a person in a role wins", () => {
  expect(reasonsOf(caseWith([...SIGNED, { who: "cy", act: "withdraw" }]))).toEqual(OPEN);
  expect(reasonsOf(caseWith([...SIGNED, { who: "cy", act: "withdraw" }, { who: "cy" }]))).toEqual([]);
});

test("[A-01] R9 a gate that comes after another is not signed before it", () => {
  const gates = [
    { id: "test", needs: [{ role: "qa", count: 1 }], after: [] },
    { id: "ship", needs: [{ role: "owner", count: 1 }], after: ["test"] },
  ];
  const policy = { ...caseWith([]).policy, gates };
  const ship = { who: "ada", role: "owner" };
  expect(decideGate(caseWith([ship, { who: "cy", gate: "test" }], { policy }))).toMatchObject({
    reasons: OPEN,
    refusedEvents: [0],
  });
  expect(reasonsOf(caseWith([{ who: "cy", gate: "test" }, ship], { policy }))).toEqual([]);
  expect(explainGate(caseWith([], { policy }), String).conditions[1]).toMatchObject({
    who: [],
    action: "first gate test has to be satisfied",
  });
});

test("[W-06] R10 a freeze is passed only by an emergency with an independent override", () => {
  const freezes = [{ from: 0, until: 5 }];
  expect(reasonsOf(caseWith(SIGNED, { freezes }))).toEqual(["frozen"]);
  expect(reasonsOf(caseWith(SIGNED, { freezes, now: 5 }))).toEqual([]);
  const urgent = { freezes, emergency: true };
  expect(reasonsOf(caseWith(SIGNED, urgent))).toEqual(["frozen"]);
  const override = { who: "over", role: "freeze-override" };
  expect(decideGate(caseWith([...SIGNED, override], urgent))).toMatchObject({ decision: "go", opensDebt: true });
  const people = new Map([...caseWith([]).people, ["cy", holds("qa", "freeze-override")]]);
  const own = caseWith([...SIGNED, { who: "cy", role: "freeze-override" }], { ...urgent, people });
  expect(reasonsOf(own)).toEqual(["override-not-independent"]);
  expect(explainGate(own, String).conditions.at(-1)?.who).toEqual(["over"]);
});

test("[A-08] R11 an emergency needs approvals of its own and is owed the gates, and an overdue debt blocks", () => {
  expect(reasonsOf(caseWith([{ who: "cy" }], { emergency: true }))).toEqual(["emergency-approvals-missing"]);
  expect(decideGate(caseWith([{ who: "cy" }, { who: "ada" }], { emergency: true }))).toMatchObject({
    decision: "go",
    opensDebt: true,
  });
  const debts = [{ openedAt: -8, settled: false }];
  expect(reasonsOf(caseWith(SIGNED, { debts }))).toEqual([]);
  expect(reasonsOf(caseWith(SIGNED, { debts, now: 2.1 }))).toEqual(["overdue-debt"]);
  expect(reasonsOf(caseWith(SIGNED, { debts, now: 2.1, emergency: true }))).toEqual([]);
});

test("[A-10] R12 a policy that the people there can never satisfy is reported", () => {
  expect(checkPolicy(caseWith([]))).toEqual([]);
  const faultsOf = (rest: Partial<GateCase>) => checkPolicy(caseWith([], rest)).map(({ code }) => code);
  const { policy } = caseWith([]);
  expect(faultsOf({ excluded: new Set(["ada", "bo"]) })).toEqual(["unfillable", "emergency"]);
  expect(faultsOf({ policy: { ...policy, ttl: 0, emergencyCount: 9 } })).toEqual(["ttl", "emergency"]);
  const [gate] = policy.gates;
  const gates = [
    { ...gate!, after: ["last", "nowhere"] },
    { ...gate!, id: "last", after: ["ship"] },
  ];
  expect(faultsOf({ policy: { ...policy, gates } })).toEqual(["prerequisite-unknown", "prerequisite-circle"]);
});

test("[G-17] an earlier decision comes out of a later record: what happened afterwards is left out", () => {
  const later = caseWith([...SIGNED, { who: "bo", act: "reject", t: 10 }], { now: 12 });
  expect(reasonsOf(later)).toEqual(["rejected:ship"]);
  expect(explainGate({ ...later, now: 2 }, String)).toMatchObject({
    decision: { decision: "go" },
    fates: ["stands", "stands", "not-yet"],
  });
});
