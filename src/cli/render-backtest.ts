import type { BacktestSummary, Difference, Tally, Verdict } from "../domain/backtest/verdict.ts";

/** The result for people: what was left out and why, how many numbers are the same, and every one that is not. */
export function renderBacktest(summary: BacktestSummary, verdicts: readonly Verdict[]): string {
  const { releases, leftOut, majors, prereleases, nothing, differences } = summary;
  const leftOutCount = Object.values(leftOut).reduce((sum, count) => sum + count, 0);
  return [
    row("releases", String(releases)),
    row("left out", String(leftOutCount)),
    ...Object.entries(leftOut)
      .toSorted((a, b) => b[1] - a[1])
      .map(([id, count]) => row(`  ${id}`, `${count}  ${sentenceOf(id, verdicts)}`)),
    row("judged", String(summary.judged)),
    row("  exact", share(summary)),
    row("  majors exact", share(majors)),
    row("pre-releases exact", share(prereleases)),
    row("nothing to release", `${nothing.nothing} of ${nothing.states} states without anything to release`),
    row("", `${nothing.released} of ${nothing.plain} states with a plain feat or fix are released`),
    ...(differences.length === 0 ? [] : ["", "differences:"]),
    ...differences.map((difference) => line(difference)),
  ].join("\n");
}

/** Releases that were left out, each with every reason. */
export function renderLeftOut(verdicts: readonly Verdict[]): string[] {
  if (verdicts.length === 0) return [];
  return [
    "",
    "left out:",
    ...verdicts.map(({ tag, reasons }) => `  ${tag}: ${reasons.map(({ id }) => id).join(", ")}`),
  ];
}

function sentenceOf(id: string, verdicts: readonly Verdict[]): string {
  return verdicts.flatMap(({ reasons }) => reasons).find((reason) => reason.id === id)?.sentence ?? "";
}

function row(title: string, value: string): string {
  return `${title.padEnd(28)} ${value}`;
}

function share({ judged, exact }: Tally): string {
  return judged === 0 ? "none judged" : `${exact} of ${judged} (${((100 * exact) / judged).toFixed(2)} %)`;
}

function line({ tag, theirs, ours, base, why }: Difference): string {
  return `  ${tag}: released ${theirs}, here ${ours ?? "nothing to release"}, after ${base ?? "nothing"}; ${why}`;
}
