import type * as z from "zod/mini";
import type { Job, Performer, Told } from "../engine-ports.ts";
import { repeatableStep } from "./repeatable-step.ts";

/** What a step would write, or wrote. */
export interface Writing {
  /** Whether anything is written that was not there before. */
  readonly changed: boolean;
  readonly told: Told;
}

interface WritingStep<Settings> {
  readonly settings: z.ZodMiniType<Settings>;
  write(job: Job, settings: Settings, dryRun: boolean): Promise<Writing>;
}

/** A step that writes files. A try without writing finds whether they are there: it would change nothing then. */
export function writingStep<Settings>({ settings, write }: WritingStep<Settings>): Performer {
  return repeatableStep({
    settings,
    failed: "failed",
    perform: async (job, given) => (await write(job, given, false)).told,
    find: async (job, given) => {
      const { changed, told } = await write(job, given, true);
      return changed ? undefined : told;
    },
  });
}
