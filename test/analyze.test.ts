import { spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import {
  experimentSchema,
  triggerVerdictSchema,
  verdictSchema,
  type VerdictDocument,
} from "../src/contract/analyze.ts";
import { seededRandom } from "./sim/random.ts";
import { simulate } from "./sim/canary/simulate.ts";
import { traceLines } from "./sim/canary/trace-lines.ts";
import { WORLDS } from "./sim/canary/worlds.ts";
import { temporaryFolder } from "./support/repository.ts";
import type { Answer } from "./support/slipway.ts";

const PROGRAM = join(import.meta.dirname, "../dist/slipway.cjs");

function analyze(input: string, ...args: string[]): Answer {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, "analyze", ...args], {
    input,
    encoding: "utf8",
    cwd: "/",
  });
  return { code: status ?? -1, stdout, stderr };
}

function trace(world: string, requestsPerSecond: number, seed: number): string {
  const found = WORLDS.find(({ name }) => name === world);
  if (found === undefined) throw new Error(`no world ${world}`);
  return `${traceLines(simulate(found, { requestsPerSecond, random: seededRandom(seed) })).join("\n")}\n`;
}

function linesOf<T>(answer: Answer, schema: z.ZodMiniType<T>): T[] {
  return answer.stdout
    .trimEnd()
    .split("\n")
    .map((line) => z.parse(schema, JSON.parse(line)));
}

const HEADER = {
  type: "header",
  version: 1,
  dt: 10,
  t_end: 100,
  bounds_ms: [100, 400],
  arms: ["baseline", "canary"],
  gauges: ["mem_mb"],
  warmup_s: 0,
};
const LINE = { t: 10, arm: "canary", weight: 0.1, requests: 10, errors: 1, hist: [8, 1, 1], mem_mb: 350 };
const BASELINE = { ...LINE, arm: "baseline", weight: 0.9 };
const lines = (...values: unknown[]): string =>
  values.map((value) => (typeof value === "string" ? value : JSON.stringify(value))).join("\n");

