import { factKey } from "../../../domain/environment/delivery-facts.ts";
import type { Json } from "../../../kernel/canonical-json.ts";
import type { TargetAnswer } from "../../delivery-ports.ts";
import type { Job, Performer, Told } from "../../engine-ports.ts";
import type { KindTools } from "../kind-tools.ts";
import type { Kind } from "../kind.ts";
import { settingsOf } from "../step-settings.ts";
import { ask, give, orderOf, reach, type Reached } from "../target-step.ts";
import { migrateSettings } from "./settings.ts";

export const MIGRATE: Kind = { settings: migrateSettings, open: openMigrate };

/** Brings data into the form that a version needs, or back into the one before. */
function openMigrate(tools: KindTools): Performer {
  return {
    async perform(job) {
      const { direction } = settingsOf(migrateSettings, job);
      const reached = await reach(tools, job);
      return give(job, reached, { ...orderOf(job), act: "migrate", direction }, (answer) => told(job, reached, answer));
    },
    async observe(job) {
      const reached = await reach(tools, job);
      return ask(job, reached, (answer) => told(job, reached, answer));
    },
  };
}

function told(
  job: Job,
  { environment: { name } }: Reached,
  { state, says, simulated }: Extract<TargetAnswer, { state: "done" | "failed" }>,
): Told {
  if (state === "failed") return { outcome: "failed", says: `${says} in ${name}` };
  const { release, member } = job;
  const { direction } = settingsOf(migrateSettings, job);
  const fact: Json = { environment: name, version: release.version, direction, simulated };
  return { outcome: "migrated", says: `${says} in ${name}`, facts: { [factKey("migrated", name, member)]: fact } };
}
