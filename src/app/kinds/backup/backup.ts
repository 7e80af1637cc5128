import { factKey } from "../../../domain/environment/delivery-facts.ts";
import type { Json } from "../../../kernel/canonical-json.ts";
import type { TargetAnswer } from "../../delivery-ports.ts";
import type { Job, Performer, Told } from "../../engine-ports.ts";
import type { KindTools } from "../kind-tools.ts";
import type { Kind } from "../kind.ts";
import { settingsOf } from "../step-settings.ts";
import { ask, give, orderOf, reach, type Reached } from "../target-step.ts";
import { backupSettings } from "./settings.ts";

export const BACKUP: Kind = { settings: backupSettings, open: openBackup };

/** A copy of the data of an environment. Only one that was read back counts: what cannot come back is no backup. */
function openBackup(tools: KindTools): Performer {
  return {
    async perform(job) {
      settingsOf(backupSettings, job);
      const reached = await reach(tools, job);
      return give(job, reached, { ...orderOf(job), act: "backup" }, (answer) => told(job, reached, answer));
    },
    async observe(job) {
      const reached = await reach(tools, job);
      return ask(job, reached, (answer) => told(job, reached, answer));
    },
  };
}

function told(
  { release, member, now }: Job,
  { environment: { name } }: Reached,
  { state, says, simulated, backup }: Extract<TargetAnswer, { state: "done" | "failed" }>,
): Told {
  if (state === "failed") return { outcome: "failed", says };
  if (backup?.isVerified !== true) return { outcome: "failed", says: `${says}, but it could not be read back` };
  const fact: Json = { environment: name, backup: backup.id, version: release.version, takenAt: now(), simulated };
  return { outcome: "taken", says: `${says} in ${name}`, facts: { [factKey("backup", name, member)]: fact } };
}
