import * as z from "zod/mini";
import { factKey } from "../../domain/environment/delivery-facts.ts";
import type { Job, JobRelease } from "../engine-ports.ts";

const deployedFact = z.object({
  environment: z.string(),
  member: z.string(),
  version: z.string(),
  previous: z.nullable(z.string()),
});
type Deployed = z.infer<typeof deployedFact>;

/** What this release brought to an environment, by member: that has to serve there. */
export function deployedVersions(
  { release, member }: Pick<Job, "release" | "member">,
  environment: string,
): ReadonlyMap<string, string> {
  const whole = factKey("deployed", environment, null);
  const deployed = [...release.facts].flatMap(([key, fact]) => {
    const parsed = deployedFact.safeParse(fact);
    return (key === whole || key.startsWith(`${whole}/`)) && parsed.success ? [parsed.data] : [];
  });
  return new Map(
    deployed.filter((each) => member === null || each.member === member).map((each) => [each.member, each.version]),
  );
}

/** The deployment that a release told of last. */
export function lastDeployed({ facts }: Pick<JobRelease, "facts">): Deployed | undefined {
  const deployed = [...facts].flatMap(([key, fact]) => {
    const parsed = deployedFact.safeParse(fact);
    return key.startsWith("deployed:") && parsed.success ? [parsed.data] : [];
  });
  return deployed.at(-1);
}
