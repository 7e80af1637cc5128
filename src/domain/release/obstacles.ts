import { isoMoment } from "../../kernel/iso-moment.ts";
import { calendarObstacles, type CalendarAnswer } from "../calendar/environment-calendar.ts";
import { environmentObstacles } from "../environment/environment-obstacles.ts";
import { liveIn } from "../environment/environment-state.ts";
import { notVerifiedInStaging, unstableVersion, withoutBackup } from "../environment/promotion-obstacles.ts";
import type { Environment, Work } from "../process/process.ts";
import type { Observed, Refusal } from "./command.ts";
import type { Draft } from "./draft.ts";
import { bringsBack, changedEnvironment, comingBack, isRollback } from "./environment-work.ts";
import { yesStands } from "./authority.ts";
import { MAIN, standingVisit, type Visit } from "./release-state.ts";
import type { Facts } from "./release-event.ts";
import { isScopeGate, scopeRefusals } from "./scope-gate.ts";
import { isPassed } from "./walk.ts";
import { environmentIn } from "./world.ts";
import { isProgressive, PROGRESSIVE } from "../process/progressive.ts";
import { witnessesOf } from "../process/witnesses.ts";

/** Something that stands between a step and its effect. */
export interface Obstacle extends Refusal {
  /** When time alone takes it away, in Unix milliseconds; `null`: something has to happen. */
  readonly until: number | null;
}

/** What stands between a step and its effect at this moment. A rollback is asked for less: it takes something away. */
export function obstaclesOf(
  draft: Draft,
  run: string,
  { visit, work }: { readonly visit: Visit; readonly work: Work },
  observed: Observed = {},
): Obstacle[] {
  if (isScopeGate(work)) return untimed(scopeRefusals(draft, work));
  const environment = changedEnvironment(draft, work);
  if (environment === undefined) return [];
  const isBack = bringsBack(work);
  const back = isBack ? (comingBack(draft, environment.name, visit.member)?.version ?? null) : null;
  const { release, variant } = draft.state;
  const state = environmentIn(draft.world, environment.name);
  const wanted = {
    release,
    brings: work.kind === "deploy" && !isBack ? draft.state.version : back,
    now: draft.context.now,
    isEmergency: variant !== null,
    isRollback: isRollback(draft, run),
  };
  const refusals = environmentObstacles(state, wanted);
  if (work.kind !== "deploy" || isBack || run !== MAIN) return untimed(refusals);
  return [
    ...untimed([
      ...refusals,
      ...promotion(draft, environment),
      ...behindLive(draft, environment, visit, observed),
      ...alteredTag(draft, observed),
    ]),
    ...beforeSlot(draft, environment),
    ...closedNow(draft, environment),
    ...(environment.tier === "production" ? untimed(missingRequirements(draft, run, work)) : []),
  ];
}

function untimed(refusals: readonly Refusal[]): Obstacle[] {
  return refusals.map((refusal) => ({ ...refusal, until: null }));
}

/** What may go to an environment at all: stable versions, what was verified in staging, data that was backed up. */
function promotion(draft: Draft, to: Environment): Refusal[] {
  const { process, world } = { ...draft.context, world: draft.world };
  const { version, releaseType, variant, subject, facts, traits } = draft.state;
  const commit = facts.get("commit");
  const wanted = {
    version,
    commit: typeof commit === "string" ? commit : "",
    artifacts: subject.get("artifacts") ?? null,
    to,
  };
  const staging = [...process.environments.values()].filter(({ tier }) => tier === "staging");
  const states = new Map(staging.map(({ name }) => [name, environmentIn(world, name)]));
  const isStaged = variant === null && process.types.get(releaseType)?.requires.includes("staged");
  return [
    ...unstableVersion(wanted),
    ...(isStaged === true && commit !== undefined ? notVerifiedInStaging(wanted, states) : []),
    ...(to.tier === "production"
      ? withoutBackup(traits["changesData"] === true, facts.get(`backup:${to.name}`), to.name)
      : []),
  ];
}

/** A release that lacks what is live would take it back without saying so. */
function behindLive(draft: Draft, { name, tier }: Environment, visit: Visit, { containsLive }: Observed): Refusal[] {
  if (tier !== "production" || containsLive !== false) return [];
  const live = liveIn(environmentIn(draft.world, name), visit.member ?? "");
  const found = `what is live in ${name}, ${live?.version ?? "something"}, is not part of this release`;
  return [{ code: "behind-live", found, expected: "a commit that contains what is live, or an equivalent of it" }];
}

