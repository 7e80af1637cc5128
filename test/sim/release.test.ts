import fc from "fast-check";
import { expect, test } from "vitest";
import { PRESETS } from "../../src/config/load.ts";
import { graphOf, START, type Edge, type Graph } from "../../src/domain/process/graph.ts";
import {
  isGroup,
  isIrreversible,
  outcomesOf,
  textsIn,
  tierOf,
  type Process,
  type Work,
  type Workflow,
} from "../../src/domain/process/process.ts";
import { applyVariant } from "../../src/domain/process/variant.ts";
import type { ReleaseCommand } from "../../src/domain/release/command.ts";
import { decide } from "../../src/domain/release/decide.ts";
import type { Context } from "../../src/domain/release/draft.ts";
import { due } from "../../src/domain/release/due.ts";
import { evolve } from "../../src/domain/release/evolve.ts";
import { layoutOf, PATH } from "../../src/domain/release/layout.ts";
import type { ReleaseEvent } from "../../src/domain/release/release-event.ts";
import { isActive, MAIN, type ReleaseState, type Run, type Visit } from "../../src/domain/release/release-state.ts";
import { processOf } from "../support/process.ts";

/**
 * Releases of every preset under people and machines that do anything in any order. What must hold whatever happens:
 * what was recorded gives the same state when it is read again; no way is taken that the process does not have; nothing
 * reaches production without what its type requires, on what is released at that moment; nothing goes back past what
 * cannot be taken back; and a release that has not ended always waits for somebody or something that is named.
 */
const PROCESSES = new Map<string, Process>();
for (const preset of PRESETS) PROCESSES.set(preset, await processOf(`extends: ${preset}`));

/** One that `process check` refuses: approvals under conditions and in detours, so that only the last question helps. */
const LOOSE = `
environments: { staging: { tier: staging }, production: { tier: production } }
types: { minor: { bump: [minor], workflow: release, requires: [approved] } }
workflows:
  release:
    phases:
      - phase: all
        steps:
          - work: { uses: task }
          - side: { uses: decision, with: { outcomes: [ask, go-on] }, else: { go-on: hurry, expired: hurry }, expires: 1h }
          - checks: { together: [{ one: { uses: run, else: { failed: next } } }, { two: { uses: run } }, { three: { uses: checklist } }] }
          - ok: { uses: approval, signers: { qa: 2, security: 1 }, when: "asked", else: { rejected: next } }
          - judged: { uses: gate, with: { of: [one, two] }, else: { closed: next } }
          - ship: { uses: deploy, with: { environment: production }, else: { failed: work } }
          - after: { uses: watch }
    detours:
      hurry:
        - promise: { uses: approval }
        - think: { uses: task }
        - jump: { uses: resume, with: { step: checks }, status: hurried }
  rollback:
    trigger: [{ on: manual }]
    phases: [{ phase: back, steps: [{ revert: { uses: deploy, with: { environment: production, version: previous } } }] }]
`;
PROCESSES.set("loose", await processOf(LOOSE));

interface World {
  readonly process: Process;
  state: ReleaseState | undefined;
  now: number;
  readonly log: { readonly event: ReleaseEvent; readonly at: number }[];
}

function send(world: World, command: ReleaseCommand, holds: boolean): boolean {
  const context: Context = { process: world.process, now: world.now, holds: () => holds };
  const before = world.state;
  const decision = decide(command, before, context);
  if (!decision.ok) return false;
  for (const event of decision.value) {
    check(world, event);
    world.state = evolve(world.state, event, world.now);
    world.log.push({ event, at: world.now });
  }
  return true;
}

