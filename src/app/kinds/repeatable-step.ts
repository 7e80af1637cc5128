import type * as z from "zod/mini";
import { isSlipwayError, type Problem } from "../../kernel/problem.ts";
import type { Job, Performer, Told } from "../engine-ports.ts";
import { settingsOf } from "./step-settings.ts";

/** A step that leaves alone what is done already, so that doing it once more is safe. */
export interface RepeatableStep<Settings> {
  readonly settings: z.ZodMiniType<Settings>;
  /** The outcome that says it could not be done. */
  readonly failed: string;
  perform(job: Job, settings: Settings): Promise<Told>;
  /** What the world shows of an effect that was done; absent when nothing does. */
  find(job: Job, settings: Settings): Promise<Told | undefined>;
}

/** Longest text an outcome says; the rest is cut off, since an entry of the log has a limit. */
const SAYS_MAX = 4000;

/** What people can do something about becomes an outcome that says so; anything else leaves the outcome open. */
export function repeatableStep<Settings>(step: RepeatableStep<Settings>): Performer {
  return {
    async perform(job) {
      try {
        return await step.perform(job, settingsOf(step.settings, job));
      } catch (error) {
        if (!isSlipwayError(error)) throw error;
        return { outcome: step.failed, says: problemsSay(error.problems) };
      }
    },
    async observe(job) {
      try {
        return (await step.find(job, settingsOf(step.settings, job))) ?? "repeat";
      } catch (error) {
        if (!isSlipwayError(error)) throw error;
        return "repeat"; // it will meet the same problem, and say so
      }
    },
  };
}

function problemsSay(problems: readonly Problem[]): string {
  const lines = problems.map(({ found, expected, action }) =>
    [found, expected === undefined ? "" : `expected: ${expected}`, action ?? ""]
      .filter((part) => part !== "")
      .join("; "),
  );
  return lines.join("\n").slice(0, SAYS_MAX);
}
