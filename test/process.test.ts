import { expect, test } from "vitest";
import { makeRepository } from "./support/repository.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

function product(yaml: string): string {
  const repository = makeRepository();
  repository.commit("feat: start", { "slipway.yaml": yaml });
  return repository.folder;
}

test("[T-01] process show tells steps, people, exits, detours and variants of a preset", () => {
  const { code, stdout } = slipway(product("extends: workflow\n"), ["process", "show", "release"]);
  expect(code).toBe(0);
  expect(stdout.split("\n").slice(0, 13).join("\n")).toMatchInlineSnapshot(`
    "release, for major, minor, patch, emergency
      type major: major; after feature-completion; takes 2-4w; gates extended; requires progressive, staged, approved, environment-preparation, pre-deployment; long-notice, user-migration, compatibility-plan, rollback-plan, affected when release.breaking; asks uat, readiness, affected; tells deployment-start
      type minor: minor; every FREQ=WEEKLY;INTERVAL=2;BYDAY=WE; after scheduled-window; takes 1-2w; requires staged, approved, environment-preparation, pre-deployment; affected when release.breaking; asks uat, readiness, affected; tells deployment-start
      type patch: patch; after critical-bug; takes 3-7d; requires staged, approved, environment-preparation, pre-deployment; affected when release.breaking; asks uat, readiness, affected; tells deployment-start
      type emergency: patch, exceptional; after critical-bug; takes 4-24h; requires staged, approved, environment-preparation, pre-deployment; affected when release.breaking; way-back when release.variant == "emergency"; asks uat, readiness, affected; tells deployment-start
      planning (3-10d)
        scoping: checklist [product-owner or developer]
        environment-preparation: checklist [operations or developer]
        stakeholders: checklist [product-owner]
        notice: schedule when release.bump == "major" && !release.breaking
        long-notice: schedule when release.breaking
        user-migration: checklist [product-owner] when release.breaking
        compatibility-plan: checklist [developer or operations] when release.breaking"
  `);
  expect(stdout).toContain("  detour repair\n    fix: task [developer]\n    again: resume -> final-qa\n");
  expect(stdout).toContain("  variant emergency: skips uat, readiness, owes uat, readiness within 72h");
});

