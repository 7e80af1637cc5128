import { parseXml, XmlElement, XmlText, type XmlNode } from "@rgrove/parse-xml";
import { err, ok } from "../../../kernel/result.ts";
import { oneLine } from "../report-text.ts";
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
    try {
      walk(parseXml(text.trim()).children, run);
    } catch (error) {
      return err({ kind: "broken", found: oneLine((error as Error).message.split("\n")[0]!) });
    }
    const fault = run.fault();
    return fault === undefined ? ok(run.report()) : err(fault);
  },
};

function walk(nodes: readonly XmlNode[], run: JUnitRun): void {
  for (const node of nodes) {
    if (node instanceof XmlText) run.text(node.text);
    if (!(node instanceof XmlElement)) continue;
    run.open(node.name, node.attributes);
    walk(node.children, run);
    run.close(node.name);
  }
}
