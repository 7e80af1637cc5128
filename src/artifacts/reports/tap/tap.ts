import { err, ok } from "../../../kernel/result.ts";
import type { ReportFormat } from "../report-format.ts";
import { TestTally, type Outcome } from "../test-tally.ts";

const POINT = /^(not )?ok\b *(\d*) *(?:- )?(.*)$/;
const PLAN = /^1\.\.(\d+)/;

/** TAP 13 and 14. Tests inside a test are told by their own line; only the outermost count, as the protocol says. */
export const tap: ReportFormat = {
  name: "tap",
  aliases: ["tap13", "tap14"],
  title: "TAP",
  recognises: ({ text }) => /^(?:[ \t]*(?:#.*)?\r?\n)*(?:TAP version 1[34]\b|1\.\.\d+|(?:not )?ok\b)/.test(text),
  read({ text }) {
    const tally = new TestTally();
    let planned: number | undefined;
    let seen = 0;
    for (const line of text.split(/\r?\n/)) {
      const bail = /^Bail out!(.*)/.exec(line);
      if (bail !== null) return err({ kind: "unfinished", found: `the run was given up:${bail[1]}` });
      const plan = PLAN.exec(line)?.[1];
      if (plan !== undefined && planned !== undefined)
        return err({ kind: "contradiction", found: `it has two plans, 1..${planned} and 1..${plan}` });
      if (plan !== undefined) planned = Number(plan);
      const point = POINT.exec(line);
      if (point === null) continue;
      seen++;
      const [, not, number, rest = ""] = point;
      const [description = "", directive] = rest.split(/\s#\s*(?=skip|todo)|^#\s*(?=skip|todo)/i);
      tally.add(outcomeOf(not !== undefined, directive), description.trim() || `test ${number || seen}`);
    }
    if (planned === undefined)
      return err({ kind: "broken", found: "it has no plan (1..N), which ends a whole report" });
    if (planned !== seen)
      return err({ kind: "contradiction", found: `its plan says ${planned} tests, and ${seen} are reported` });
    return ok(tally.report({ format: "tap", tool: null, time: null }));
  },
};

/** A test that is still to be done may fail without harm, but it has not passed either. */
function outcomeOf(not: boolean, directive: string | undefined): Outcome {
  if (/^skip/i.test(directive ?? "")) return "skipped";
  if (!not) return "passed";
  return directive === undefined ? "failed" : "skipped";
}
