import { environmentOf } from "../../domain/environment/environment-of.ts";
import type { Health } from "../delivery-ports.ts";
import type { Job } from "../engine-ports.ts";
import { deployedVersions } from "./deployed-versions.ts";
import { isDeployable, type Reached } from "./target-step.ts";
import type { TargetTools } from "./target-tools.ts";

/** What the target of the environment of a step says about itself; `undefined` where there is none. */
export async function healthOf({ services, processOf }: TargetTools, job: Job): Promise<Health | undefined> {
  const environment = environmentOf(job.work, (await processOf(job.release.id)).environments);
  if (environment === undefined || !isDeployable(environment)) return undefined;
  return askHealth(job, { environment, target: await services.openTarget(environment) }, []);
}

/** What this release brought there has to serve; where it brought nothing, whatever serves is looked at. */
export function askHealth(job: Job, { environment, target }: Reached, criteria: readonly string[]): Promise<Health> {
  return target.health({ expected: deployedVersions(job, environment.name), criteria }, job.now());
}
