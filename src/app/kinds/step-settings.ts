import type * as z from "zod/mini";
import { firstIssue } from "../../contract/schema-issue.ts";
import { durationMs } from "../../kernel/duration.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import type { Job } from "../engine-ports.ts";

/** What a step says under `with`, as its kind understands it; anything else is a problem of the process. */
export function settingsOf<T>(schema: z.ZodMiniType<T>, { work }: Job): T {
  const parsed = schema.safeParse(work.with);
  if (parsed.success) return parsed.data;
  const { found, expected } = firstIssue(parsed.error, work.with);
  throw new SlipwayError({
    code: "step-settings",
    kind: "input",
    found: `what step ${work.name} (${work.kind}) says under \`with\` is not understood: ${found}`,
    expected,
    action: "correct the step in slipway.yaml and have the process approved again",
  });
}

/** A duration that the schema has admitted, or what holds without one. */
export function milliseconds(text: string | undefined, otherwiseMs: number): number {
  return (text === undefined ? undefined : durationMs(text)) ?? otherwiseMs;
}
