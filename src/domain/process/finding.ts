import { describePath } from "./path.ts";
import type { Edge } from "./graph.ts";

/** A property of a process that does not hold, with the way through it that shows so. */
export interface ProcessFinding {
  readonly code: string;
  /** Where: `workflow release`, `type hotfix`, `workflow release, variant emergency`. */
  readonly place: string;
  readonly found: string;
  readonly expected: string;
  /** The counterexample, as people read it; `null` where no way is concerned. */
  readonly path: string | null;
}

export function finding(
  code: string,
  place: string,
  found: string,
  expected: string,
  path?: readonly Edge[],
): ProcessFinding {
  return { code, place, found, expected, path: path === undefined ? null : describePath(path) };
}

export interface ProcessReport {
  /** What breaks a property. */
  readonly findings: readonly ProcessFinding[];
  /** What a variant leaves out on purpose, and owes or not; what hangs on one person: allowed, and worth knowing. */
  readonly exceptions: readonly ProcessFinding[];
  /** Properties that could not be looked at, each with the reason. */
  readonly notChecked: readonly string[];
}
