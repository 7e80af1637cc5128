import type { Problem } from "../../kernel/problem.ts";
import { shortHash } from "../commit/commit.ts";
import { formatVersion, type Version } from "../version/version.ts";
import { compareBumps } from "../version/bump.ts";
import type { Change } from "./change.ts";

/** The versions a maintenance branch may release: `1.x` or `1.2.x`. */
export interface MaintenanceRange {
  readonly branch: string;
  readonly major: number;
  /** Absent when the branch keeps a whole major line. */
  readonly minor?: number;
}

/** The range a branch name promises; absent when it is no maintenance branch. */
export function maintenanceRange(branch: string): MaintenanceRange | undefined {
  const found = /^(?:.*[/-])?v?(\d+)\.(?:(\d+)\.)?x(?:\.x)?$/.exec(branch);
  if (found === null) return undefined;
  const range = { branch, major: Number(found[1]) };
  return found[2] === undefined ? range : { ...range, minor: Number(found[2]) };
}

/** Why a version may not be released from a maintenance branch; absent when it may. */
export function outOfRange(
  range: MaintenanceRange | undefined,
  version: Version,
  changes: readonly Change[],
): Problem | undefined {
  if (range === undefined) return undefined;
  const inside = version.major === range.major && (range.minor === undefined || version.minor === range.minor);
  if (inside) return undefined;
  const cause = changes.reduce<Change | undefined>(
    (worst, change) => (worst === undefined || compareBumps(change.bump, worst.bump) > 0 ? change : worst),
    undefined,
  );
  const line = `${range.major}.${range.minor === undefined ? "x" : `${range.minor}.x`}`;
  return {
    code: "maintenance-range",
    kind: "refused",
    found:
      `branch ${range.branch} keeps the ${line} line, but the changes lead to ${formatVersion(version)}` +
      (cause === undefined ? "" : `; the cause is ${shortHash(cause.commit)} "${cause.subject}" (${cause.bump})`),
    expected: `changes that stay inside ${line}`,
    action: "move that commit to another branch, or release it from there",
  };
}
