import type { Separation } from "../access/separation.ts";
import type { Template } from "../template/template.ts";
import type { Cadence } from "../calendar/cadence.ts";
import type { EnvironmentCalendar } from "../calendar/environment-calendar.ts";
import type { PlanningPolicy } from "../scope/planning-policy.ts";
import type { Period } from "../measure/period.ts";
import type { ReleaseTrigger } from "../release/release-trigger.ts";
import type { Bump } from "../version/bump.ts";
import type { Closing } from "./closing.ts";
import type { Outlet } from "./outlet.ts";
import { fixedOutcomes, isIrreversibleKind, waitsForPerson, type StepKind } from "./step-kind.ts";

/** How a product is released: types of release, the workflows they follow, and where they end up. */
export interface Process {
  readonly types: ReadonlyMap<string, ProcessType>;
  readonly workflows: ReadonlyMap<string, Workflow>;
  readonly environments: ReadonlyMap<string, Environment>;
  /** What the product consists of, dependencies first; nothing when it is released as one. */
  readonly components: readonly string[];
  /** What people answer in steps, by the name that `with.template` refers to. */
  readonly templates: ReadonlyMap<string, Template>;
  /** Who may pass over a step, and for how long at most; `null`: nobody. */
  readonly waivers: Waivers | null;
  /** Which duties may not meet in one person. */
  readonly separation: Separation;
  /** What a plan has to show before planning is over. */
  readonly planning: Pick<PlanningPolicy, "closes">;
  /** What has to hold before a release is closed. */
  readonly closing: Closing;
  /** Where notes are published, by name. */
  readonly outlets: ReadonlyMap<string, Outlet>;
  /** How many percent of the releases of a period may be of exceptional types. */
  readonly exceptional: { readonly ceiling: number; readonly period: Period };
}

export interface Waivers {
  readonly roles: readonly string[];
  /** In milliseconds. */
  readonly longestMs: number;
}

/** What a release type says about its way, beside the numbers it may move. */
export interface ProcessType {
  readonly name: string;
  readonly bumps: readonly Bump[];
  /** Name of the workflow; `null` when the type has none. */
  readonly workflow: string | null;
  /** What has to hold before anything reaches production: `approved`, `staged`, a kind of step or a template. */
  readonly requires: readonly string[];
  /** What its releases may pass by, and are shown passing by (T-11, W-11). */
  readonly ignores: readonly ("windows" | "freezes")[];
  /** When its releases come round; `null`: as they are needed. */
  readonly cadence: Cadence | null;
  /** How long after its issue was identified a release has to be out, in milliseconds; `null`: nothing says. */
  readonly dueMs: number | null;
  /** What leads to its releases where nobody says something else; `null`: somebody has to say. */
  readonly trigger: ReleaseTrigger | null;
  /** How long a release should take from its start to its end, for people: `2-4w`. */
  readonly duration: string | null;
  /** Messages that its workflow sends, by the names of their templates. */
  readonly tells: readonly string[];
  /** Name of the set of requirements that is part of `requires`; `null`: none is. */
  readonly gates: string | null;
  /** Its releases are meant to be rare: their share is watched (T-20). */
  readonly isExceptional: boolean;
  /** What has to hold as well where a condition does, which is that of the steps that bring it about. */
  readonly requiresWhen: ReadonlyMap<string, readonly string[]>;
}

export const TIERS = ["development", "staging", "production"] as const;

export interface Environment {
  readonly name: string;
  readonly tier: (typeof TIERS)[number];
  readonly calendar: EnvironmentCalendar;
  /** How versions get there; `null`: nothing can be deployed. */
  readonly target: TargetSettings | null;
  /** Whether unstable versions may go to production. */
  readonly allowsPrereleases: boolean;
  /** In which order parts of it are reached. */
  readonly waves: readonly string[];
  readonly regions: readonly string[];
}

