import { durationMs } from "../../kernel/duration.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { EXIT, type Command, type ExitCode } from "../command.ts";
import type { Settled } from "../../domain/release/settled.ts";
import { watched } from "../release/with-engine.ts";

export const awaitCommand: Command = {
  name: "await",
  summary: "wait until a step or a release has ended, and tell by the exit code how; for jobs of a pipeline",
  operands: "RELEASE [STEP]",
  arity: [1, 2],
  flags: [
    { name: "timeout", value: "DURATION", summary: "give up after that time (default: 1h)" },
    { name: "every", value: "DURATION", summary: "how often to look (default: 2s)" },
  ],
  examples: [
    { command: "slipway await v1.4.0 approve --timeout 4h", explains: "0 once it is approved, 4 when it is rejected" },
    { command: "slipway await v1.4.0", explains: "until the release ended; 1 when the hour is over" },
  ],
  async run({ operands, text, json, services, output }) {
    const [release = "", step] = operands;
    const patience = {
      timeoutMs: timeOf("timeout", text("timeout") ?? "1h"),
      everyMs: timeOf("every", text("every") ?? "2s"),
    };
    const { awaitRelease } = await import("../../app/engine/await-release.ts");
    const settled = await watched(output, (watcher) => awaitRelease(services, watcher, { release, step }, patience));
    if (json) output.document({ release, step: step ?? null, ...settled });
    else output.answer(told(step === undefined ? release : `${release} ${step}`, settled));
    return EXITS[settled.verdict];
  },
};

const EXITS: Readonly<Record<Settled["verdict"], ExitCode>> = {
  yes: EXIT.done,
  no: EXIT.no,
  waiting: EXIT.no,
  refused: EXIT.refused,
};

function told(what: string, { verdict, outcome, by }: Settled): string {
  if (verdict === "waiting") return `${what} has not ended; the time is over`;
  return `${what} ended as ${outcome ?? "nothing"}${by === null ? "" : ` by ${by}`}`;
}

function timeOf(flag: string, value: string): number {
  const ms = durationMs(value);
  if (ms !== undefined && ms > 0) return ms;
  throw new SlipwayError(badTime(flag, value));
}

function badTime(flag: string, value: string): Problem {
  return {
    code: "duration",
    kind: "input",
    found: `--${flag} is "${value}"`,
    expected: "a duration such as 30s, 10m or 2h",
    action: "correct it",
  };
}
