import * as z from "zod/mini";
import { err, ok } from "../../../kernel/result.ts";
import type { ReportFormat } from "../report-format.ts";
import { jsonFormat } from "../json-format.ts";
import { utcTime } from "../report-text.ts";
import { TestTally, type Outcome } from "../test-tally.ts";

const schema = z.object({
  numTotalTests: z.int(),
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  startTime: z.optional(z.number()),
  testResults: z.array(
    z.object({
      name: z.optional(z.string()),
      status: z.optional(z.string()),
      message: z.optional(z.nullable(z.string())),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.optional(z.nullable(z.array(z.string()))),
        }),
      ),
    }),
  ),
});

const OUTCOMES: Readonly<Record<string, Outcome>> = { passed: "passed", failed: "failed" };

/** What `jest --json` and `vitest --reporter=json` write. A file that did not even load counts as one failed test. */
export const jest: ReportFormat = jsonFormat({
  name: "jest",
  aliases: ["vitest"],
  title: "the JSON of jest and vitest",
  marks: ["numTotalTests", "testResults"],
  schema,
  read({ numTotalTests, numPassedTests, numFailedTests, startTime, testResults }) {
    const tally = new TestTally();
    for (const { assertionResults } of testResults)
      for (const { fullName, status, failureMessages } of assertionResults)
        tally.add(OUTCOMES[status] ?? "skipped", fullName, failureMessages?.[0]);
    const { passed, failed, skipped } = tally.counts;
    if (passed !== numPassedTests || failed !== numFailedTests || passed + failed + skipped !== numTotalTests)
      return err({
        kind: "contradiction",
        found: `it says ${numPassedTests} passed and ${numFailedTests} failed of ${numTotalTests}, and lists ${passed} and ${failed} of ${passed + failed + skipped}`,
      });
    for (const { name, status, message, assertionResults } of testResults)
      if (status === "failed" && assertionResults.every((test) => test.status !== "failed"))
        tally.add("failed", `the file ${name ?? "without a name"}`, message ?? "");
    return ok(tally.report({ format: "jest", tool: null, time: utcTime(startTime) }));
  },
});
