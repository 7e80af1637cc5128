import * as z from "zod/mini";
import { factKey } from "../../domain/environment/delivery-facts.ts";
import { environmentOf } from "../../domain/environment/environment-of.ts";
import type { Health } from "../delivery-ports.ts";
import type { Job } from "../engine-ports.ts";
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
  return target.health({ expected: expectedIn(job, environment.name), criteria }, job.now());
}

const deployedFact = z.object({ member: z.string(), version: z.string() });

function expectedIn({ release, member }: Job, environment: string): ReadonlyMap<string, string> {
  const whole = factKey("deployed", environment, null);
  const deployed = [...release.facts].flatMap(([key, fact]) => {
    const parsed = deployedFact.safeParse(fact);
    return (key === whole || key.startsWith(`${whole}/`)) && parsed.success ? [parsed.data] : [];
  });
  return new Map(
    deployed.filter((each) => member === null || each.member === member).map((each) => [each.member, each.version]),
  );
}
