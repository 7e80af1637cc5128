import * as z from "zod/mini";
import { factKey } from "../../../domain/environment/delivery-facts.ts";
import type { TargetAnswer } from "../../delivery-ports.ts";
import type { Job, Performer, Told } from "../../engine-ports.ts";
import type { KindTools } from "../kind-tools.ts";
import type { Kind } from "../kind.ts";
import { settingsOf } from "../step-settings.ts";
import { ask, give, orderOf, reach, type Reached } from "../target-step.ts";
import { restoreSettings } from "./settings.ts";

export const RESTORE: Kind = { settings: restoreSettings, open: openRestore };

const backupFact = z.object({ backup: z.string() });

/** Puts the data back as this release found it; never from a backup that nobody recorded. */
function openRestore(tools: KindTools): Performer {
  return {
    async perform(job) {
      settingsOf(restoreSettings, job);
      const reached = await reach(tools, job);
      const backup = backupIn(job, reached);
      if (backup === undefined) return noBackup(reached);
      return give(job, reached, { ...orderOf(job), act: "restore", backup }, (answer) => told(reached, answer));
    },
    async observe(job) {
      const reached = await reach(tools, job);
      return ask(job, reached, (answer) => told(reached, answer));
    },
  };
}

function backupIn({ release, member }: Job, { environment }: Reached): string | undefined {
  const parsed = backupFact.safeParse(release.facts.get(factKey("backup", environment.name, member)));
  return parsed.success ? parsed.data.backup : undefined;
}

function noBackup({ environment: { name } }: Reached): Told {
  return { outcome: "failed", says: `this release took no verified backup of ${name}, so there is nothing to restore` };
}

function told({ environment }: Reached, { state, says }: Extract<TargetAnswer, { state: "done" | "failed" }>): Told {
  return { outcome: state === "done" ? "restored" : "failed", says: `${says} in ${environment.name}` };
}
