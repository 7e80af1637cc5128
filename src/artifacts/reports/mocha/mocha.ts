import * as z from "zod/mini";
import { err, ok } from "../../../kernel/result.ts";
import { jsonFormat } from "../json-format.ts";
import type { ReportFormat } from "../report-format.ts";
import { utcTime } from "../report-text.ts";
import { TestTally } from "../test-tally.ts";

const test = z.object({
  fullTitle: z.string(),
  err: z.optional(z.object({ message: z.optional(z.string()) })),
});

const schema = z.object({
  stats: z.object({
    passes: z.int(),
    failures: z.int(),
    pending: z.int(),
    start: z.optional(z.string()),
  }),
  passes: z.array(test),
  failures: z.array(test),
  pending: z.array(test),
});

/** What `mocha --reporter json` writes. A hook that fails stands among the failures. */
export const mocha: ReportFormat = jsonFormat({
  name: "mocha",
  title: "the JSON of mocha",
  marks: ["stats", "passes", "failures", "pending"],
  schema,
  read({ stats, passes, failures, pending }) {
    const tally = new TestTally();
    for (const { fullTitle } of passes) tally.add("passed", fullTitle);
    for (const { fullTitle, err } of failures) tally.add("failed", fullTitle, err?.message);
    for (const { fullTitle } of pending) tally.add("skipped", fullTitle);
    const said = `${stats.passes} passed, ${stats.failures} failed, ${stats.pending} pending`;
    const listed = `${passes.length} passed, ${failures.length} failed, ${pending.length} pending`;
    if (said !== listed) return err({ kind: "contradiction", found: `it says ${said}, and lists ${listed}` });
    return ok(tally.report({ format: "mocha", tool: "mocha", time: utcTime(stats.start) }));
  },
});
