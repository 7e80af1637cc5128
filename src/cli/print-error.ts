import type { Problem, ProblemKind } from "../kernel/problem.ts";
import { EXIT, type ExitCode, type Output } from "./command.ts";
import { paint, visible } from "./output.ts";

const CODES: Readonly<Record<ProblemKind, ExitCode>> = {
  input: EXIT.wrongUse,
  failed: EXIT.no,
  nothing: EXIT.nothing,
  refused: EXIT.refused,
};

export function exitCodeOf(problems: readonly Problem[]): ExitCode {
  return CODES[problems[0]!.kind];
}

/** One screen: what was found, what was expected, what to do. Never a stack trace. */
export function printProblems(problems: readonly Problem[], output: Output, json: boolean): void {
  for (const { found, expected, action } of problems.slice(0, 10)) {
    process.stderr.write(`${paint("31", "slipway:")} ${visible(found)}\n`);
    if (expected !== undefined) process.stderr.write(`  expected: ${visible(expected)}\n`);
    if (action !== undefined) process.stderr.write(`  do: ${visible(action)}\n`);
  }
  if (problems.length > 10) process.stderr.write(`and ${problems.length - 10} more problems\n`);
  if (json) output.document({ problems: problems.map((problem) => ({ ...problem })) });
}

/** A broken promise of ours: asks for a report that holds what is needed to find it. */
export function printBug(error: unknown, output: Output, json: boolean): ExitCode {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const at = error instanceof Error ? (/\n\s+at (\S+)/.exec(error.stack ?? "")?.[1] ?? "") : "";
  process.stderr.write(
    `${paint("31", "slipway:")} this is a bug in Slipway, not yours: ${message.split("\n")[0]}\n` +
      `  please report: this message, the command you ran, in ${at || "an unnamed function"}, node ${process.version}, ${process.platform}\n` +
      "  do: run it again with SLIPWAY_DEBUG=1 for the full trace\n",
  );
  if (process.env["SLIPWAY_DEBUG"] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  if (json) output.document({ problems: [{ code: "bug", kind: "bug", found: message.split("\n")[0] }] });
  return EXIT.bug;
}
