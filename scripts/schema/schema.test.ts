import { expect, test } from "vitest";
import { readReference } from "./reference.ts";
import { pathsUsed, settingsOf } from "./settings.ts";

test("settings of lists, maps and alternatives have one path each", () => {
  const item = { anyOf: [{ type: "string" }, { properties: { path: {} } }] };
  const schema = { properties: { files: { items: item }, parts: { additionalProperties: { properties: { tag: {} } } } } };
  expect([...settingsOf(schema).keys()]).toEqual(["files", "files[].path", "parts", "parts.NAME.tag"]);
});

test("tables belong to the paths of the heading above; a block of YAML is an example", () => {
  const markdown = "# A\n\n| `top` | none | it |\n\n## `a`, `b[]`\n\n| `k` | `1` | is k |\n\n```yaml\ntop: 1\n```\n";
  const { entries, examples } = readReference(markdown);
  expect(entries.map(({ path, line }) => [path, line])).toEqual([
    ["top", 3],
    ["a.k", 7],
    ["b[].k", 7],
  ]);
  expect(examples).toEqual([{ text: "top: 1\n", line: 9 }]);
});

test("keys of maps that people name are NAME", () => {
  const known = new Set(["parts", "parts.NAME.tag", "files", "files[].path"]);
  expect([...pathsUsed({ parts: { api: { tag: "a" } }, files: [{ path: "b" }] }, known)]).toEqual([
    "parts",
    "parts.NAME",
    "parts.NAME.tag",
    "files",
    "files[].path",
  ]);
});
