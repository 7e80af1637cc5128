import { liveIn } from "../../domain/environment/environment-state.ts";
import { textOf } from "../../domain/process/process.ts";
import type { Observed, ReleaseCommand } from "../../domain/release/command.ts";
import type { Decision } from "../../domain/release/decide.ts";
import type { ActiveStep, UnsettledStep } from "../../domain/release/due.ts";
import { isSlipwayError } from "../../kernel/problem.ts";
import type { Told, Pending } from "../engine-ports.ts";
import { command } from "./engine.ts";
import type { EngineTools } from "./engine-tools.ts";
import { jobOf } from "./job.ts";
import { loadStarted, type StartedScene } from "./scene.ts";

/** Asks policy, and does the step when it agrees. The start is in the record before anything happens. */
export async function begin(tools: EngineTools, scene: StartedScene, step: ActiveStep): Promise<number | null> {
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
export async function ask(tools: EngineTools, scene: StartedScene, step: ActiveStep): Promise<number | null> {
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
export async function learn(tools: EngineTools, scene: StartedScene, step: UnsettledStep): Promise<number | null> {
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
): Promise<Observed> {
  if (work.kind !== "deploy" || work.with["version"] === "previous") return {};
  const environment = environments.get(textOf(work, "environment"));
  const member = release.state.runs.get(run)?.visits.find(({ number }) => number === visit)?.member ?? "";
  const live = environment === undefined ? undefined : liveIn(environment.state, member);
  const [commit, tag] = [release.state.facts.get("commit"), release.state.facts.get("tag")];
  return {
    ...(typeof tag === "string" ? { tagObject: await tools.tagObject(tag) } : {}),
    ...(live === undefined || typeof commit !== "string"
      ? {}
      : { containsLive: await tools.contains(commit, live.commit) }),
  };
}

/** Records what the engine found out. */
export async function send(tools: EngineTools, id: string, wanted: ReleaseCommand): Promise<null> {
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
