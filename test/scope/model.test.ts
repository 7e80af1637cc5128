import fc from "fast-check";
import { expect, test } from "vitest";
import { scopeEventSchema } from "../../src/contract/scope-event.ts";
import { decideScope } from "../../src/domain/scope/decide.ts";
import { missingBefore } from "../../src/domain/scope/decide-item.ts";
import { evolveScope } from "../../src/domain/scope/evolve.ts";
import type { ScopeCommand } from "../../src/domain/scope/scope-command.ts";
import type { ScopeEvent } from "../../src/domain/scope/scope-event.ts";
import { statusReport } from "../../src/domain/scope/report.ts";
import { isFrozen, NO_SCOPE, releaseOf, type ScopeState } from "../../src/domain/scope/scope-state.ts";
import { EVIDENCE_KINDS, isBefore, MARKS, STAGES } from "../../src/domain/scope/stage.ts";
import { DAY, item, POLICY } from "./world.ts";

/**
 * People who do anything in any order to a small scope. What was recorded is read by a bookkeeper who knows nothing of
 * the code that decides: they keep lists, and complain.
 */
const ITEMS = ["a", "b", "c"];
const RELEASES = ["1.1.0", "1.2.0", "2.0.0"];
const PEOPLE = [
  { who: "pat", role: "product-management" },
  { who: "paul", role: "product-management" },
  { who: "rita", role: "release-manager" },
  { who: "dev", role: "developer" },
];

const id = fc.constantFrom(...ITEMS);
const release = fc.constantFrom(...RELEASES);
const reason = fc.constantFrom("a reason", "another reason", " ");

const anything: fc.Arbitrary<ScopeCommand> = fc.oneof(
  fc
    .record({ id, dependsOn: fc.subarray(ITEMS), marks: fc.subarray([...MARKS]) })
    .map(({ id, ...facts }) => item(id, facts)),
  fc.record({ type: fc.constant("approve" as const), item: id }),
  fc.record({
    type: fc.constant("detail" as const),
    item: id,
    particulars: fc.record({ marks: fc.subarray([...MARKS]), dependsOn: fc.subarray(ITEMS) }, { requiredKeys: [] }),
  }),
  fc.record({
    type: fc.constant("evidence" as const),
    item: id,
    kinds: fc.subarray([...EVIDENCE_KINDS], { minLength: 1, maxLength: 2 }),
    what: fc.constant("somewhere"),
    passed: fc.boolean(),
  }),
  fc.record({ type: fc.constant("move" as const), item: id, to: fc.constantFrom(null, ...STAGES), reason }),
  fc.record({ type: fc.constant("target" as const), item: id, release }),
  fc.record({ type: fc.constant("defer" as const), item: id, to: release, reason }),
  fc.record({ type: fc.constant("remove" as const), item: id, reason }),
  fc.record({
    type: fc.constant("judge" as const),
    item: id,
    verdict: fc.constantFrom("go" as const, "no-go" as const),
    to: release,
    impact: reason,
    reason,
  }),
  fc.record({ type: fc.constant("freeze" as const), release, at: fc.integer({ min: DAY, max: 40 * DAY }) }),
  fc.record({
    type: fc.constant("request" as const),
    release,
    change: fc.constantFrom("add" as const, "remove" as const, "defer" as const),
    item: id,
    to: fc.constantFrom(null, ...RELEASES),
    impact: reason,
    justification: reason,
  }),
  fc.record({
    type: fc.constant("decide" as const),
    request: fc.constantFrom("cr-1", "cr-2", "cr-3"),
    verdict: fc.constantFrom("approved" as const, "rejected" as const),
    reason,
  }),
);

/** `forward` helps an item along, `back` turns it round, `late` has a frozen scope changed: often enough to matter. */
const step = fc.record({
  kind: fc.oneof(
    { weight: 12, arbitrary: fc.constant("forward" as const) },
    { weight: 6, arbitrary: fc.constant("anything" as const) },
    { weight: 3, arbitrary: fc.constant("late" as const) },
    { weight: 1, arbitrary: fc.constant("back" as const) },
  ),
  id,
  command: anything,
  by: fc.constantFrom(...PEOPLE),
  hours: fc.integer({ min: 0, max: 30 }),
});

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
interface Happened {
  readonly event: ScopeEvent;
  readonly at: number;
}