/** What must hold of an event at the moment it is decided. */
function check({ process, state, log }: World, event: ReleaseEvent): void {
  if (state === undefined || !("run" in event) || event.type === "run-started") return;
  const run = state.runs.get(event.run)!;
  const works = graphOf(workflowOf(process, state, event.run)).works;
  const acts = ["step-entered", "effect-started", "step-ended", "signed"].includes(event.type);
  const isAnswer = event.type === "step-entered" && run.state === "stopped";
  if (acts && !isAnswer) expect({ event: event.type, run: run.state }).toEqual({ event: event.type, run: "running" });
  if (!("visit" in event) || event.visit === null || event.type === "step-entered") return;
  const visit = run.visits.find(({ number }) => number === event.visit)!;
  const work = works.get(visit.step)!;
  const isYes = event.type === "step-ended" && event.outcome === outcomesOf(work)[0];
  if (event.type === "step-ended" || event.type === "effect-started") expect(isActive(visit)).toBe(true);
  if (isYes && work.signers.size > 0) expect(areFilled([...work.signers], visit.signatures)).toBe(true);
  if (isYes && work.kind === "gate" && "of" in work.with)
    for (const member of textsIn(work.with["of"]))
      expect({ member, ...yes(state, run, works.get(member)!) }).toMatchObject({ yes: true });
  if (event.type !== "effect-started" || event.run !== MAIN) return;
  const earlier = log.some(({ event: other }) => other.type === "effect-started" && other.effect === event.effect);
  expect({ effect: event.effect, earlier }).toEqual({ effect: event.effect, earlier: false });
  if (work.kind !== "deploy" || tierOf(work, process.environments) !== "production") return;
  if (!process.types.get(state.releaseType)!.requires.includes("approved")) return;
  for (const approval of works.values())
    if (approval.kind === "approval" || approval.kind === "uat")
      expect({ approval: approval.name, ...yes(state, run, approval) }).toEqual({
        approval: approval.name,
        yes: true,
        current: true,
      });
}

/** Whether the last word on a step was yes, and about what is released now. */
function yes(state: ReleaseState, run: Run, work: Work): { readonly yes: boolean; readonly current: boolean } {
  const visit = run.visits.findLast(({ step, state: of }) => step === work.name && of === "ended");
  const current = [...(visit?.covers ?? [])].every(([facet, digest]) => state.subject.get(facet) === digest);
  return { yes: visit?.outcome === outcomesOf(work)[0] || visit?.waived === true, current };
}

/** Tries every way to give each slot a person of its own. */
function areFilled(needs: readonly (readonly [string, number])[], signatures: Visit["signatures"]): boolean {
  const slots = needs.flatMap(([role, count]) => Array.from({ length: count }, () => role));
  const fill = (index: number, used: readonly string[]): boolean =>
    index === slots.length ||
    signatures.some(({ who, role }) => role === slots[index] && !used.includes(who) && fill(index + 1, [...used, who]));
  return fill(0, []);
}

/** What must hold of a release after every decision. */
function checkState({ process, state }: World): void {
  for (const run of state!.runs.values()) {
    const layout = layoutOf(process, run.workflow, run.id === MAIN ? state!.variant : null);
    const standing = run.visits.filter((visit) => isActive(visit) || visit.state === "ended").map(({ step }) => step);
    expect(standing).toEqual([...new Set(standing)]);
    const places = run.visits.filter(isActive).map(({ step }) => JSON.stringify(layout.place(step)));
    expect(new Set(places).size).toBeLessThan(2);
    const isBusy = run.visits.some((visit) => visit.state === "performing");
    if (run.id !== MAIN || run.state !== "running" || isBusy) continue;
    const stale = run.visits.filter(
      (visit) =>
        standing.includes(visit.step) &&
        (isActive(visit) || visit.state === "ended") &&
        layout.place(visit.step)?.track === PATH &&
        [...visit.covers].some(([facet, digest]) => state!.subject.get(facet) !== digest),
    );
    expect(stale.map(({ step }) => step)).toEqual([]);
  }
}

/** A release that a detour gave a status ends with it. */
function losesItsStatus({ log }: World): string | undefined {
  const given = log.findLast(
    ({ event }) => event.type === "path-resumed" && event.run === MAIN && event.status !== null,
  );
  const ended = log.find(({ event }) => event.type === "release-ended")?.event;
  if (given?.event.type !== "path-resumed" || ended?.type !== "release-ended") return undefined;
  const isTaken = [given.event.status, "rolled-back"].includes(ended.status);
  return isTaken ? undefined : `${given.event.status} became ${ended.status}`;
}

function workflowOf(process: Process, state: ReleaseState, run: string): Workflow {
  const workflow = process.workflows.get(state.runs.get(run)!.workflow)!;
  const variant = run === MAIN && state.variant !== null ? workflow.variants.get(state.variant) : undefined;
  return variant === undefined ? workflow : applyVariant(workflow, variant);
}

