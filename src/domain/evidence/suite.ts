import type { Version } from "../version/version.ts";
import { compareVersions } from "../version/version.ts";
import type { TestEvidence } from "./evidence.ts";

/** A suite of tests as the product configures it. */
export interface Suite {
  readonly name: string;
  /** What manifests call it. */
  readonly label: string;
  /** A line for the shell; `null`: it runs elsewhere and its reports are added. */
  readonly command: string | null;
  /** File the command writes, relative to the top of the repository; `null`: its output is the report. */
  readonly report: string | null;
  /** Name of a format; `null`: recognised. */
  readonly format: string | null;
  /** How many tests there have to be, all of them passed (G-05); `null`: any number. */
  readonly count: number | null;
  /** Whether a release needs it: always, never, or from this version on. */
  readonly required: boolean | Version;
  readonly timeoutMs: number;
}

/** Whether a release of `version` needs the suite. */
export function isRequired({ required }: Suite, version: Version): boolean {
  return typeof required === "boolean" ? required : compareVersions(version, required) >= 0;
}

/** Why a run does not satisfy its suite; absent when it does. With a count every test has to pass, without one no test may fail. */
export function shortcoming(
  { count }: Pick<Suite, "count">,
  { passed, failed, total }: Pick<TestEvidence, "passed" | "failed" | "total">,
): string | undefined {
  if (count !== null && total !== count) return `${total} of the ${count} declared tests ran`;
  if (failed > 0) return `${failed} of ${total} failed`;
  if (passed === 0) return "no test passed";
  if (count !== null && passed < total) return `${passed} of ${total} passed`;
  return undefined;
}
