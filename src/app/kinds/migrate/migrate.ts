import { factKey } from "../../../domain/environment/delivery-facts.ts";
import type { Json } from "../../../kernel/canonical-json.ts";
import type { TargetAnswer } from "../../delivery-ports.ts";
import type { Job, Performer, Told } from "../../engine-ports.ts";
import type { KindTools } from "../kind-tools.ts";
import type { Kind } from "../registry.ts";
import { ask, give, orderOf, reach, type Reached } from "../target-step.ts";
import { migrateSettings } from "./settings.ts";

export const MIGRATE: Kind = { settings: migrateSettings, open: openMigrate };

/** Brings data into the form that a version needs, or back into the one before. */
function openMigrate(tools: KindTools): Performer {
  return {
    async perform(job) {
      const { direction } = migrateSettings.parse(job.work.with);
      const reached = await reach(tools, job.work);
      return give(job, reached, { ...orderOf(job), act: "migrate", direction }, (answer) => told(job, reached, answer));
    },
    async observe(job) {
      const reached = await reach(tools, job.work);
      return ask(job, reached, (answer) => told(job, reached, answer));
    },
  };
}

function told(
  { release, member, work }: Job,
  { environment: { name } }: Reached,
  { state, says, simulated }: Extract<TargetAnswer, { state: "done" | "failed" }>,
): Told {
  if (state === "failed") return { outcome: "failed", says: `${says} in ${name}` };
  const { direction } = migrateSettings.parse(work.with);
  const fact: Json = { environment: name, version: release.version, direction, simulated };
  return { outcome: "migrated", says: `${says} in ${name}`, facts: { [factKey("migrated", name, member)]: fact } };
}