/** One thing that happens, told by numbers: the same numbers do the same thing to the same release. */
const move = fc.record({
  kind: fc.oneof(
    { weight: 40, arbitrary: fc.constant("machine") },
    { weight: 30, arbitrary: fc.constant("person") },
    { weight: 6, arbitrary: fc.constantFrom("answer", "noise") },
    { weight: 2, arbitrary: fc.constantFrom("subject", "time") },
    { weight: 1, arbitrary: fc.constantFrom("trigger", "cancel") },
  ),
  pick: fc.nat(),
  success: fc.integer({ min: 0, max: 19 }),
  holds: fc.boolean(),
});
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

function play(world: World, { kind, pick, success, holds }: Move): void {
  const state = world.state!;
  const context: Context = { process: world.process, now: world.now, holds: () => holds };
  const now = due(state, context);
  const by = (role: string) => ({ who: `person-${pick % 5}`, role });
  const choose = <T>(list: readonly T[]): T | undefined => list[pick % Math.max(1, list.length)];
  if (kind === "time") world.now += (pick % 100) * 3_600_000;
  if (kind === "time")
    for (const { run, visit } of due(state, { ...context, now: world.now }).expired)
      send(world, { type: "expire", run, visit }, holds);
  const machine = choose([...now.effects, ...now.performing]);
  if (kind === "machine" && machine !== undefined) {
    const { run, visit, work } = machine;
    if (!now.performing.includes(machine)) send(world, { type: "perform", run, visit }, holds);
    else
      send(
        world,
        { type: "finish", run, visit, outcome: outcomeFor(outcomesOf(work), success, pick), by: null },
        holds,
      );
  }
  const person = choose(now.people);
  if (kind === "person" && person !== undefined) {
    const { run, visit, work } = person;
    const role = choose([...work.roles, ...work.signers.keys()]) ?? "anybody";
    send(
      world,
      { type: "finish", run, visit, outcome: outcomeFor(outcomesOf(work), success, pick), by: by(role) },
      holds,
    );
  }
  if (kind === "subject") send(world, { type: "change-subject", facet: "source", digest: `tree-${pick % 4}` }, holds);
  if (kind === "trigger") send(world, { type: "trigger", on: pick % 2 === 0 ? "manual" : "deployment.failed" }, holds);
  const stopped = choose(now.stopped);
  if (kind === "answer" && stopped !== undefined)
    send(
      world,
      success > 3
        ? { type: "retry", run: stopped.id, by: by("release-manager") }
        : { type: "waive", run: stopped.id, by: by("release-manager"), reason: "known" },
      holds,
    );
  if (kind === "cancel" && success === 0)
    send(world, { type: "cancel", by: by("release-manager"), reason: "no" }, holds);
  if (kind === "noise")
    send(world, { type: "finish", run: MAIN, visit: pick % 40, outcome: "done", by: by("qa") }, holds);
}

function outcomeFor(outcomes: readonly string[], success: number, pick: number): string {
  return success > 1 ? outcomes[0]! : outcomes[pick % outcomes.length]!;
}

/**
 * Every step was entered by an edge of the process: from the step that ended before, over steps that were skipped and
 * members of the same group; or again, because its run stopped there or what it covered changed.
 */
function leavesTheProcess({ process, state, log }: World): string | undefined {
  for (const run of state!.runs.keys()) {
    const workflow = workflowOf(process, state!, run);
    const graph = graphOf(workflow);
    const grouped = groupsOf(workflow);
    const steps = new Map<number, string>();
    let allowed = successors(graph, START, "", grouped);
    for (const { event } of log) {
      if (!("run" in event) || event.run !== run) continue;
      if (event.type === "step-entered") {
        steps.set(event.visit, event.step);
        if (!allowed.has(event.step)) return `${run}: ${event.step} after ${[...allowed].join(", ")}`;
      }
      if (event.type === "step-ended") {
        const next = successors(graph, steps.get(event.visit)!, event.outcome, grouped);
        const siblings = grouped.get(steps.get(event.visit)!) ?? [];
        allowed = new Set([...next, ...[...allowed].filter((step) => siblings.includes(step))]);
      }
      if (event.type === "run-stopped" && event.visit !== null) allowed = new Set([steps.get(event.visit)!]);
      if (event.type === "step-waived") allowed = successors(graph, steps.get(event.visit)!, undefined, grouped);
      if (event.type === "visits-closed" && event.as !== "moot")
        for (const visit of event.visits)
          for (const step of [steps.get(visit)!, ...(grouped.get(steps.get(visit)!) ?? [])]) allowed.add(step);
    }
  }
  return undefined;
}

