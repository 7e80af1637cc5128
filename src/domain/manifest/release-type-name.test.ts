import { expect, test } from "vitest";
import type { Bump } from "../version/bump.ts";
import { versionOf } from "../version/version.ts";
import { printedType, releaseTypesOf } from "./release-type-name.ts";

function types(all: Readonly<Record<string, readonly Bump[]>>) {
  return new Map(Object.entries(all).map(([name, bumps]) => [name, { name, bumps }]));
}

const qms = types({ phase: ["minor"], workstream: ["patch"], hotfix: ["patch"], maintenance: ["patch"] });

test.each([
  ["1.1.0", "1.0.0", qms, undefined, null, ["phase"]],
  ["1.0.1", "1.0.0", qms, undefined, null, ["workstream", "hotfix", "maintenance"]],
  ["1.0.1", "1.0.0", qms, "maintenance", null, ["maintenance"]],
  ["1.0.1", "1.0.0", qms, undefined, "Workstream 4B: reports", ["workstream"]],
  ["1.0.1", "1.0.0", qms, undefined, "SECURITY: keys", ["hotfix"]],
  ["2.0.0", "1.0.0", qms, undefined, null, []],
  ["2.0.0", "1.0.0", types({}), undefined, null, ["major"]],
  ["0.1.0", undefined, types({}), undefined, null, ["minor"]],
  ["2.0.0-rc.1", "1.0.0", types({}), undefined, null, ["pre-release"]],
] as const)("[R-01] the release types of %s after %s", (version, previous, all, named, title, expected) => {
  const question = {
    version: versionOf(version)!,
    previous: previous && versionOf(previous),
    types: all,
    named,
    title,
  };
  expect(releaseTypesOf(question)).toEqual(expected);
  expect(printedType("workstream")).toBe("Workstream");
});
