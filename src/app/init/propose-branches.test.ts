import { expect, test } from "vitest";
import { normalise } from "../../config/normalise.ts";
import { proposeBranches } from "./propose-branches.ts";

test.each([
  [["main", "feature/search", "release/1.4.0", "hotfix/1.3.1"], undefined],
  [["main", "next", "renovate/all"], undefined],
  [["trunk"], { main: { pattern: "trunk" } }],
  [["main", "develop"], { develop: { pattern: "develop" }, feature: { base: "develop", into: ["develop"] } }],
  [["master", "feat/search", "fix/bell"], { feature: { pattern: ["feat/*", "fix/*"] } }],
  [
    ["main", "release/v1.2.0", "release/v1.3.0", "rel-1.1"],
    { release: { pattern: ["release/v{version}", "rel-{version}"] } },
  ],
  [["main", "hotfix-1.2.1"], { hotfix: { pattern: "hotfix-{version}" } }],
])("[B-01] branches %j are proposed as %j", (names, branches) => {
  expect(proposeBranches(names)).toEqual(branches);
  const proposed = proposeBranches(names);
  const document = proposed === undefined ? {} : { branches: proposed };
  expect(normalise(document, "slipway.yaml", "doors")).toBeDefined();
});
