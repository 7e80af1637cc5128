import { expect, test } from "vitest";
import { scopeSignals } from "./scope-item.ts";

test("[V-06] each item that belongs to the component or to all of them is one signal", () => {
  const items = [
    { id: "S-1", title: "Doors", significance: "feature" as const },
    { id: "S-2", title: "Keys", significance: "breaking" as const, component: "api" },
    { id: "S-3", title: "Locks", significance: "fix" as const, component: "web", release: "1.2.0" },
  ];
  expect(scopeSignals(items, "web", "scope.yaml")).toEqual([
    { source: "scope", bump: "minor", evidence: 'scope.yaml: S-1 "Doors" is a feature' },
    { source: "scope", bump: "patch", evidence: 'scope.yaml: S-3 "Locks" is a fix of 1.2.0', release: "1.2.0" },
  ]);
  expect(scopeSignals(items, "api", "scope.yaml").map(({ bump }) => bump)).toEqual(["minor", "major"]);
});