/** A tag is never moved: one that is not the recorded object stands for something that nobody tested or approved (TG-04). */
function alteredTag({ state: { facts } }: Draft, { tagObject }: Observed): Refusal[] {
  const [tag, made] = [facts.get("tag"), facts.get("tagObject")];
  if (tagObject === undefined || typeof tag !== "string" || typeof made !== "string" || tagObject === made) return [];
  const found = `${tag} was made as ${made.slice(0, 12)} and ${tagObject === null ? "is gone" : `is ${tagObject.slice(0, 12)} now`}`;
  return [
    { code: "tag-altered", found, expected: `the tag as it was recorded: git update-ref refs/tags/${tag} ${made}` },
  ];
}

/** Windows, freezes and peaks count at the moment of the effect. */
function closedNow(draft: Draft, environment: Environment): Obstacle[] {
  const answer = calendarNow(draft, environment);
  return answer?.obstacles.map((refusal) => ({ ...refusal, until: answer.opensAt })) ?? [];
}

/** What of the calendar a deployment passes by when it starts now, for the record (T-11). */
export function passedNow(draft: Draft, run: string, work: Work): Facts {
  const environment = run === MAIN && !bringsBack(work) ? changedEnvironment(draft, work) : undefined;
  if (work.kind !== "deploy" || environment === undefined) return {};
  const passed = calendarNow(draft, environment)?.passed ?? [];
  return passed.length === 0 ? {} : { [`passed:${environment.name}`]: passed.map(({ code }) => code) };
}

/** A hotfix or an emergency may pass windows by. */
function calendarNow(draft: Draft, { name, calendar: settings }: Environment): CalendarAnswer | undefined {
  const { calendar } = draft.world;
  if (calendar === null) return undefined;
  const { releaseType, variant } = draft.state;
  const ignored = draft.context.process.types.get(releaseType)?.ignores ?? [];
  const ignores = variant === null ? ignored : [...ignored, "windows" as const];
  const question = { environment: name, settings, zones: calendar.zones, ignores };
  return calendarObstacles(calendar.state, question, draft.context.now);
}

function beforeSlot(draft: Draft, { name }: Environment): Obstacle[] {
  const slot = draft.state.facts.get(`slot:${name}`);
  if (typeof slot !== "number" || slot <= draft.context.now) return [];
  const at = isoMoment(slot);
  return [{ code: "scheduled", found: `the slot in ${name} begins ${at}`, expected: "its beginning", until: slot }];
}

function stillSaid(draft: Draft, run: string, work: Work): boolean {
  const visit = standingVisit(draft.run(run), work.name);
  return visit !== undefined && yesStands(draft, visit, work);
}

/** When time alone takes every obstacle away; `null` when it does not. */
export function wakeAtOf(obstacles: readonly Obstacle[]): number | null {
  const times = obstacles.map(({ until }) => until);
  return times.some((time) => time === null) ? null : Math.max(...times.map(Number));
}

function missingRequirements(draft: Draft, run: string, work: Work): Refusal[] {
  const { process } = draft.context;
  const { works } = draft.layout(run);
  const type = process.types.get(draft.state.releaseType);
  const conditions = [...(type?.requiresWhen ?? [])];
  const isAsked = ({ when }: Work): boolean =>
    when === null || !conditions.some(([condition]) => condition === when) || draft.holds(when);
  const more = conditions.flatMap(([condition, list]) => (draft.holds(condition) ? list : []));
  return [...(type?.requires ?? []), ...more].flatMap((requirement) => {
    if (requirement === PROGRESSIVE) return isProgressive(process, work) ? [] : [atOnce(draft, work)];
    const witnesses = witnessesOf([...works.values()], process, requirement);
    const steps = witnesses.filter((step) => step !== work && isAsked(step));
    const passed = steps.filter((step) => isPassed(draft, run, step.name) && stillSaid(draft, run, step));
    const isLeftOut = steps.length === 0 && draft.state.variant !== null; // the variant owes it
    const holds = isLeftOut || (requirement === "approved" ? passed.length === steps.length : passed.length > 0);
    if (holds) return [];
    const open = steps.filter((step) => !passed.includes(step)).map(({ name }) => name);
    return [
      {
        code: "requirement",
        found: `${requirement} does not hold for what is released now: ${open.join(", ")}`,
        expected: `${requirement} before ${work.name}`,
      },
    ];
  });
}

function atOnce({ state }: Draft, { name }: Work): Refusal {
  const found = `${name} reaches all of production at once, and a ${state.releaseType} may not`;
  return { code: "strategy", found, expected: "a strategy in steps, such as a canary or waves" };
}
