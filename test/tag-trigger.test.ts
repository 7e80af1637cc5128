import { expect, test } from "vitest";
import { product, said } from "./support/product.ts";

const YAML = `extends: standard
product: Door
separation: solo
types: { major: ~, patch: ~, hotfix: ~, minor: { bump: [minor], workflow: way, requires: [] } }
environments:
  staging: { tier: staging, target: simulated }
  production: { tier: production, target: simulated }
workflows:
  standard: ~
  standard-hotfix: ~
  way:
    phases:
      - phase: release
        steps:
          - changelog: { uses: changelog }
          - commit: { uses: commit }
          - approved: { uses: approval, roles: [qa] }
          - tag: { uses: tag }
          - tests: { uses: run, with: { command: "test \\"$(git describe --tags)\\" = v1.4.0" } }
          - manifest: { uses: manifest }
          - checksums: { uses: checksums }
          - ship: { uses: deploy, with: { environment: staging } }
`;

test(
  "[TG-08] the tag sets off tests, manifest and deployment, and nobody has to ask for them",
  { timeout: 120_000 },
  () => {
    const { run } = product(YAML);
    expect(run("release start --type minor")).toMatchObject({ code: 0 });
    run("run");
    const steps = () => said(run("release show v1.4.0"));
    expect(steps()).not.toContain("tests");
    expect(run("approve v1.4.0 approved --role qa")).toMatchObject({ code: 0 });
    expect(run("run")).toMatchObject({ code: 0 });
    const walked = [...steps().matchAll(/(tag|tests|manifest|checksums|ship) +(done|passed|verified)/g)];
    expect(walked.map(([, step, outcome]) => `${step} ${outcome}`)).toEqual([
      "tag done",
      "tests passed",
      "manifest done",
      "checksums done",
      "ship verified",
    ]);
  },
);