describe("[C-02] slipway analyze", () => {
  test("prints one verdict per interval and exits 0, whatever the verdict", () => {
    const answer = analyze(trace("errors x2", 1000, 8));
    const verdicts = linesOf(answer, verdictSchema);
    expect(answer).toMatchObject({ code: 0, stderr: "" });
    expect(verdicts.map(({ t }) => t)).toEqual(Array.from({ length: 180 }, (_, index) => 10 * (index + 1)));
    expect(verdicts.at(-1)?.verdict).toBe("rollback");
    expect(verdicts[0]?.evidence.map(({ metric }) => metric)).toEqual(["errors", "latency", "mem_mb"]);
    expect(analyze(trace("errors x2", 1000, 8), "--json").stdout).toBe(answer.stdout);
  });

  test("needs no more than the format promises: other bounds, no gauges, no history, lines of an arm missing", () => {
    const { gauges: _, warmup_s: __, arms: ___, ...header } = HEADER;
    const { mem_mb: ____, ...line } = LINE;
    const answer = analyze(
      lines(
        header,
        "",
        { ...line, t: 10 },
        { ...line, t: 20, arm: "baseline" },
        { ...line, t: 100, requests: 0, errors: 0, hist: [0, 0, 0] },
      ),
    );
    expect(linesOf(answer, verdictSchema).map(({ t }) => t)).toEqual([10, 20, 100]);
    expect(answer.code).toBe(0);
  });

  test("answers while the trace is still coming", async () => {
    const child = spawn(process.execPath, [PROGRAM, "analyze"], { stdio: ["pipe", "pipe", "inherit"] });
    const first = new Promise<string>(
      (resolve) => void child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString())),
    );
    child.stdin.write(`${lines(HEADER, BASELINE, LINE)}\n`);
    const verdict = z.parse(verdictSchema, JSON.parse(await first));
    expect(verdict.t).toBe(10);
    child.stdin.end();
    expect(await new Promise((resolve) => void child.once("exit", resolve))).toBe(0);
  });

  test("a longer trace repeats the verdicts of a shorter one", () => {
    const whole = trace("errors x3, late onset", 300, 4);
    const part = whole.split("\n").slice(0, 201).join("\n");
    const short = analyze(part).stdout;
    expect(analyze(whole).stdout.startsWith(short)).toBe(true);
    expect(short.split("\n").length).toBeGreaterThan(40);
  });

  test("[O-03] explains itself, in every line and in words", () => {
    const answer = analyze(trace("errors x2", 1000, 8), "--explain");
    const verdicts = linesOf(answer, verdictSchema);
    const rollback = verdicts.find(({ verdict }) => verdict === "rollback");
    expect(rollback?.explain?.metrics[0]).toMatchObject({ metric: "errors", refuted: false });
    expect(rollback?.explain?.metrics[0]?.firstPossible).toBeLessThanOrEqual(rollback?.t ?? 0);
    expect(answer.stderr).toContain(`rollback at ${rollback?.t} s: errors are`);
  });

  test("[O-03] draws the run with its decision as well-formed SVG", () => {
    const file = join(temporaryFolder(), "run.svg");
    expect(analyze(trace("errors x2", 1000, 8), "--plot", file).code).toBe(0);
    const svg = readFileSync(file, "utf8");
    expect(svg.match(/<(?:svg|g)\b/g)?.length).toBe(svg.match(/<\/(?:svg|g)>/g)?.length);
    expect(svg).toContain("rollback at");
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  test("follows a policy: errors may double, or nothing may wait for proof", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "lenient.yaml"), "errors: { tolerateRatio: 3, harms: [{ ratio: 4, risk: 0.02 }] }\n");
    const verdicts = linesOf(
      analyze(trace("errors x2", 1000, 8), "--policy", join(folder, "lenient.yaml")),
      verdictSchema,
    );
    expect(verdicts.some(({ verdict }) => verdict === "rollback")).toBe(false);
    expect(verdicts.some(({ verdict }) => verdict === "advance")).toBe(true);
  });

  test("[K-17] replays fixed limits over the same trace", () => {
    const file = join(temporaryFolder(), "limits.yaml");
    writeFileSync(
      file,
      "triggers:\n  - { name: many errors, kind: error-rate, metric: errors, above: 0.1, windowS: 30, action: automatic }\n",
    );
    const reports = linesOf(analyze(trace("half outage", 50, 2), "--trigger", file), triggerVerdictSchema);
    expect(reports[0]).toMatchObject({ t: 10, verdict: "rollback", triggers: [{ name: "many errors", limit: 0.1 }] });
    expect(linesOf(analyze(trace("stationary", 50, 2), "--trigger", file), triggerVerdictSchema).at(-1)?.verdict).toBe(
      "continue",
    );
  });

  test("[F-05] reads the trace as an A/B test", () => {
    const [result] = linesOf(analyze(trace("errors x2", 1000, 8), "--ab"), experimentSchema);
    expect(result).toMatchObject({ t: 1800, metric: "errors", different: true, sampleRatio: { suspicious: false } });
  });

  test("a reader that goes away early is no error", () => {
    const { status, stdout } = spawnSync(
      "bash",
      ["-c", `"${process.execPath}" "${PROGRAM}" analyze | head -n 1; exit "\${PIPESTATUS[0]}"`],
      { input: trace("stationary", 1000, 1), encoding: "utf8" },
    );
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as VerdictDocument).t).toBe(10);
  });
});

