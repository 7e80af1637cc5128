import type { EnvironmentState, Waiting } from "../../domain/environment/environment-state.ts";
import { peopleWith } from "../../domain/access/access-state.ts";
import { rolesAsked } from "../../domain/release/authority.ts";
import { due, type ActiveStep, type Due } from "../../domain/release/due.ts";
import { ask, begin, learn, send } from "./do-step.ts";
import type { EngineTools } from "./engine-tools.ts";
import { look } from "./look.ts";
import { observe } from "./observe.ts";
import { jobRelease } from "./job.ts";
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

/** The first one in the queue of every environment that nobody changes. */
function turnsIn({ environments }: StartedScene): readonly string[] {
  const first = ({ lease, queue }: EnvironmentState): readonly Waiting[] => (lease === null ? queue.slice(0, 1) : []);
  return [...environments.values()].flatMap(({ state }) => first(state).map(({ release }) => release));
}

function versionsOf({ release, environments }: StartedScene): { release: number; environments: string } {
  return { release: release.version, environments: [...environments.values()].map(({ version }) => version).join() };
}
