import type { Product } from "../../config/product.ts";
import type { Report } from "../../domain/evidence/report.ts";
import type { Suite } from "../../domain/evidence/suite.ts";
import { isSlipwayError, SlipwayError, type Problem } from "../../kernel/problem.ts";
import type { RunSuite, SuiteRunResult } from "../evidence-ports.ts";
import {
  examinedCommit,
  recordReport,
  suiteNamed,
  type AddRequest,
  type AddResult,
  type AddTools,
} from "./add-evidence.ts";

export interface RunTools extends AddTools {
  readonly runSuite: RunSuite;
}

export interface RunRequest extends Pick<AddRequest, "environment" | "by"> {
  readonly suite: string;
  onOutput(chunk: Uint8Array): void;
}

/** Runs a configured suite at HEAD and keeps its report. A run that broke off, or changed files, proves nothing and is not kept. */
export async function runConfiguredSuite(tools: RunTools, product: Product, request: RunRequest): Promise<AddResult> {
  const suite = suiteNamed(product, request.suite);
  if (suite === undefined || suite.command === null) throw new SlipwayError(noCommand(request.suite, product));
  const { root, gitFolder } = await tools.repository.state();
  if (root === undefined) throw new SlipwayError(noTree(gitFolder));
  const commit = await examinedCommit(tools.repository, product, undefined);
  const writtenMs = suite.report === null ? undefined : await tools.files.modifiedMs(suite.report);
  const { command, timeoutMs } = suite;
  const run = await tools.runSuite({ command, folder: root, timeoutMs, onOutput: request.onOutput });
  const broken = brokenRun(suite, run);
  if (broken !== undefined) throw new SlipwayError(broken);
  const after = await examinedCommit(tools.repository, product, undefined);
  if (after !== commit) throw new SlipwayError(movedOn(suite, commit, after));
  const { name, bytes, report } = await reportOf(tools, suite, run, writtenMs);
  if (report.kind === "tests" && report.failed === 0 && run.code !== 0)
    throw new SlipwayError(greenButFailed(suite, run.code));
  if (report.kind === "scan") throw new SlipwayError(scanInSuite(suite));
  return recordReport(tools, product, { ...request, commit, name, bytes, report });
}

interface SuiteReport {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly report: Report;
}

/** The file the suite writes; without one stdout, or everything it printed when stdout alone says nothing. */
export async function reportOf(
  { files, readReport }: Pick<RunTools, "files" | "readReport">,
  suite: Pick<Suite, "name" | "report" | "format">,
  run: Pick<SuiteRunResult, "stdout" | "output">,
  writtenMs: number | undefined,
): Promise<SuiteReport> {
  const format = suite.format ?? undefined;
  if (suite.report !== null) {
    const bytes = await files.bytes(suite.report);
    if (bytes === undefined || (await files.modifiedMs(suite.report)) === writtenMs)
      throw new SlipwayError(reportNotWritten(suite, bytes !== undefined));
    return { name: suite.report, bytes, report: await readReport(bytes, { name: suite.report, format }) };
  }
  const name = `${suite.name}.out`;
  try {
    return { name, bytes: run.stdout, report: await readReport(run.stdout, { name, format }) };
  } catch (error) {
    if (!isSlipwayError(error) || !SAYS_NOTHING.has(error.problems[0].code)) throw error;
    return { name, bytes: run.output, report: await readReport(run.output, { name, format }) };
  }
}

const SAYS_NOTHING: ReadonlySet<string> = new Set(["report-empty", "report-format-unknown", "report-format-other"]);

function brokenRun({ name, timeoutMs }: Suite, { ended }: SuiteRunResult): Problem | undefined {
  if (ended === "by itself") return undefined;
  const found = {
    late: `was ended after ${timeoutMs / 1000} s`,
    interrupted: "was interrupted",
    "too much output": "printed more than can be kept",
  }[ended];
  return {
    code: "suite-broken-off",
    kind: "failed",
    found: `suite ${name} ${found}; nothing was recorded`,
    expected: "a run that comes to its end",
    action: ended === "late" ? `raise \`tests.suites.${name}.timeout\`, or make it faster` : "run it again",
  };
}

export function greenButFailed({ name }: Pick<Suite, "name">, code: number | null): Problem {
  return {
    code: "report-contradicts-itself",
    kind: "failed",
    found: `suite ${name} reports no failure, but its command ended with ${code === null ? "a signal" : `code ${code}`}`,
    expected: "code 0 from a run without failures",
    action: "look at the end of its output; nothing was recorded",
  };
}

function reportNotWritten({ name, report }: Pick<Suite, "name" | "report">, isOld: boolean): Problem {
  return {
    code: "report-not-written",
    kind: "failed",
    found: `suite ${name} did not write ${report}${isOld ? ": the file there is of an earlier run" : ""}`,
    expected: `a command that writes ${report}`,
    action: `correct \`tests.suites.${name}.report\` or the command; nothing was recorded`,
  };
}

export function movedOn({ name }: Pick<Suite, "name">, before: string, after: string): Problem {
  return {
    code: "suite-moved-head",
    kind: "failed",
    found: `HEAD went from ${before.slice(0, 8)} to ${after.slice(0, 8)} while suite ${name} ran`,
    expected: "one commit for the whole run",
    action: "run it again and leave the repository alone meanwhile; nothing was recorded",
  };
}

function scanInSuite({ name }: Suite): Problem {
  return {
    code: "suite-of-scan",
    kind: "input",
    found: `suite ${name} made the report of a security scan`,
    expected: "a report of tests",
    action: "add the report of a scan with `slipway evidence add FILE`",
  };
}

function noCommand(name: string, { source }: Product): Problem {
  return {
    code: "suite-without-command",
    kind: "input",
    found: `the suite "${name}" has no command, so it cannot be run here`,
    expected: `\`tests.suites.${name}.command\` in ${source === "default" ? "slipway.yaml" : source}`,
    action: `add it there, or add a report that was made elsewhere: \`slipway evidence add FILE --suite ${name}\``,
  };
}

function noTree(gitFolder: string): Problem {
  return {
    code: "bare-repository",
    kind: "input",
    found: `${gitFolder} is a bare repository, so there is nothing to test`,
    expected: "a repository with a working tree",
    action: "clone it and run the command in the clone",
  };
}
