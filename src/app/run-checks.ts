import type { Check, Product } from "../config/product.ts";
import type { Signal } from "../domain/plan/significance.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import type { CheckResult, Repository, RunCheck } from "./ports.ts";

const TAIL_LINES = 10;

/** What a check is told: the component (`null`: the whole product), the tag of its release, the commit planned for. */
export interface CheckQuestion {
  readonly component: string | null;
  readonly from: string | undefined;
  readonly to: string;
}

/** Runs the commands that the product's own configuration names, one after the other, in the working tree. */
export async function runChecks(
  { repository, runCheck }: { repository: Repository; runCheck: RunCheck },
  { checks }: Product,
  question: CheckQuestion,
): Promise<Signal[]> {
  if (checks.length === 0) return [];
  const { root } = await repository.state();
  if (root === undefined) throw new SlipwayError(noTreeForChecks(checks));
  const environment = {
    SLIPWAY_FROM: question.from ?? "",
    SLIPWAY_TO: question.to,
    SLIPWAY_COMPONENT: question.component ?? "",
  };
  const signals: Signal[] = [];
  for (const check of checks) {
    const result = await runCheck({ command: check.run, folder: root, environment, timeoutMs: check.timeoutMs });
    signals.push(await signalOf(check, result));
  }
  return signals;
}

async function signalOf(check: Check, result: CheckResult): Promise<Signal> {
  if (result.timedOut)
    throw new SlipwayError(checkFailed(check, `did not end within ${check.timeoutMs / 1000} s`, result));
  if (result.code !== 0)
    throw new SlipwayError(
      checkFailed(check, `ended with ${result.code === null ? "a signal" : `exit ${result.code}`}`, result),
    );
  const line = result.stdout.trimEnd().split("\n").at(-1) ?? "";
  const answer = await readAnswer(line);
  if (answer === undefined)
    throw new SlipwayError(checkFailed(check, `answered "${line.slice(0, 200)}", which is no answer`, result));
  return { source: "api", bump: answer.bump, evidence: `check ${check.name}: ${answer.evidence}` };
}

async function readAnswer(line: string) {
  const { checkAnswerSchema } = await import("../contract/check-answer.ts");
  try {
    const answer = checkAnswerSchema.safeParse(JSON.parse(line));
    return answer.success ? answer.data : undefined;
  } catch {
    return undefined;
  }
}

function checkFailed({ name, run }: Check, fault: string, { stderr }: CheckResult): Problem {
  const tail = stderr.trimEnd().split("\n").slice(-TAIL_LINES).join("\n  ");
  return {
    code: "check-failed",
    kind: "input",
    found: `the check ${name} (\`${run}\`) ${fault}${tail === "" ? "" : `; it said:\n  ${tail}`}`,
    expected: 'exit 0 and a last line such as {"bump":"minor","evidence":"2 functions added"}',
    action: "run it by hand with SLIPWAY_FROM, SLIPWAY_TO and SLIPWAY_COMPONENT set, or correct `versioning.checks`",
  };
}

function noTreeForChecks(checks: readonly Check[]): Problem {
  return {
    code: "checks-bare",
    kind: "refused",
    found: `${checks.map(({ name }) => name).join(", ")} cannot run: this is a bare repository`,
    expected: "a working tree for the commands of `versioning.checks`",
    action: "clone the repository and plan in the clone",
  };
}
