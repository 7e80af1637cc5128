import { environmentOf } from "../../domain/environment/environment-of.ts";
import type { Environment, Work } from "../../domain/process/process.ts";
import { must } from "../../kernel/assert.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import type { Deployable, Target, TargetAnswer, TargetOrder } from "../delivery-ports.ts";
import type { Job, Pending, Told } from "../engine-ports.ts";
import type { TargetTools } from "./target-tools.ts";

/** An environment of a step, and what reaches it. */
export interface Reached {
  readonly environment: Environment;
  readonly target: Target;
}

/** Opens what the step is about; a problem when it is about no environment, or when nothing reaches it. */
export async function reach({ services, processOf }: TargetTools, { work, release }: Job): Promise<Reached> {
  const { environments } = await processOf(release.id);
  const environment = environmentOf(work, environments);
  if (environment === undefined) throw new SlipwayError(noEnvironment(work, [...environments.keys()]));
  if (!isDeployable(environment)) throw new SlipwayError(noTarget(environment.name));
  return { environment, target: await services.openTarget(environment) };
}

/** What an act came to: told by its kind, because every kind has its own outcomes. */
type Telling = (answer: Extract<TargetAnswer, { state: "done" | "failed" }>) => Told | Promise<Told>;

/** The parts of an order that follow from the job. */
export function orderOf(job: Job): Pick<TargetOrder, "effect" | "epoch" | "member" | "version"> {
  const { epoch } = must(job.lease, `a lease for ${job.work.name}`);
  return { effect: job.effect, epoch, member: job.member ?? "", version: job.release.version };
}

/** Gives the order, unless somebody took over meanwhile. */
export async function give(job: Job, { target }: Reached, order: TargetOrder, tell: Telling): Promise<Told | Pending> {
  const lease = must(job.lease, `a lease for ${job.work.name}`);
  job.signal.throwIfAborted();
  if (!(await lease.isHeld())) return takenOver(`another change of ${lease.environment} took over`);
  job.progress(`${order.act} ${order.version} in ${lease.environment}`);
  return answered(await target.start(order, job.now()), tell);
}

/** Asks what became of an order; where it never arrived, it may be given again. */
export async function ask(job: Job, { target }: Reached, tell: Telling): Promise<Told | Pending | "repeat"> {
  const answer = await target.observe(job.effect, job.now());
  return answer === undefined ? "repeat" : answered(answer, tell);
}

async function answered(answer: TargetAnswer, tell: Telling): Promise<Told | Pending> {
  if (answer.state === "running") return { pendingUntil: answer.askAgainAt };
  return answer.state === "fenced" ? takenOver(answer.says) : tell(answer);
}

function takenOver(says: string): Told {
  return { outcome: "failed", says: `nothing was done: ${says}` };
}

/** Whether anything reaches it. */
export function isDeployable(environment: Environment): environment is Deployable {
  return environment.target !== null;
}

function noTarget(name: string): Problem {
  return {
    code: "no-target",
    kind: "input",
    found: `the environment ${name} has no target, so nothing can be done there`,
    expected: `\`environments.${name}.target\` in slipway.yaml`,
    action: "configure how versions get there; `target: simulated` rehearses it",
  };
}

function noEnvironment({ name }: Work, names: readonly string[]): Problem {
  return {
    code: "no-environment",
    kind: "input",
    found: `the step ${name} names no environment that there is, and not exactly one is production`,
    expected: `\`with: { environment: … }\`, one of ${names.join(", ") || "none, there are none"}`,
    action: "name the environment",
  };
}