describe("bad input ends with code 2 and names line and field", () => {
  test.each<[string, string, string]>([
    ["nothing", "", "line 1: the trace is empty"],
    ["no header", lines(LINE), "line 1: `type` is missing"],
    ["text", "hello", "line 1: is not JSON"],
    ["a list", "[1]", "line 1: the line is [1]"],
    ["another version", lines({ ...HEADER, version: 2 }), "line 1: `version` is 2"],
    ["no interval length", lines({ ...HEADER, dt: 0 }), "line 1: `dt` is 0"],
    ["a negative end", lines({ ...HEADER, t_end: -1 }), "line 1: `t_end` is -1"],
    ["bounds out of order", lines({ ...HEADER, bounds_ms: [100, 50] }), "line 1: `bounds_ms[1]` is 50 after 100"],
    ["an arm missing", lines({ ...HEADER, arms: ["canary"] }), 'line 1: `arms` lacks "baseline"'],
    [
      "a gauge named like a field",
      lines({ ...HEADER, gauges: ["errors"] }),
      'line 1: `gauges` names "errors", which is taken',
    ],
    ["a broken line", lines(HEADER, BASELINE, '{"t":10,'), "line 3: is not JSON"],
    ["an unknown arm", lines(HEADER, { ...LINE, arm: "green" }), 'line 2: `arm` is "green"'],
    ["no requests", lines(HEADER, { ...LINE, requests: undefined }), "line 2: `requests` is missing"],
    ["negative requests", lines(HEADER, { ...LINE, requests: -4 }), "line 2: `requests` is -4"],
    ["half a request", lines(HEADER, { ...LINE, requests: 2.5 }), "line 2: `requests` is 2.5"],
    ["more errors than requests", lines(HEADER, { ...LINE, errors: 11 }), "line 2: `errors` is 11 of 10 requests"],
    ["a weight in percent", lines(HEADER, { ...LINE, weight: 10 }), "line 2: `weight` is 10"],
    ["too few buckets", lines(HEADER, { ...LINE, hist: [9, 1] }), "line 2: `hist` has 2 buckets"],
    ["a negative bucket", lines(HEADER, { ...LINE, hist: [9, -1, 2] }), "line 2: `hist[1]` is -1"],
    ["text for a gauge", lines(HEADER, { ...LINE, mem_mb: "much" }), 'line 2: `mem_mb` is "much"'],
    ["text for a time", lines(HEADER, { ...LINE, t: "10s" }), 'line 2: `t` is "10s"'],
    ["time running back", lines(HEADER, { ...LINE, t: 30 }, { ...LINE, t: 20 }), "line 3: `t` is 20 after 30"],
    ["an arm twice", lines(HEADER, LINE, LINE), "line 3: `arm` canary has a second line for 10 s"],
    ["an arm twice, late", lines(HEADER, LINE, BASELINE, LINE), "line 4: `arm` canary has a second line for 10 s"],
  ])("%s", (_, input, found) => {
    const answer = analyze(input);
    expect(answer.stderr).toContain(`slipway: ${found}`);
    expect(answer.stderr).toContain("expected:");
    expect(answer.stderr).not.toContain("    at ");
    expect(answer.code).toBe(2);
  });

  test("what was known before the bad line has been said", () => {
    const answer = analyze(lines(HEADER, BASELINE, LINE, "{}"));
    expect(answer.stdout.trimEnd().split("\n")).toHaveLength(1);
    expect(answer.code).toBe(2);
  });

  test.each([
    ["--policy", "errors: { tolerate: 2 }", "there is no setting `errors.tolerate`"],
    ["--policy", "falseRollback: 2", "`falseRollback` is 2"],
    ["--policy", "a: [", "flow"],
    [
      "--policy",
      "errors: { critical: false }\nlatency: { critical: false }\ngauges: { weight: 0 }",
      "no metric may roll back",
    ],
    ["--trigger", "triggers: []", "`triggers` is []"],
    [
      "--trigger",
      "triggers: [{ name: x, kind: sadness, metric: errors, above: 1, windowS: 10, action: alert }]",
      '`triggers[0].kind` is "sadness"',
    ],
  ])("%s %j", (flag, text, found) => {
    const file = join(temporaryFolder(), "file.yaml");
    writeFileSync(file, text);
    const answer = analyze(lines(HEADER), flag, file);
    expect(answer.stderr.toLowerCase()).toContain(found.toLowerCase());
    expect(answer.code).toBe(2);
  });

  test("files that cannot be read or written", () => {
    expect(analyze(lines(HEADER), "--policy", "/nowhere.yaml")).toMatchObject({ code: 2 });
    expect(analyze(lines(HEADER, BASELINE, LINE), "--plot", "/nowhere/run.svg")).toMatchObject({ code: 2 });
  });
});