/** The adapter that reaches an environment, and what it has to know. */
export interface TargetSettings {
  readonly adapter: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface Workflow {
  readonly name: string;
  readonly phases: readonly Phase[];
  /** Lists of steps that only an outcome leads to. */
  readonly detours: ReadonlyMap<string, readonly Step[]>;
  readonly variants: ReadonlyMap<string, Variant>;
  /** What starts it beside a running release; a workflow without triggers is started by a release. */
  readonly triggers: readonly Trigger[];
}

export interface Phase {
  readonly name: string;
  /** How long it should take, for people: `3-10d`. */
  readonly target: string | null;
  readonly steps: readonly Step[];
}

/** Another way through the same workflow, with what it leaves owing. */
export interface Variant {
  readonly skip: readonly string[];
  readonly replace: ReadonlyMap<string, Work>;
  readonly owe: readonly string[];
  /** Time within which the debt is due; `null` when nothing is owed. */
  readonly within: string | null;
  /** Release types that may take it; empty: all of the workflow. */
  readonly types: readonly string[];
  /** The step by which somebody agrees that it is taken, before anything else; `null`: nobody is asked. */
  readonly approval: Work | null;
}

export interface Trigger {
  readonly on: string;
  /** Condition on the event; `null`: always. */
  readonly when: string | null;
}

/** One thing to do, or a group of things done side by side. */
export type Step = Work | Group;

export interface Group {
  readonly name: string;
  readonly together: readonly Work[];
  readonly when: string | null;
}

export interface Work {
  readonly name: string;
  readonly kind: StepKind;
  readonly with: Readonly<Record<string, unknown>>;
  /** Any one of these may act. */
  readonly roles: readonly string[];
  /** So many people of each of these roles have to act. */
  readonly signers: ReadonlyMap<string, number>;
  /** Where outcomes other than success lead: an earlier step, a detour, or `next`. */
  readonly else: ReadonlyMap<string, string>;
  /** Condition under which the step is done at all; `null`: always. */
  readonly when: string | null;
  /** What it is repeated for, for example the waves of an environment. */
  readonly each: string | null;
  /** How often it may be tried; `null`: without a limit. */
  readonly attempts: number | null;
  /** After which time it ends as `expired`. */
  readonly expires: string | null;
  /** After which time, and again after each such time, the people it waits for are reminded. */
  readonly remind: string | null;
  /** Facets of what is released that its success speaks of; `null`: what its kind speaks of. */
  readonly covers: readonly string[] | null;
  /** Final status of a release that leaves the path here. */
  readonly status: string | null;
}

export function isGroup(step: Step): step is Group {
  return "together" in step;
}

/** The ways a step can end, success first. */
export function outcomesOf(work: Work): readonly string[] {
  const declared = fixedOutcomes(work.kind) ?? textsIn(work.with["outcomes"]);
  return work.expires === null ? declared : [...declared, "expired"];
}

/** Whether its success cannot be taken back: a tag burns a number, users have seen what production ran. */
export function isIrreversible(work: Work, environments: Process["environments"]): boolean {
  if (isIrreversibleKind(work.kind)) return true;
  if (work.kind === "migrate") return work.with["direction"] === "forward-only";
  return work.kind === "deploy" && tierOf(work, environments) === "production";
}

export function tierOf(work: Work, environments: Process["environments"]): Environment["tier"] | undefined {
  return environments.get(textOf(work, "environment"))?.tier;
}

/** A loop through it cannot spin: somebody has to act, or it may be tried so often only. */
export function isBounded(work: Work): boolean {
  return waitsForPerson(work.kind) || work.attempts !== null;
}

/** Every single step of a list, those in groups included. */
export function worksIn(steps: readonly Step[]): Work[] {
  return steps.flatMap((step) => (isGroup(step) ? step.together : [step]));
}

/** Every single step of a workflow, in order; those of detours after those of the phases. */
export function worksOf({ phases, detours }: Workflow): Work[] {
  return [...phases.map(({ steps }) => steps), ...detours.values()].flatMap(worksIn);
}

/** Whether it says anything about when releases happen. */
export function hasCalendar({ types, environments }: Process): boolean {
  const isTimed = ({ calendar: { windows, peaks } }: Environment): boolean => windows.length + peaks.length > 0;
  return [...types.values()].some(({ cadence }) => cadence !== null) || [...environments.values()].some(isTimed);
}

/** A setting of a step as text; empty when it is none. */
export function textOf(work: Work, setting: string): string {
  const value = work.with[setting];
  return typeof value === "string" ? value : "";
}

export function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}
