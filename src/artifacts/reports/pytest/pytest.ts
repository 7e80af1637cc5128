import * as z from "zod/mini";
import { err, ok } from "../../../kernel/result.ts";
import { jsonFormat } from "../json-format.ts";
import type { ReportFormat } from "../report-format.ts";
import { utcTime } from "../report-text.ts";
import { TestTally, type Outcome } from "../test-tally.ts";

const stage = z.optional(z.object({ crash: z.optional(z.object({ message: z.optional(z.string()) })) }));

const schema = z.object({
  created: z.optional(z.number()),
  exitcode: z.int(),
  summary: z.object({ total: z.optional(z.int()), collected: z.optional(z.int()) }),
  collectors: z.optional(
    z.array(z.object({ nodeid: z.string(), outcome: z.string(), longrepr: z.optional(z.string()) })),
  ),
  tests: z.optional(
    z.array(z.object({ nodeid: z.string(), outcome: z.string(), setup: stage, call: stage, teardown: stage })),
  ),
});

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  passed: "passed",
  xpassed: "passed",
  failed: "failed",
  error: "failed",
};
const INTERRUPTED = 2;
const INTERNAL_ERROR = 3;

/** What the plugin pytest-json-report writes. A file that could not be collected counts as one failed test. */
export const pytest: ReportFormat = jsonFormat({
  name: "pytest",
  aliases: ["pytest-json-report"],
  title: "pytest-json-report",
  marks: ["exitcode", "summary", "root"],
  schema,
  read({ created, exitcode, summary, collectors = [], tests = [] }) {
    const tally = new TestTally();
    for (const { nodeid, outcome, setup, call, teardown } of tests)
      tally.add(OUTCOMES[outcome] ?? "skipped", nodeid, (call?.crash ?? setup?.crash ?? teardown?.crash)?.message);
    if ((summary.total ?? 0) !== tests.length)
      return err({ kind: "contradiction", found: `it says ${summary.total ?? 0} tests, and lists ${tests.length}` });
    const broken = collectors.filter(({ outcome }) => outcome === "failed");
    for (const { nodeid, longrepr } of broken) tally.add("failed", `the file ${nodeid}`, longrepr);
    const isCutOff = exitcode === INTERRUPTED && broken.length === 0;
    if (isCutOff || exitcode === INTERNAL_ERROR)
      return err({ kind: "unfinished", found: `pytest ended with code ${exitcode}` });
    return ok(
      tally.report({ format: "pytest", tool: "pytest", time: created === undefined ? null : utcTime(created * 1000) }),
    );
  },
});
