import { expect, test } from "vitest";
import { Draft } from "../../src/domain/release/draft.ts";
import { successCriteria } from "../../src/domain/release/success-criteria.ts";
import { ReleaseWorld } from "../support/release-world.ts";

const WATCHED = `
environments: { production: { tier: production } }
types: { minor: { bump: [minor], workflow: release, requires: [] } }
workflows:
  standard: ~
  standard-hotfix: ~
  standard-rollback: ~
  release:
    phases:
      - phase: all
        steps:
          - rollback-drill: { uses: run }
          - ship: { uses: deploy, with: { environment: production } }
          - watch: { uses: watch, with: { environment: production, for: 24h } }
`;

async function closedAfter(outcome: "clean" | "breached", says: string) {
  const world = await ReleaseWorld.of(WATCHED, { boss: ["release-manager"] });
  world.start("1.1.0");
  world.does("v1.1.0", "rollback-drill", "passed");
  world.does("v1.1.0", "ship", "verified");
  world.does("v1.1.0", "watch");
  const { run, visit } = world.waiting("v1.1.0", "watch");
  world.send("v1.1.0", { type: "finish", run, visit, outcome, by: null, says });
  return successCriteria(new Draft(world.state("v1.1.0"), world.context()));
}

test("[G-22, K-18] a criterion tells what the step behind it said, and names a step that said nothing", async () => {
  const says = "nothing was amiss in production for 24h (simulated)";
  expect(await closedAfter("clean", says)).toEqual(
    expect.arrayContaining([
      { criterion: "performance at or better than its targets", verdict: "met", says: `watch says ${says}` },
      { criterion: "rollback tested", verdict: "met", says: "rollback-drill" },
    ]),
  );
});

test("[G-22] a criterion that is not met tells why", async () => {
  const criterion = "performance at or better than its targets";
  expect(await closedAfter("breached", "errors: 9 % of requests")).toContainEqual({
    criterion,
    verdict: "not met",
    says: "watch says errors: 9 % of requests",
  });
});
