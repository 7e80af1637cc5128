import { must } from "../../../kernel/assert.ts";
import { durationMs } from "../../../kernel/duration.ts";
import type { Job, Pending, Performer, Told } from "../../engine-ports.ts";
import type { KindTools } from "../kind-tools.ts";
import type { Kind } from "../kind.ts";
import { settingsOf } from "../step-settings.ts";
import { askHealth } from "../target-health.ts";
import { reach, type Reached } from "../target-step.ts";
import { watchSettings } from "./settings.ts";

export const WATCH: Kind = { settings: watchSettings, open: openWatch };

/** Looks at an environment again and again until the time is over. It changes nothing, so that nothing can be done twice. */
function openWatch(tools: KindTools): Performer {
  const look = async (job: Job): Promise<Told | Pending> => lookOnce(job, await reach(tools, job));
  return { perform: look, observe: look };
}

async function lookOnce(job: Job, reached: Reached): Promise<Told | Pending> {
  const { environment } = reached;
  const settings = settingsOf(watchSettings, job);
  const now = job.now();
  const end = job.startedAt + must(durationMs(settings.for), "a duration");
  const { breaches, simulated } = await askHealth(job, reached, settings.criteria);
  const how = simulated ? " (simulated)" : "";
  if (breaches.length > 0) {
    const says = `${breaches.map(({ criterion, says: what }) => `${criterion}: ${what}`).join("; ")}${how}`;
    return { outcome: "breached", says, facts: { breached: breaches.map((breach) => ({ ...breach, simulated })) } };
  }
  if (now < end) return { pendingUntil: Math.min(end, now + must(durationMs(settings.every), "a duration")) };
  const says = `nothing was amiss in ${environment.name} for ${settings.for}${how}`;
  return {
    outcome: "clean",
    says,
    facts: { watched: { environment: environment.name, for: settings.for, simulated } },
  };
}