function play(steps: readonly Step[]): { readonly state: ScopeState; readonly history: readonly Happened[] } {
  let [state, now] = [NO_SCOPE, DAY];
  const history: Happened[] = [];
  for (const step of steps) {
    now += step.hours * 3_600_000;
    const helped = chosen(state, step, now);
    const who = helped === step.command ? step.by : PEOPLE[helped.type === "decide" ? 1 : 0]!;
    const context = { now, by: who, separate: true, policy: POLICY };
    const decided = decideScope(helped, state, context);
    if (!decided.ok) continue;
    for (const event of decided.value) {
      state = evolveScope(state, event, now);
      history.push({ event, at: now });
    }
  }
  return { state, history };
}

function chosen(state: ScopeState, { kind, id, command }: Step, now: number): ScopeCommand {
  if (kind === "anything") return command;
  if (kind === "back") return { type: "move", item: id, to: "code-review", reason: "it squeaks" };
  return kind === "forward" ? helpOn(state, id) : changeLate(state, id, now);
}

function helpOn({ items }: ScopeState, id: string): ScopeCommand {
  const known = items.get(id);
  if (known === undefined) return item(id);
  if (known.approvedBy === null) return { type: "approve", item: id };
  if (known.release === undefined) return { type: "target", item: id, release: "1.1.0" };
  const [kind] = missingBefore(known);
  if (kind === undefined) return { type: "move", item: id, to: null, reason: "" };
  return { type: "evidence", item: id, kinds: [kind], what: "somewhere", passed: true };
}

function changeLate(state: ScopeState, id: string, now: number): ScopeCommand {
  const open = [...state.requests.values()].find(({ item, decided }) => item === id && decided === null);
  if (open !== undefined) return { type: "decide", request: open.id, verdict: "approved", reason: "agreed" };
  const aim = state.items.get(id)?.release;
  const frozen = RELEASES.find((name) => isFrozen(state, name, now));
  if (aim !== undefined && frozen === undefined) return { type: "freeze", release: aim, at: now };
  const change = aim === undefined ? "add" : "defer";
  const facts = { to: aim === undefined ? null : "2.0.0", impact: "some", justification: "needed" };
  return { type: "request", release: aim ?? frozen ?? "1.1.0", change, item: id, ...facts };
}

const plays = fc.array(step, { minLength: 60, maxLength: 120 }).map(play);

/** What is wrong with what happened to the acceptance of items. */
function acceptanceFaults(history: readonly Happened[]): { readonly faults: string[]; readonly integrated: number } {
  const passed = new Set<string>();
  const faults: string[] = [];
  let integrated = 0;
  for (const { event } of history) {
    if (event.type === "evidence-added") {
      passed[event.passed ? "add" : "delete"](`${event.item} ${event.kind}`);
      if (event.kind === "acceptance" && !event.by.startsWith("pa")) faults.push(`${event.by} accepted ${event.item}`);
    }
    if (event.type !== "item-moved") continue;
    if (isBefore(event.to, event.from)) passed.delete(`${event.item} acceptance`);
    if (event.to !== "integrated") continue;
    integrated += 1;
    for (const kind of ["requirements", "commits", "peer-review", "functional", "acceptance"])
      if (!passed.has(`${event.item} ${kind}`)) faults.push(`${event.item} is integrated without ${kind}`);
  }
  return { faults, integrated };
}

test("[P-02, P-03] no item is integrated that product management did not accept since it last went back", () => {
  let total = 0;
  fc.assert(
    fc.property(plays, ({ history }) => {
      const { faults, integrated } = acceptanceFaults(history);
      total += integrated;
      expect(faults).toEqual([]);
    }),
    { numRuns: 300 },
  );
  expect(total).toBeGreaterThan(50);
});

/** What is wrong with what happened to scopes after they were frozen. */
function freezeFaults(history: readonly Happened[]): { readonly faults: string[]; readonly changes: number } {
  const freezes = new Map<string, number>();
  const requested = new Map<string, string>();
  const approved = new Set<string | null>();
  const faults: string[] = [];
  let changes = 0;
  for (const { event, at } of history) {
    if (event.type === "freeze-set") freezes.set(event.release, event.at);
    if (event.type === "change-requested") requested.set(event.request, event.by);
    if (event.type === "change-decided") {
      if (requested.get(event.request) === event.by) faults.push(`${event.by} decided on their own ${event.request}`);
      if (event.verdict === "approved") approved.add(event.request);
    }
    for (const release of touchedBy(event)) {
      if ((freezes.get(release) ?? Number.POSITIVE_INFINITY) > at) continue;
      changes += 1;
      if (!("request" in event && approved.has(event.request))) faults.push(`${event.type} in ${release}`);
    }
  }
  return { faults, changes };
}