/** Steps that may be entered when a step ends with an outcome; without one, with success. */
function successors(
  { edges, works }: Graph,
  from: string,
  outcome: string | undefined,
  grouped: ReadonlyMap<string, readonly string[]>,
): Set<string> {
  const isFirst = (edge: Edge): boolean =>
    edge.from === from && (outcome === undefined ? edge.kind === "success" : edge.outcome === outcome);
  const seen = new Set(edges.filter(isFirst).map(({ to }) => to));
  for (const name of seen)
    for (const edge of edges) {
      const isBeside = edge.kind === "success" && grouped.has(name);
      const passes = edge.kind === "skipped" || edge.kind === "jump" || isBeside;
      if (edge.from === name && (passes || works.get(name)?.kind === "resume")) seen.add(edge.to);
    }
  return seen;
}

/** The members of a step's group, itself included. */
function groupsOf(workflow: Workflow): Map<string, readonly string[]> {
  const lists = [...workflow.phases.map(({ steps }) => steps), ...workflow.detours.values()];
  const groups = lists.flat().flatMap((step) => (isGroup(step) ? [step.together.map(({ name }) => name)] : []));
  return new Map(groups.flatMap((members) => members.map((name) => [name, members] as const)));
}

/** Steps of the path that were entered although something behind them, or they themselves, had been done for good. */
function goesBackPastFinal({ process, state, log }: World): string | undefined {
  const graph = graphOf(workflowOf(process, state!, MAIN));
  let final = -1;
  const steps = new Map<number, string>();
  for (const { event } of log) {
    if (event.type === "step-entered" && event.run === MAIN) {
      steps.set(event.visit, event.step);
      const place = graph.order.get(event.step) ?? Infinity;
      if (place < final) return `${event.step} was entered again`;
    }
    if (event.type !== "step-ended" || event.run !== MAIN) continue;
    const work = graph.works.get(steps.get(event.visit)!)!;
    if (isIrreversible(work, process.environments) && event.outcome === outcomesOf(work)[0])
      final = Math.max(final, graph.order.get(work.name) ?? -1);
  }
  return undefined;
}

const scenario = fc.record({
  preset: fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...PRESETS) },
    { weight: 1, arbitrary: fc.constant("loose") },
  ),
  type: fc.nat(),
  emergency: fc.boolean(),
  moves: fc.array(move, { minLength: 200, maxLength: 200 }),
});

test(
  "[A-09, P-21, B-15, A-13] whatever people and machines do, a release keeps to its process",
  { timeout: 120_000 },
  () => {
    const ends = new Map<string, number>();
    fc.assert(
      fc.property(scenario, ({ preset, type, emergency, moves }) => {
        const rules = PROCESSES.get(preset)!;
        const types = [...rules.types.keys()];
        const releaseType = types[type % types.length]!;
        const world: World = { process: rules, state: undefined, now: 0, log: [] };
        const workflow = rules.workflows.get(rules.types.get(releaseType)!.workflow!)!;
        const variant = emergency ? ([...workflow.variants.keys()][0] ?? null) : null;
        send(
          world,
          { type: "start", release: "r1", version: "1.0.0", releaseType, variant, subject: { source: "tree-0" } },
          true,
        );
        for (const each of moves) {
          play(world, each);
          checkState(world);
          const { status } = world.state!;
          const next = due(world.state!, { process: rules, now: world.now, holds: () => true });
          const waits = [next.effects, next.performing, next.blocked, next.people, next.stopped].some(
            (list) => list.length > 0,
          );
          expect({ status, waits: waits || status !== "running" }).toEqual({ status, waits: true });
        }
        let replayed: ReleaseState | undefined;
        for (const { event, at } of world.log) replayed = evolve(replayed, event, at);
        expect(replayed).toEqual(world.state);
        expect(leavesTheProcess(world)).toBeUndefined();
        expect(goesBackPastFinal(world)).toBeUndefined();
        expect(losesItsStatus(world)).toBeUndefined();
        expect(losesItsStatus(world)).toBeUndefined();
        ends.set(world.state!.status, (ends.get(world.state!.status) ?? 0) + 1);
      }),
      { numRuns: Number(process.env["SEEDS"] ?? 300), seed: 7, endOnFailure: true },
    );
    console.log(ends);
  },
);