test("[G-01] process template lists the templates with their steps, and shows everything one may ask", () => {
  const folder = product("extends: qms\n");
  const list = slipway(folder, ["process", "template"]).stdout;
  expect(list).toContain(
    "after-release: After the release, 7 items, in release/verify, phase/verify, maintenance/verify\n",
  );
  const { code, stdout } = slipway(folder, ["process", "template", "creation"]);
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "Creating the release: 0 of 5
      [ ] E3.1 The changelog carries the version (a)
          E3.2 The manifest is complete
        [ ] E3.2a The file is there (a)
        [ ] E3.2b Test results are in it (a)
        [ ] E3.2c The list of files is in it (a)
        [ ] E3.2d Checksums (a) [optional]
      [ ] E3.3 The tag is made and pushed (a)
      [ ] E3.4 The bundle is made (a) [optional]
    "
  `);
  const unknown = slipway(folder, ["process", "template", "creaton"]);
  expect(unknown).toMatchObject({ code: 2, stdout: "" });
  expect(unknown.stderr).toContain("did you mean `creation`?");
  const { templates } = slipwayJson<{ templates: { name: string; steps: string[] }[] }>(folder, [
    "process",
    "template",
    "board",
  ]);
  expect(templates).toMatchObject([{ name: "board", steps: ["milestone/board"] }]);
});

test("[T-01] process show --mermaid draws every step once, and every edge but the stops", () => {
  const folder = product("extends: standard\n");
  const drawing = slipway(folder, ["process", "show", "standard-hotfix", "--mermaid"]).stdout;
  expect(drawing).toMatchInlineSnapshot(`
    "%% standard-hotfix
    flowchart TD
      n0((start))
      subgraph n1box["repair"]
        n1["branch"]
        n2(["fix"])
        n3["tests"]
        n4(["review"])
        n5["changelog"]
        n6["version"]
        n7["commit"]
        n8[["tag"]]
      end
      subgraph n9box["production"]
        n9[["ship"]]
        n10["watch"]
        n11["merge-back"]
      end
      n12((end))
      n0 --> n1
      n1 --> n2
      n2 --> n3
      n3 --> n4
      n3 -- failed --> n2
      n4 --> n5
      n4 -- changes-requested --> n2
      n5 --> n6
      n6 --> n7
      n7 --> n8
      n8 --> n9
      n9 --> n10
      n10 --> n11
      n11 --> n12
    "
  `);
});

test("[T-01] process check exits 1 with the way that breaks a property, and reads the process of a commit", () => {
  const folder = product(
    "extends: standard\nworkflows: { standard: { phases: [{ phase: approval, steps: [{ approve: ~ }] }] } }\n",
  );
  const { code, stdout } = slipway(folder, ["process", "check"]);
  expect(code).toBe(1);
  expect(stdout).toContain("breaks requirement: type minor, workflow standard: no step brings about approved");
  expect(stdout).toContain("way: start -> tests -> changelog -> version -> rollback-plan -> commit -> tag");
  const report = slipwayJson<{ ok: boolean; findings: { code: string }[] }>(folder, [
    "process",
    "check",
    "--at",
    "HEAD",
  ]);
  expect(report.ok).toBe(false);
  expect(new Set(report.findings.map((finding) => finding.code))).toEqual(new Set(["requirement", "unreachable"]));
});

test("[T-01, B-15, A-13] process walk rehearses a release, and says where it stops and what had no turn", () => {
  const folder = product("extends: molecular\n");
  const walked = slipway(folder, ["process", "walk", "hotfix", "--outcomes", "review=changes-requested,again=abandon"]);
  expect(walked).toMatchObject({ code: 0, stderr: "" });
  expect(walked.stdout.trimEnd().split("\n").at(-1)).toBe("ends as cancelled");
  const stopped = slipway(folder, ["process", "walk", "feature", "--outcomes", "stage=failed,uat=rejected"]);
  expect(stopped.code).toBe(1);
  expect(stopped.stdout).toContain("waits: main, stage: nothing says what follows failed\nhad no turn: uat=rejected\n");
  const rolledBack = slipwayJson<{ status: string }>(folder, [
    "process",
    "walk",
    "feature",
    "--triggers",
    "watch=manual",
  ]);
  expect(rolledBack.status).toBe("rolled-back");
});

test.each([
  [
    "a step that is not there",
    "extends: qms\n",
    ["process", "walk", "phase", "--skip", "shipp"],
    "did you mean `ship`?",
  ],
  ["a type that is not there", "extends: qms\n", ["process", "walk", "faze"], "faze has no workflow"],
  ["half a pair", "extends: qms\n", ["process", "walk", "phase", "--outcomes", "ship"], "STEP=OUTCOME"],
  [
    "an outcome that is not there",
    "extends: qms\n",
    ["process", "walk", "phase", "--outcomes", "ship=sunk"],
    "ship cannot end as sunk",
  ],
  ["an unknown workflow", "extends: standard\n", ["process", "show", "standart"], "did you mean `standard`?"],
  [
    "an unknown verb",
    "extends: standard\n",
    ["process", "prove"],
    "slipway process show [WORKFLOW], template [NAME], check",
  ],
  [
    "an unknown kind of step",
    "workflows: { a: { phases: [{ phase: b, steps: [{ c: { uses: depoly } }] }] } }\n",
    ["process", "check"],
    "slipway.yaml:1:55: `workflows.a.phases[0].steps[0].c.uses`",
  ],
  [
    "a step that does not say what it does",
    "workflows: { a: { phases: [{ phase: b, steps: [{ c: { roles: [qa] } }] }] } }\n",
    ["process", "check"],
    "the step c does not say what it does",
  ],
] as const)("[T-01] bad input: %s", (_, yaml, args, message) => {
  const { code, stdout, stderr } = slipway(product(yaml), args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
});
