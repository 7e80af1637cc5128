import { environmentOf } from "../environment/environment-of.ts";
import { membersOf, membersToBringBack } from "../environment/members.ts";
import { previousStable } from "../environment/previous-stable.ts";
import type { Deployment } from "../environment/environment-state.ts";
import type { Environment, Work } from "../process/process.ts";
import type { StepKind } from "../process/step-kind.ts";
import type { Draft } from "./draft.ts";
import { DEBT, MAIN } from "./release-state.ts";
import { environmentIn } from "./world.ts";

/** Kinds that change an environment, and so need its lease. */
const CHANGING: ReadonlySet<StepKind> = new Set(["deploy", "migrate", "backup", "restore"]);

/** The environment a step changes; `undefined` when it changes none. */
export function changedEnvironment(draft: Draft, work: Work): Environment | undefined {
  return CHANGING.has(work.kind) ? environmentOf(work, draft.context.process.environments) : undefined;
}

/** Whether a run takes back what the release brought. It waits for nobody. */
export function isRollback(draft: Draft, run: string): boolean {
  return run !== MAIN && draft.run(run).trigger !== DEBT;
}

/** Whether a deployment brings an earlier version back instead of this one. */
export function bringsBack(work: Work): boolean {
  return work.kind === "deploy" && work.with["version"] === "previous";
}

/** What a step is done for, one after the other. An environment that was reached in parts goes back in parts. */
export function membersFor(draft: Draft, work: Work): readonly string[] {
  if (work.each !== null) return membersOf(draft.context.process, work.each);
  const environment = bringsBack(work) ? changedEnvironment(draft, work) : undefined;
  return environment === undefined ? [] : membersToBringBack(environmentIn(draft.world, environment.name));
}

/** What comes back; `undefined` where nothing was there before. */
export function comingBack(draft: Draft, environment: string, member: string | null): Deployment | undefined {
  return previousStable(environmentIn(draft.world, environment), member ?? "", draft.state.version);
}
