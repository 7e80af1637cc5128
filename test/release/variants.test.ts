import { expect, test } from "vitest";
import { ReleaseWorld } from "../support/release-world.ts";

const shop = (deploy: string): string => `
environments: { production: { tier: production } }
types:
  major: { bump: [major], workflow: release, requires: [progressive] }
  minor: { bump: [minor], workflow: release, requires: [] }
workflows:
  standard: ~
  standard-hotfix: ~
  release:
    phases:
      - phase: all
        steps:
          - fast: { uses: task, roles: [release-manager] }
          - slow: { uses: task, roles: [qa], else: { abandoned: next } }
          - judged: { uses: gate, with: { of: [fast, slow] } }
          - ship: { uses: deploy, with: { environment: production${deploy} } }
    variants:
      fast-track: { types: [minor], asks: [qa], skip: [slow] }
`;
const BOSS = { who: "boss", role: "release-manager" };
const QA = { who: "qa", role: "qa" };
const PEOPLE = { boss: ["release-manager"], qa: ["qa"] };

test("[T-10] a fast track is for its types, needs a reason, and begins when somebody else agreed to it", async () => {
  const world = await ReleaseWorld.of(shop(""), PEOPLE);
  const fast = { variant: "fast-track", releaseType: "minor", by: "boss" };
  expect(world.start("1.1.0", { ...fast, releaseType: "major", reason: "small" })).toMatchObject({
    code: "variant-type",
  });
  expect(world.start("1.1.0", fast)).toMatchObject({ code: "reason" });
  expect(world.start("1.1.0", { ...fast, reason: "a typing slip" })).toBeUndefined();
  expect(world.state("v1.1.0")).toMatchObject({ by: "boss", reason: "a typing slip", variant: "fast-track" });
  expect(world.why("v1.1.0")).toMatchObject([{ step: "fast-track", who: ["qa (qa)"] }]);
  world.says("v1.1.0", "fast-track", QA, "approved");
  world.says("v1.1.0", "fast", BOSS);
  expect(world.why("v1.1.0")).toMatchObject([{ step: "ship", code: "due" }]);
});

test("[T-08] a major release does not reach all of production at once", async () => {
  const atOnce = await ReleaseWorld.of(shop(""), PEOPLE);
  const inSteps = await ReleaseWorld.of(shop(", strategy: { canary: [10, 100] }"), PEOPLE);
  for (const world of [atOnce, inSteps]) {
    world.start("2.0.0", { releaseType: "major" });
    world.says("v2.0.0", "fast", BOSS);
    world.says("v2.0.0", "slow", QA);
  }
  expect(atOnce.why("v2.0.0")).toMatchObject([{ step: "ship", code: "strategy" }]);
  expect(inSteps.why("v2.0.0")).toMatchObject([{ step: "ship", code: "due" }]);
});
