import { factKey } from "../../domain/environment/delivery-facts.ts";
import { environmentOf } from "../../domain/environment/environment-of.ts";
import { isFirst, previousStable } from "../../domain/environment/previous-stable.ts";
import type { Environment } from "../../domain/process/process.ts";
import type { ActiveStep } from "../../domain/release/due.ts";
import type { ReleaseState, Visit } from "../../domain/release/release-state.ts";
import { tagOf } from "../../domain/release/release-id.ts";
import type { Json } from "../../kernel/canonical-json.ts";
import { must } from "../../kernel/assert.ts";
import type { Job, JobRelease, Lease } from "../engine-ports.ts";
import type { EngineTools } from "./engine-tools.ts";
import { ENVIRONMENT_STREAM } from "./environment-stream.ts";
import type { StartedScene } from "./scene.ts";

/** What a performer is told about a step. */
export function jobOf(tools: EngineTools, scene: StartedScene, { run, visit: number, work }: ActiveStep): Job {
  const { state } = scene.release;
  const visit = must(
    state.runs.get(run)?.visits.find((each) => each.number === number),
    "an active step was visited",
  );
  const { member, startedAt } = visit;
  return {
    effect: `${state.release}/${run}/${number}`,
    work,
    member,
    release: { ...jobRelease(state), facts: factsFor(scene, member) },
    lease: leaseOf(tools, visit, environmentOf(work, scene.process.environments)),
    startedAt: startedAt ?? tools.now(),
    now: () => tools.now(),
    progress: tools.progress,
    signal: tools.signal,
  };
}

export function jobRelease(state: ReleaseState): JobRelease {
  const { release: id, version, component, releaseType, facts, subject } = state;
  return { id, version, component, tag: tagOf(id), releaseType, facts, subject };
}

/** Facts of the release, with the version each environment goes back to. */
function factsFor({ release, environments }: StartedScene, member: string | null): JobRelease["facts"] {
  const { facts, version } = release.state;
  const previous = [...environments].flatMap(([name, { state }]): [string, Json][] => {
    const stable = previousStable(state, member ?? "", version);
    if (isFirst(state, member ?? "", version)) return [[factKey("previous", name, member), null]];
    if (stable === undefined) return [];
    const { version: back, commit, artifacts } = stable;
    return [[factKey("previous", name, member), { version: back, commit, artifacts }]];
  });
  return new Map([...facts, ...previous]);
}

function leaseOf(tools: EngineTools, { epoch }: Visit, environment: Environment | undefined): Lease | null {
  if (epoch === null || environment === undefined) return null;
  const isHeld = async (): Promise<boolean> => {
    const { state } = await tools.streams.load(ENVIRONMENT_STREAM, `${tools.product}/${environment.name}`);
    return state.lease?.epoch === epoch;
  };
  return { environment: environment.name, epoch, isHeld };
}
