import { backtest as replay } from "../../app/backtest/backtest.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { EXIT, type Call, type Command } from "../command.ts";
import { renderBacktest, renderLeftOut } from "../render-backtest.ts";

export const backtest: Command = {
  name: "backtest",
  summary: "replay the repository's past releases and compare",
  flags: [
    { name: "component", value: "NAME", summary: "the releases of one component" },
    { name: "from", value: "TAG", summary: "only releases that came after this one" },
    { name: "limit", value: "N", summary: "only the newest N releases" },
    { name: "all-reasons", summary: "also list every release that was left out, with all reasons for it" },
    { name: "min", value: "PERCENT", summary: "exit with 1 when fewer of the judged releases are exact" },
  ],
  examples: [
    { command: "slipway backtest", explains: "how many past versions would have been the same, and why others not" },
    { command: "slipway backtest --limit 100 --min 99", explains: "a check for CI: the last 100 releases" },
  ],
  async run(call) {
    const limit = numberOf(call, "limit", 1, Number.MAX_SAFE_INTEGER);
    const least = numberOf(call, "min", 0, 100);
    const product = await call.services.product();
    const request = { component: call.text("component"), from: call.text("from"), limit };
    const { summary, verdicts } = await replay(call.services.repository, product, request, call.output.progress);
    const all = call.has("all-reasons");
    const leftOut = all ? verdicts.filter(({ outcome }) => outcome === "left out") : [];
    if (call.json) {
      const reasons = leftOut.map(({ tag, component, ours, reasons }) => ({
        tag,
        component,
        ours,
        reasons: reasons.map(({ id }) => id),
      }));
      call.output.document(all ? { ...summary, leftOutReleases: reasons } : summary);
    } else call.output.answer([renderBacktest(summary, verdicts), ...renderLeftOut(leftOut)].join("\n"));
    return least !== undefined && summary.exact * 100 < least * summary.judged ? EXIT.no : EXIT.done;
  },
};

function numberOf(call: Call, flag: string, least: number, most: number): number | undefined {
  const text = call.text(flag);
  if (text === undefined) return undefined;
  const value = Number(text);
  const isWhole = flag !== "limit" || Number.isInteger(value);
  if (text.trim() !== "" && isWhole && value >= least && value <= most) return value;
  throw new SlipwayError({
    code: "wrong-number",
    kind: "input",
    found: `--${flag} is "${text}"`,
    expected: flag === "limit" ? "a whole number from 1" : "a percentage from 0 to 100",
    action: flag === "limit" ? "for example --limit 100" : "for example --min 99.5",
  });
}
