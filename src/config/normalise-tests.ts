import type { ConfigDocument } from "../contract/config.ts";
import type { Suite } from "../domain/evidence/suite.ts";
import { parseVersion, type Version } from "../domain/version/version.ts";
import { durationMs } from "../kernel/duration.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import type { Product } from "./product.ts";

type SuiteDocument = NonNullable<NonNullable<NonNullable<ConfigDocument["tests"]>["suites"]>[string]>;

const TIMEOUT_MS = 600_000;

/** Test suites, the policy for security scans and for task markers. Problems are thrown together. */
export function normaliseTests(
  { tests, scan, taskMarkers = "name" }: ConfigDocument,
  source: string,
): Pick<Product, "tests" | "scan" | "taskMarkers"> {
  const problems: Problem[] = [];
  const suites = Object.entries(tests?.suites ?? {}).flatMap(([name, suite]) =>
    suite === null ? [] : [normaliseSuite(name, suite, source, problems)],
  );
  if (problems[0] !== undefined) throw new SlipwayError([problems[0], ...problems.slice(1)]);
  return {
    taskMarkers,
    tests: { suites, resolutions: tests?.resolutions ?? "optional" },
    scan: {
      block: scan?.block ?? "high",
      advise: scan?.advise ?? "low",
      required: scan?.required ?? false,
      carried: scan?.carried ?? "name",
    },
  };
}

function normaliseSuite(name: string, suite: SuiteDocument, source: string, problems: Problem[]): Suite {
  const { label, command, report, format, count, required = true, timeout } = suite;
  if (report !== undefined && /^(?:[/\\]|[A-Za-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)/.test(report))
    problems.push(outsideReport(name, report, source));
  return {
    name,
    label: label ?? name,
    command: command ?? null,
    report: report ?? null,
    format: format ?? null,
    count: count ?? null,
    required: typeof required === "boolean" ? required : firstVersion(name, required, source, problems),
    timeoutMs: timeout === undefined ? TIMEOUT_MS : (durationMs(timeout) ?? TIMEOUT_MS),
  };
}

function firstVersion(name: string, text: string, source: string, problems: Problem[]): Version | boolean {
  const parsed = parseVersion(text);
  if (parsed.ok) return parsed.value;
  problems.push({
    code: "config-value",
    kind: "input",
    found: `${source}: \`tests.suites.${name}.required\` is "${text}"`,
    expected: "true, false, or the version from which on it is required, such as 1.0.0",
    action: "correct the value; docs/configuration.md lists every setting",
  });
  return true;
}

function outsideReport(name: string, report: string, source: string): Problem {
  return {
    code: "config-value",
    kind: "input",
    found: `${source}: \`tests.suites.${name}.report\` is "${report}", outside of the repository`,
    expected: "a path relative to the top of the repository",
    action: "let the command write its report into the repository, for example into an ignored folder",
  };
}
