import type { VerdictDocument } from "../contract/analyze.ts";
import type { Explanation, Report } from "../domain/rollout/judge/verdict.ts";

/** One line of the answer, as src/contract/analyze.ts describes it. */
export function verdictDocument(report: Report, explained: boolean): VerdictDocument {
  const { t, verdict, why, combined, threshold, needsS } = report;
  const evidence = report.evidence.map(({ metric, e, interval: [low, high], requests }) => {
    const interval: [number, number | null] = [low, high];
    return { metric, e, interval, requests };
  });
  if (!explained) return { t, verdict, evidence, why };
  const metrics = report.explanations.map((each) => ({ ...each }));
  return { t, verdict, evidence, why, explain: { combined, threshold, needsS, metrics } };
}

/** The decision in words. */
export function renderRun({ t, verdict, why, combined, threshold, evidence, explanations }: Report): string {
  const lines = explanations.map((each, index) => {
    const e = evidence[index]?.e ?? 1;
    const refuted = each.refuted ? "harm refuted" : "harm not refuted";
    return `  ${each.metric}: evidence of harm ${e}, ${refuted}\n    ${each.meaning}\n${times(each)}`;
  });
  const odds = `evidence of harm over all metrics: ${combined}; a rollback takes ${threshold}`;
  return `${verdict} at ${t} s: ${why}\n  ${odds}\n${lines.join("")}`;
}

function times({ since, firstPossible }: Explanation): string {
  if (since === null) return "";
  const known =
    firstPossible === null ? "" : `; had size and beginning been known, ${firstPossible} s would have sufficed`;
  return `    seems to have begun in the interval that ended at ${since} s${known}\n`;
}
