import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { compareArms, judgeTrace, replayTriggers, type JudgedInterval } from "../../app/analyze-trace.ts";
import { readTrace, type Trace } from "../../app/read-trace.ts";
import { parseJudgePolicy, parseTriggers } from "../../config/judge-policy.ts";
import { DEFAULT_POLICY, type JudgePolicy } from "../../domain/rollout/judge/policy.ts";
import { SlipwayError, unwrap } from "../../kernel/problem.ts";
import { EXIT, type Call, type Command, type ExitCode } from "../command.ts";
import { readLines } from "../read-lines.ts";
import { renderRun, verdictDocument } from "../render-analysis.ts";
import { plotRun, thinned } from "../plot/plot-run.ts";

export const analyze: Command = {
  name: "analyze",
  summary: "judge a canary from a trace on stdin: one verdict per interval, as JSON lines",
  flags: [
    { name: "policy", value: "FILE", summary: "which harm matters and how sure to be, in YAML or JSON" },
    { name: "explain", summary: "say more in every line, and in words on stderr at the end" },
    { name: "plot", value: "FILE", summary: "draw the run as SVG" },
    { name: "trigger", value: "FILE", summary: "replay fixed limits instead of judging" },
    { name: "ab", summary: "read the trace as an A/B test: effect, interval, and whether the split was fair" },
  ],
  examples: [
    {
      command: "slipway analyze < trace.jsonl",
      explains: "verdicts as they become known; docs/canary.md has the format",
    },
    { command: "slipway analyze --explain --plot run.svg < trace.jsonl", explains: "with reasons and a picture" },
    { command: "slipway analyze --policy strict.yaml < trace.jsonl", explains: "another idea of which harm matters" },
    { command: "slipway analyze --trigger limits.yaml < trace.jsonl", explains: "when fixed limits would have fired" },
  ],
  async run(call) {
    const policyFile = call.text("policy");
    const policy =
      policyFile === undefined ? DEFAULT_POLICY : unwrap(parseJudgePolicy(await read(policyFile), policyFile));
    const triggerFile = call.text("trigger");
    const triggers =
      triggerFile === undefined ? undefined : unwrap(parseTriggers(await read(triggerFile), triggerFile));
    if (process.stdin.isTTY) throw new SlipwayError(noInput());
    const trace = await readTrace(readLines(process.stdin));
    if (triggers !== undefined) {
      for await (const report of replayTriggers(trace, triggers)) await line(call, report);
      return EXIT.done;
    }
    return call.has("ab") ? printExperiment(call, trace, policy) : judge(call, trace, policy);
  },
};

/** Verdicts are for programs as much as for people, so they are JSON lines with and without --json. */
async function judge(call: Call, trace: Trace, policy: JudgePolicy): Promise<ExitCode> {
  const plotFile = call.text("plot");
  let run: JudgedInterval[] = [];
  let decided: JudgedInterval | undefined;
  for await (const judged of judgeTrace(trace, policy)) {
    await line(call, verdictDocument(judged.report, call.has("explain")));
    if (decided?.report.verdict !== "rollback") decided = judged;
    if (plotFile !== undefined) run = thinned([...run, judged]);
  }
  if (decided === undefined) {
    call.output.warn("the trace has no interval after 0 s, so there is nothing to judge");
    return EXIT.done;
  }
  if (call.has("explain")) process.stderr.write(renderRun(decided.report));
  if (plotFile !== undefined) await write(plotFile, plotRun(run, trace.header));
  return EXIT.done;
}

async function printExperiment(call: Call, trace: Trace, policy: JudgePolicy): Promise<ExitCode> {
  const result = await compareArms(trace, policy.falseRollback);
  if (result === undefined) call.output.warn("the trace has no interval after 0 s, so there is nothing to compare");
  else await line(call, { ...result, metric: "errors" });
  return EXIT.done;
}

/** Prints a line and waits when the reader is slower than the trace. */
async function line(call: Call, value: unknown): Promise<void> {
  call.output.answer(JSON.stringify(value));
  if (process.stdout.writableNeedDrain) await once(process.stdout, "drain");
}

async function read(path: string): Promise<string> {
  return readFile(path, "utf8").catch((error: unknown) => {
    throw new SlipwayError(
      {
        code: "file-unreadable",
        kind: "input",
        found: `the file ${path} cannot be read`,
        expected: "a readable file",
        action: "correct the path",
      },
      { cause: error },
    );
  });
}

async function write(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((error: unknown) => {
    throw new SlipwayError(
      {
        code: "file-unwritable",
        kind: "input",
        found: `the file ${path} cannot be written`,
        expected: "a path in a folder that exists",
        action: "correct the path after --plot",
      },
      { cause: error },
    );
  });
}

function noInput() {
  return {
    code: "no-trace",
    kind: "input" as const,
    found: "`slipway analyze` got no trace",
    expected: "a trace on stdin",
    action: "slipway analyze < trace.jsonl",
  };
}
