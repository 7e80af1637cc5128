import { err, ok, type Result } from "../../kernel/result.ts";
import type { Problem } from "../../kernel/problem.ts";
import { tagPattern, type TagPattern } from "./tag-pattern.ts";

const PLAIN_NAME = /^[vV]?\d+\.\d+\.\d+(?![\d.])/;
const RELEASE_NAME = /^(?<prefix>.*?)[vV]?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

/** The patterns of a repository that nobody configured: `v1.2.3`, `1.2.3` and `V1.2.3`, or one prefix that all release tags share. */
export function recognisePatterns(
  tags: Iterable<{ readonly name: string }>,
): Result<readonly [TagPattern, ...TagPattern[]], Problem> {
  const prefixes = new Map<string, number>();
  for (const { name } of tags) {
    if (PLAIN_NAME.test(name)) return ok(patternsWith(""));
    const prefix = name.startsWith("slipway/") ? undefined : RELEASE_NAME.exec(name)?.groups?.["prefix"];
    if (prefix !== undefined) prefixes.set(prefix, (prefixes.get(prefix) ?? 0) + 1);
  }
  if (prefixes.size === 0) return ok(patternsWith(""));
  const [[prefix] = [""], ...others] = prefixes;
  return others.length === 0 ? ok(patternsWith(prefix)) : err(severalComponents([...prefixes]));
}

function patternsWith(prefix: string): [TagPattern, ...TagPattern[]] {
  const make = (text: string): TagPattern => {
    const made = tagPattern(text);
    if (!made.ok) throw new Error(made.error.found);
    return made.value;
  };
  return [make(`${prefix}v{version}`), make(`${prefix}{version}`), make(`${prefix}V{version}`)];
}

function severalComponents(prefixes: readonly (readonly [string, number])[]): Problem {
  const list = prefixes.toSorted((a, b) => b[1] - a[1]).slice(0, 20);
  return {
    code: "several-components",
    kind: "input",
    found: `the release tags have ${prefixes.length} different prefixes: ${list.map(([prefix, count]) => `${prefix} (${count})`).join(", ")}`,
    expected: "components in slipway.yaml that say which tags belong together",
    action: "`slipway init` writes them from the tags there are",
  };
}
