import { expect, test } from "vitest";
import { dependencyChanges } from "./dependency-changes.ts";
import type { Dependency } from "./dependency.ts";

const npm = (name: string, version: string): Dependency => ({ ecosystem: "npm", name, version });

test("[R-03] dependencies that came, went, moved and stayed, and a name that two registries share", () => {
  const before = [npm("a", "1.0.0"), npm("b", "1.0.0"), npm("b", "2.0.0"), npm("gone", "1.0.0"), npm("same", "1.0.0")];
  const after = [npm("same", "1.0.0"), npm("b", "2.0.0"), npm("a", "1.1.0"), npm("new", "0.1.0"), npm("loose", "")];
  expect(dependencyChanges(before, [...after, { ecosystem: "pypi", name: "a", version: "1.0.0" }])).toEqual([
    { name: "a", from: "1.0.0", to: "1.1.0" },
    { name: "b", from: "1.0.0, 2.0.0", to: "2.0.0" },
    { name: "gone", from: null, to: null },
    { name: "loose", from: null, to: "*" },
    { name: "new", from: null, to: "0.1.0" },
    { name: "a", from: null, to: "1.0.0" },
  ]);
  expect(dependencyChanges(before, before.toReversed())).toEqual([]);
});
