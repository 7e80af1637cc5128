import { liveIn, type EnvironmentState, type Waiting } from "../../domain/environment/environment-state.ts";
import { textOf } from "../../domain/process/process.ts";
import { peopleWith } from "../../domain/access/access-state.ts";
import type { ReleaseCommand } from "../../domain/release/command.ts";
import type { Decision } from "../../domain/release/decide.ts";
import { rolesAsked } from "../../domain/release/authority.ts";
import { due, type ActiveStep, type Due, type UnsettledStep } from "../../domain/release/due.ts";
import { isSlipwayError } from "../../kernel/problem.ts";
import type { Told, Pending } from "../engine-ports.ts";
import { command } from "./engine.ts";
import type { EngineTools } from "./engine-tools.ts";
import { look } from "./look.ts";
import { observe } from "./observe.ts";
import { jobOf, jobRelease } from "./job.ts";
import { contextOf, loadStarted, type StartedScene } from "./scene.ts";

/** What one round did for a release. */
export interface Round {
  /** Whether anything was recorded: then there may be more to do at once. */
  readonly moved: boolean;
  /** Releases that waited for an environment and may have it now. */
  readonly turns: readonly string[];
  /** When to look again, in Unix milliseconds; `null`: when something happens. */
  readonly wakeAt: number | null;
  readonly due: Due;
}

/** Does everything that is due for a release now, and says when to look again. */
export async function advance(tools: EngineTools, id: string): Promise<Round> {
  await observe(tools, id);
  const scene = await loadStarted(tools, id);
  const before = versionsOf(scene);
  await lookAtAll(tools, scene);
  const now = due(scene.release.state, contextOf(tools, scene));
  for (const step of now.unreminded) await remindPeople(tools, scene, step);
  const waits = [
    ...(await together(now.expired, ({ run, visit }) => send(tools, id, { type: "expire", run, visit }))),
    ...(await together(now.performing, (step) => ask(tools, scene, step))),
    ...(await together(now.unsettled, (step) => learn(tools, scene, step))),
    ...(await together([...now.effects, ...unrecorded(now)], (step) => begin(tools, scene, step))),
  ];
  const later = await loadStarted(tools, id);
  const { wakeAt, ...rest } = due(later.release.state, contextOf(tools, later));
  const times = [...waits, wakeAt].filter((time): time is number => time !== null);
  return {
    moved: versionsOf(later).release !== before.release,
    turns: versionsOf(later).environments === before.environments ? [] : turnsIn(later),
    wakeAt: times.length === 0 ? null : Math.min(...times),
    due: { ...rest, wakeAt },
  };
}

/** Steps that policy holds back for reasons that are not in the record yet. */
function unrecorded({ blocked }: Due): readonly ActiveStep[] {
  return blocked.filter(({ isRecorded }) => !isRecorded);
}

async function together<T>(list: readonly T[], work: (each: T) => Promise<number | null>): Promise<(number | null)[]> {
  return Promise.all(list.map(work));
}

async function send(tools: EngineTools, id: string, wanted: ReleaseCommand): Promise<null> {
  await unlessRefused(tools, id, wanted);
  return null;
}

/** What a machine is refused came too late: somebody else was faster, and what follows is in the record. */
async function unlessRefused(tools: EngineTools, id: string, wanted: ReleaseCommand): Promise<Decision | undefined> {
  try {
    return await command(tools, tools.self, id, wanted);
  } catch (error) {
    if (!isSlipwayError(error) || error.problems[0].kind !== "refused") throw error;
    tools.progress(`${id} ${error.problems[0].found}`);
    return undefined;
  }
}

/** Tells people that a step waits for them; that they were told is in the record. */
async function remindPeople(tools: EngineTools, { release, access }: StartedScene, step: ActiveStep): Promise<void> {
  const { run, visit: number, work } = step;
  const { release: id, runs } = release.state;
  const visit = runs.get(run)?.visits.find((each) => each.number === number);
  const people = rolesAsked(work).flatMap((role) => peopleWith(access.state, role, tools.now()).map(({ who }) => who));
  const who = people.length === 0 ? rolesAsked(work) : [...new Set(people)];
  await tools.remind(jobRelease(release.state), {
    step: work.name,
    who,
    since: visit?.enteredAt ?? tools.now(),
    before: visit?.remindedAt ?? 0,
  });
  await send(tools, id, { type: "remind", run, visit: number });
}

/** Lets checks answer what they can in every step that waits for people. */
async function lookAtAll(tools: EngineTools, scene: StartedScene): Promise<void> {
  if (scene.release.state.status !== "running") return;
  for (const step of due(scene.release.state, contextOf(tools, scene)).people) await look(tools, scene, step);
}

