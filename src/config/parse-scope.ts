import { scopeItemsSchema } from "../contract/scope-items.ts";
import { versionOf } from "../domain/version/version.ts";
import type { ScopeItem } from "../domain/plan/scope-item.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import { parseYaml } from "./parse.ts";

/** Reads a file of scope items. Every fault is told at once. */
export function parseScopeItems(text: string, file: string): readonly ScopeItem[] {
  const parsed = parseYaml(text, file, scopeItemsSchema, []);
  if (!parsed.ok) throw new SlipwayError(parsed.error);
  const items = parsed.value.map((item) => ({ ...item, id: String(item.id) }));
  const [first, ...rest] = items.flatMap(({ id, release }) =>
    release === undefined || versionOf(release) !== undefined ? [] : [badRelease(id, release, file)],
  );
  if (first !== undefined) throw new SlipwayError([first, ...rest]);
  return items;
}

function badRelease(id: string, release: string, file: string): Problem {
  return {
    code: "scope-release",
    kind: "input",
    found: `${file}: item ${id} is meant for "${release}", which is no version`,
    expected: "a version such as 1.4.0, or no `release` for the coming one",
    action: "correct the item",
  };
}
