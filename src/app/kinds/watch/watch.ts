import * as z from "zod/mini";
import { factKey } from "../../../domain/environment/delivery-facts.ts";
import { must } from "../../../kernel/assert.ts";
import { durationMs } from "../../../kernel/duration.ts";
import type { Job, Pending, Performer, Told } from "../../engine-ports.ts";
import type { KindTools } from "../kind-tools.ts";
import type { Kind } from "../kind.ts";
import { settingsOf } from "../step-settings.ts";
import { reach, type Reached } from "../target-step.ts";
import { watchSettings } from "./settings.ts";

export const WATCH: Kind = { settings: watchSettings, open: openWatch };

/** Looks at an environment again and again until the time is over. It changes nothing, so that nothing can be done twice. */
function openWatch(tools: KindTools): Performer {
  const look = async (job: Job): Promise<Told | Pending> => lookOnce(job, await reach(tools, job));
  return { perform: look, observe: look };
}

async function lookOnce(job: Job, { environment, target }: Reached): Promise<Told | Pending> {
  const settings = settingsOf(watchSettings, job);
  const now = job.now();
  const end = job.startedAt + must(durationMs(settings.for), "a duration");
  const expected = expectedIn(job, environment.name);
  const { breaches, simulated } = await target.health({ expected, criteria: settings.criteria }, now);
  if (breaches.length > 0) {
    const says = breaches.map(({ criterion, says: what }) => `${criterion}: ${what}`).join("; ");
    return { outcome: "breached", says, facts: { breached: breaches.map((breach) => ({ ...breach, simulated })) } };
  }
  if (now < end) return { pendingUntil: Math.min(end, now + must(durationMs(settings.every), "a duration")) };
  const says = `nothing was amiss in ${environment.name} for ${settings.for}${simulated ? " (simulated)" : ""}`;
  return {
    outcome: "clean",
    says,
    facts: { watched: { environment: environment.name, for: settings.for, simulated } },
  };
}

const deployedFact = z.object({ member: z.string(), version: z.string() });

/** What this release brought there has to stay; where it brought nothing, whatever serves is watched. */
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
