import type { Problem } from "../../kernel/problem.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { versionOf, type Version } from "../version/version.ts";

/** How versions are written as tag names, for example `v{version}` or `api@{version}`. */
export interface TagPattern {
  readonly text: string;
  /** The version a tag name stands for; absent when the name does not follow the pattern. */
  read(name: string): Version | undefined;
  /** The tag name of a version. */
  write(version: string): string;
}

const PLACE = "{version}";

export function tagPattern(text: string): Result<TagPattern, Problem> {
  const [prefix, suffix, ...more] = text.split(PLACE);
  if (prefix === undefined || suffix === undefined || more.length > 0) return err(badPattern(text));
  return ok({
    text,
    read: (name) =>
      name.startsWith(prefix) && name.endsWith(suffix) && name.length > prefix.length + suffix.length
        ? versionOf(name.slice(prefix.length, name.length - suffix.length))
        : undefined,
    write: (version) => `${prefix}${version}${suffix}`,
  });
}

function badPattern(text: string): Problem {
  return {
    code: "tag-pattern",
    kind: "input",
    found: `the tag pattern "${text}" does not hold ${PLACE} exactly once`,
    expected: `a pattern such as "v${PLACE}" or "api@${PLACE}"`,
    action: "correct `tag` in slipway.yaml",
  };
}
