import { expect, test } from "vitest";
import { product, said } from "./support/product.ts";

const TIMEOUT = { timeout: 180_000 };

const YAML = `extends: standard
product: Door
separation: solo
types: { major: ~, patch: ~, hotfix: ~, minor: { bump: [minor], workflow: way, requires: [] } }
closing: { critical: [C1], feedback: { score: S, answers: N } }
environments:
  staging: { tier: staging, target: simulated }
  production: { tier: production, target: simulated }
templates:
  issues:
    title: Issues
    items:
      - C1: { text: What is critical got a fix, required: optional }
      - S: { text: Score, kind: number, required: optional }
      - N: { text: Answers, kind: number, required: optional }
workflows:
  standard: ~
  standard-hotfix: ~
  way:
    phases:
      - phase: planning
        target: 1-2d
        steps:
          - planned: { uses: gate, with: { check: planning-closed } }
          - accepted: { uses: gate, with: { check: scope-accepted }, else: { closed: next } }
      - phase: production
        steps:
          - ship: { uses: deploy, with: { environment: production } }
          - issues: { uses: checklist, with: { template: issues }, roles: [qa] }
          - retro: { uses: retrospective, roles: [qa], else: { abandoned: next } }
`;

test(
  "[E-19, G-21, G-22, G-23] a close is refused with each open condition, and writes down how the release did",
  TIMEOUT,
  () => {
    const { run } = product(
      YAML.replace("          - planned: { uses: gate, with: { check: planning-closed } }\n", ""),
    );
    run("release start --type minor");
    run("run");
    expect(run("release close v1.4.0")).toMatchObject({ code: 4, stderr: expect.stringContaining("is under way") });
    expect(said(run("audit log"))).toMatch(/version\/1\.4\.0\S* +deployed -> verified/);
    expect(said(run("release list"))).toMatch(/v1\.4\.0 .* running /);
    run("submit v1.4.0 issues --role qa --set S=4.2 --set N=7");
    run("decide v1.4.0 retro abandoned --role qa");
    run("run");
    const refused = run("release close v1.4.0 --waive ended");
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain("nothing-critical: C1 is not answered with yes");
    expect(refused.stderr).toContain("outputs: lessons learned is missing");
    expect(said(run("release why v1.4.0"))).toContain("cannot be closed: lessons learned is missing");
    const waive = "release close v1.4.0 --waive nothing-critical,outputs";
    expect(said(run(waive))).toContain("a waiver without a reason");
    expect(said(run("release list"))).toMatch(/v1\.4\.0 .* released /);
    expect(run(waive, ["--reason", "the team is two people"])).toMatchObject({ code: 0 });
    expect(said(run("release list"))).toMatch(/v1\.4\.0 .* released, closed/);
    const shown = said(run("release show v1.4.0"));
    expect(shown).toMatch(/deployed version +ship\n +lessons learned +missing/);
    expect(shown).toContain("met       feedback of users is positive: 4.2 of 5 from 7");
    expect(shown).toContain("no data   every planned feature verified: nothing was planned");
    expect(shown).toContain("waived    outputs: lessons learned is missing (the team is two people)");
    expect(said(run("audit log"))).toContain("nothing-critical, outputs waived: the team is two people");
    expect(run("release close v1.4.0").code).toBe(4);
  },
);

test("[P-13] a release waits until its plan is closed, and is told each open point", TIMEOUT, () => {
  const { run } = product(YAML.replace("closing:", "planning: { closes: [scope, frozen] }\nclosing:"));
  expect(run("release start --type minor")).toMatchObject({ code: 0 });
  expect(said(run("run"))).toContain("the plan of 1.4.0 is open, 0 of 2 points are shown; open:");
  run("scope add bell --class improvement --significance feature --title", ["A bell"]);
  run("scope approve bell --role product-management");
  run("scope target bell 1.4.0 --role product-management");
  expect(said(run("release why v1.4.0"))).toContain("1 of 2 points are shown; open: the scope is frozen");
  run("scope freeze 1.4.0 --role release-manager");
  expect(said(run("run"))).toContain("slipway scope close 1.4.0");
  expect(run("scope close 1.4.0 --role release-manager")).toMatchObject({ code: 0 });
  const after = said(run("run"));
  expect(after).toContain("issues (waits-for-person)");
  const shown = said(run("release show v1.4.0"));
  expect(shown).toMatch(/planned +open/);
  expect(shown).toMatch(/accepted +closed +bell is aimed at 1\.4\.0 and not accepted/);
});
