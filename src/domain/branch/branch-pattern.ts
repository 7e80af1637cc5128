import picomatch from "picomatch";
import type { Problem } from "../../kernel/problem.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { formatVersion, versionOf } from "../version/version.ts";

/** How branches of a role are named: a glob such as `feature/*`, or a text with one `{version}`. */
export interface BranchPattern {
  readonly text: string;
  matches(branch: string): boolean;
  /** The version in the name; absent when the pattern holds none or the name does not follow it. */
  version(branch: string): string | undefined;
  /** The branch name for a version; absent when the pattern has no place for one. */
  write(version: string): string | undefined;
}

const PLACE = "{version}";

export function branchPattern(text: string): Result<BranchPattern, Problem> {
  const [prefix, suffix, ...more] = text.split(PLACE);
  if (text.trim() === "" || /\s/.test(text) || more.length > 0) return err(badPattern(text));
  if (prefix === undefined || suffix === undefined) {
    let compiled: picomatch.Matcher | undefined; // most commands ask about no branch
    const matches = (branch: string): boolean => (compiled ??= picomatch(text, { dot: true, bash: true }))(branch);
    return ok({ text, matches, version: () => undefined, write: () => undefined });
  }
  const version = (branch: string): string | undefined => {
    if (!branch.startsWith(prefix) || !branch.endsWith(suffix)) return undefined;
    const found = versionOf(branch.slice(prefix.length, branch.length - suffix.length).replace(/^v/, ""));
    return found === undefined ? undefined : formatVersion(found);
  };
  return ok({
    text,
    matches: (branch) => version(branch) !== undefined,
    version,
    write: (wanted) => `${prefix}${wanted}${suffix}`,
  });
}

function badPattern(text: string): Problem {
  return {
    code: "branch-pattern",
    kind: "input",
    found: `"${text}" is no pattern for branch names`,
    expected: `a name, a glob such as feature/*, or a text with ${PLACE} once, such as release/${PLACE}`,
    action: "correct `branches` in slipway.yaml",
  };
}