function touchedBy(event: ScopeEvent): readonly string[] {
  if (event.type === "item-targeted") return [event.release];
  if (event.type === "item-deferred") return [event.from, event.to];
  return event.type === "item-removed" ? [event.from] : [];
}

test("[P-05] a frozen scope never changes without a request that somebody else approved", () => {
  let total = 0;
  fc.assert(
    fc.property(plays, ({ history }) => {
      const { faults, changes } = freezeFaults(history);
      total += changes;
      expect(faults).toEqual([]);
    }),
    { numRuns: 300 },
  );
  expect(total).toBeGreaterThan(50);
});

test("[P-05, P-22] what is in a scope is what its history says, and product management approved all of it", () => {
  fc.assert(
    fc.property(plays, ({ state, history }) => {
      const aims = new Map<string, string>();
      const approved = new Set<string>();
      const unapproved: string[] = [];
      for (const { event } of history) {
        if (event.type === "item-approved") approved.add(event.item);
        if (event.type === "item-targeted") {
          if (!approved.has(event.item)) unapproved.push(event.item);
          aims.set(event.item, event.release);
        }
        if (event.type === "item-deferred") aims.set(event.item, event.to);
        if (event.type === "item-removed") aims.delete(event.item);
      }
      expect(unapproved).toEqual([]);
      for (const planned of state.items.values()) expect(releaseOf(planned)).toBe(aims.get(planned.id));
      for (const [name, { moves }] of state.plans) {
        const inside = new Set<string>();
        for (const { item, move } of moves) inside[move === "targeted" || move === "arrived" ? "add" : "delete"](item);
        expect([...inside].sort()).toEqual([...aims].flatMap(([id, aim]) => (aim === name ? [id] : [])).sort());
      }
    }),
  );
});

/** Items of a release with their stages, told from the events alone. */
function stagesIn(history: readonly Happened[], release: string): readonly (readonly [string, string])[] {
  const items = new Map<string, { readonly aim: string | null; readonly stage: string }>();
  for (const { event } of history) {
    if (event.type === "item-added") items.set(event.item, { aim: null, stage: "specification" });
    const before = "item" in event ? items.get(event.item) : undefined;
    if (!("item" in event) || before === undefined) continue;
    if (event.type === "item-moved") items.set(event.item, { ...before, stage: event.to });
    if (event.type === "item-targeted") items.set(event.item, { ...before, aim: event.release });
    if (event.type === "item-deferred") items.set(event.item, { ...before, aim: event.to });
    if (event.type === "item-removed") items.set(event.item, { ...before, aim: null });
  }
  return [...items].flatMap(([id, { aim, stage }]) => (aim === release ? [[id, stage] as const] : []));
}

test("[P-14] what was recorded gives the same scope and the same report when it is read again", () => {
  fc.assert(
    fc.property(plays, ({ state, history }) => {
      const read = history.map(({ event, at }) => ({
        event: scopeEventSchema.parse(JSON.parse(JSON.stringify(event))),
        at,
      }));
      const again = read.reduce((before, { event, at }) => evolveScope(before, event, at), NO_SCOPE);
      expect(again).toEqual(state);
      expect(again.items.values()).toEqual(state.items.values());
      for (const release of RELEASES) {
        const [now, policy] = [200 * DAY, POLICY];
        const report = statusReport(again, release, { now, policy });
        expect(report).toEqual(statusReport(state, release, { now, policy }));
        expect(report.items.map(({ id, stage }) => [id, stage])).toEqual(stagesIn(history, release));
      }
    }),
  );
});

test("[P-08] dependencies never run in a circle", () => {
  fc.assert(
    fc.property(plays, ({ state: { items } }) => {
      const reaches = (from: string, goal: string, left: number): boolean =>
        left > 0 && items.get(from)!.dependsOn.some((next) => next === goal || reaches(next, goal, left - 1));
      for (const id of items.keys()) expect(reaches(id, id, ITEMS.length)).toBe(false);
    }),
  );
});
