import { err, ok } from "../../../kernel/result.ts";
import type { ReportFormat } from "../report-format.ts";
import { TestTally } from "../test-tally.ts";
import { TapRun } from "./tap-run.ts";

/**
 * TAP 13 and 14. A test that has tests inside stands for them, so these are counted and it is not: the counts are those
 * that other formats of the same run give.
 */
export const tap: ReportFormat = {
  name: "tap",
  aliases: ["tap13", "tap14"],
  title: "TAP",
  recognises: ({ text }) => /^(?:[ \t]*(?:#.*)?\r?\n)*(?:TAP version 1[34]\b|1\.\.\d+|(?:not )?ok\b)/.test(text),
  read({ text }) {
    const run = new TapRun();
    for (const line of text.split(/\r?\n/)) run.line(line);
    const fault = run.end();
    if (fault !== undefined) return err(fault);
    const tally = new TestTally();
    for (const { outcome, name } of run.tests()) tally.add(outcome, name);
    return ok(tally.report({ format: "tap", tool: null, time: null }));
  },
};