/** Asks policy, and does the step when it agrees. The start is in the record before anything happens. */
async function begin(tools: EngineTools, scene: StartedScene, step: ActiveStep): Promise<number | null> {
  const { run, visit } = step;
  const id = scene.release.state.release;
  const observed = await observedFor(tools, scene, step);
  const decision = await unlessRefused(tools, id, { type: "perform", run, visit, observed });
  if (decision?.events.some(({ type }) => type === "effect-started") !== true) return null;
  const started = await loadStarted(tools, id);
  const performer = await tools.performer(step.work.kind);
  tools.progress(`${id} ${step.work.name}`);
  return settle(tools, started, step, async () => performer.perform(jobOf(tools, started, step)));
}

/** Learns what became of an effect that was started before: it goes on, it told its outcome, or a crash came in between. */
async function ask(tools: EngineTools, scene: StartedScene, step: ActiveStep): Promise<number | null> {
  const { run, visit, work } = step;
  const performer = await tools.performer(work.kind);
  const job = jobOf(tools, scene, step);
  return settle(tools, scene, step, async () => {
    const seen = await performer.observe(job);
    if (seen === "repeat") return performer.perform(job);
    if (seen !== "unknown") return seen;
    const why = `nobody knows what came of ${work.name}: it was begun, and no trace tells how it ended`;
    await send(tools, scene.release.state.release, { type: "ask", run, visit, why });
    return undefined;
  });
}

/** Learns what became of an effect that its run does not wait for. Where no trace tells, that is in the record. */
async function learn(tools: EngineTools, scene: StartedScene, step: UnsettledStep): Promise<number | null> {
  const { run, visit, work } = step;
  const id = scene.release.state.release;
  const performer = await tools.performer(work.kind);
  const seen = await performer.observe(jobOf(tools, scene, step)).catch(passOver);
  if (typeof seen === "object") return settle(tools, scene, step, async () => seen);
  if (seen === undefined || step.isAsked) return null;
  const why = seen === "repeat" ? `${work.name} never began` : `nobody knows what came of ${work.name}`;
  return send(tools, id, { type: "ask", run, visit, why });
}

/** What cannot be asked now is asked the next time. */
function passOver(error: unknown): undefined {
  if (!isSlipwayError(error)) throw error;
}

/** Records what an effect told. What it threw leaves its outcome open: it is asked about in the next run. */
async function settle(
  tools: EngineTools,
  scene: StartedScene,
  { run, visit, work }: ActiveStep,
  effect: () => Promise<Told | Pending | undefined>,
): Promise<number | null> {
  const id = scene.release.state.release;
  const told = await effect().catch((error: unknown) => afterFailure(tools, scene, { run, visit, work }, error));
  if (told === undefined) return null;
  if ("pendingUntil" in told) return told.pendingUntil;
  const { outcome, says, facts = {}, subject = {} } = told;
  tools.note(`${id} ${work.name} ${outcome}: ${says}`);
  return send(tools, id, { type: "finish", run, visit, outcome, by: null, says, facts, subject });
}

/** What failed on the way may have happened all the same. Where the world cannot tell, a person is asked. */
async function afterFailure(
  tools: EngineTools,
  scene: StartedScene,
  step: ActiveStep,
  error: unknown,
): Promise<Told | Pending | undefined> {
  if (tools.signal.aborted) return undefined;
  if (!isSlipwayError(error)) throw error;
  const performer = await tools.performer(step.work.kind);
  const seen = await performer.observe(jobOf(tools, scene, step)).catch(() => "unknown" as const);
  if (typeof seen === "object") return seen;
  const why = error.problems.map(({ found, expected }) => `${found}; expected: ${expected}`).join("\n");
  const { run, visit } = step;
  return send(tools, scene.release.state.release, { type: "ask", run, visit, why }).then(() => undefined);
}

async function observedFor(
  tools: EngineTools,
  { release, environments }: StartedScene,
  { work, run, visit }: ActiveStep,
): Promise<{ containsLive?: boolean }> {
  if (work.kind !== "deploy" || work.with["version"] === "previous") return {};
  const environment = environments.get(textOf(work, "environment"));
  const member = release.state.runs.get(run)?.visits.find(({ number }) => number === visit)?.member ?? "";
  const live = environment === undefined ? undefined : liveIn(environment.state, member);
  const commit = release.state.facts.get("commit");
  if (live === undefined || typeof commit !== "string") return {};
  return { containsLive: await tools.contains(commit, live.commit) };
}

/** The first one in the queue of every environment that nobody changes. */
function turnsIn({ environments }: StartedScene): readonly string[] {
  const first = ({ lease, queue }: EnvironmentState): readonly Waiting[] => (lease === null ? queue.slice(0, 1) : []);
  return [...environments.values()].flatMap(({ state }) => first(state).map(({ release }) => release));
}

function versionsOf({ release, environments }: StartedScene): { release: number; environments: string } {
  return { release: release.version, environments: [...environments.values()].map(({ version }) => version).join() };
}
