import { SaxesParser } from "saxes";
import { err, ok } from "../../../kernel/result.ts";
import type { ReportFormat } from "../report-format.ts";
import { JUnitRun } from "./junit-run.ts";

/**
 * JUnit XML, as surefire, pytest, vitest, gotestsum and others write it: there is no standard, but a common core. What
 * is not well-formed is refused, and so are entities other than those of XML itself: nothing expands.
 */
export const junit: ReportFormat = {
  name: "junit",
  aliases: ["xml"],
  title: "JUnit XML",
  recognises: ({ text }) => /^\s*<(?:\?xml|!--|!DOCTYPE|testsuites?\b)/.test(text),
  read({ text }) {
    const run = new JUnitRun();
    const parser = new SaxesParser();
    parser.on("opentag", ({ name, attributes }) => run.open(name, attributes));
    parser.on("text", (words) => run.text(words));
    parser.on("cdata", (words) => run.text(words));
    parser.on("closetag", ({ name }) => run.close(name));
    try {
      parser.write(text.trim()).close();
    } catch (error) {
      return err({ kind: "broken", found: inWords(error) });
    }
    const fault = run.fault();
    return fault === undefined ? ok(run.report()) : err(fault);
  },
};

function inWords(error: unknown): string {
  return (error as Error).message.replace(/^(\d+):\d+: /, "line $1: ").replace(/\.$/, "");
}
