import { rmSync, writeFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { makeRepository, type TestRepository } from "./support/repository.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

function product(yaml = "extends: standard\nproduct: North Wind\n"): TestRepository {
  const repository = makeRepository();
  repository.commit("feat: start", { "slipway.yaml": yaml });
  return repository;
}

function grant(folder: string, ...grants: readonly string[]): void {
  for (const each of grants)
    expect(slipway(folder, ["access", "grant", ...each.split(" ")])).toMatchObject({ code: 0, stderr: "" });
}

test("[H-10] the first admin is appointed by nobody, admins grant with an end, and the log tells who did", () => {
  const { folder } = product();
  const early = slipway(folder, ["access", "grant", "bob@example.org", "qa"]);
  expect(early).toMatchObject({ code: 4, stderr: expect.stringContaining("nobody is an admin yet") });
  grant(
    folder,
    "ada@example.org admin",
    "bob@example.org qa --until 2099-01-31",
    "bob@example.org security --name Bob",
  );
  expect(slipway(folder, ["access", "list"]).stdout).toBe(
    "admin\n  ada@example.org\nqa\n  Bob <bob@example.org> until 2099-02-01T00:00:00Z\nsecurity\n  Bob <bob@example.org>\n",
  );
  const eve = slipway(folder, ["access", "grant", "eve@example.org", "admin", "--as", "eve@example.org"]);
  expect(eve).toMatchObject({ code: 4, stderr: expect.stringContaining("admin: ada@example.org") });
  const self = slipway(folder, ["access", "grant", "ada@example.org", "qa"]);
  expect(self).toMatchObject({ code: 4, stderr: expect.stringContaining("separation: solo") });
  const log = slipway(folder, ["audit", "log", "--json"]).stdout;
  expect(log).toContain("nobody was an admin: the first one is appointed by nobody");
  expect(log).toContain("slipway (asserted)");
});

test("[H-10] in a team of one an admin holds every role", () => {
  const { folder } = product("extends: standard\nseparation: solo\n");
  grant(folder, "ada@example.org admin", "ada@example.org qa", "ada@example.org security");
  expect(slipway(folder, ["access", "who", "security"])).toMatchObject({
    code: 0,
    stdout: "security\n  ada@example.org\n",
  });
});

test("[A-01] a role is delegated for a time, and taken back with a reason", () => {
  const { folder } = product();
  grant(folder, "ada@example.org admin", "bob@example.org qa");
  const stand = ["cy@example.org", "qa", "--as", "bob@example.org"];
  expect(slipway(folder, ["access", "delegate", ...stand]).code).toBe(2);
  expect(slipway(folder, ["access", "delegate", ...stand, "--until", "2099-01-31"]).code).toBe(0);
  const who = (): unknown => slipwayJson<{ holders: { who: string }[] }>(folder, ["access", "who", "qa"]).holders;
  expect(who()).toMatchObject([
    { who: "bob@example.org", for: null, until: null },
    { who: "cy@example.org", for: "bob@example.org", until: "2099-02-01T00:00:00Z" },
  ]);
  expect(slipway(folder, ["access", "undelegate", ...stand, "--reason", "back again"]).code).toBe(0);
  expect(who()).toHaveLength(1);
  expect(slipway(folder, ["access", "revoke", "bob@example.org", "qa"]).code).toBe(2);
  expect(slipway(folder, ["access", "revoke", "bob@example.org", "qa", "--reason", "moved on"]).code).toBe(0);
  expect(slipway(folder, ["access", "who", "qa"])).toMatchObject({ code: 1, stdout: "qa: nobody\n" });
});

test("[A-10, Q-11] a version of the process is approved by somebody who did not write it, and stays as it was approved", () => {
  const repository = product();
  const { folder } = repository;
  grant(folder, "ada@example.org admin", "bob@example.org release-manager");
  expect(slipway(folder, ["process", "diff"])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("no process is approved"),
  });
  const own = slipway(folder, ["process", "approve", "--role", "admin"]);
  expect(own).toMatchObject({ code: 4, stderr: expect.stringContaining("wrote this version") });
  expect(slipway(folder, ["process", "approve", "--as", "bob@example.org"]).code).toBe(0);
  expect(slipway(folder, ["process", "diff"]).code).toBe(0);
  const more =
    "extends: standard\nproduct: North Wind\nseparation: solo\nworkflows: { standard: { phases: [{ phase: preparation, steps: [{ scan: { uses: run, after: tests } }, { tests: { uses: run, attempts: 5 } }] }] } }\n";
  repository.write("slipway.yaml", more);
  const differs = slipway(folder, ["process", "diff"]);
  expect(differs.code).toBe(1);
  expect(differs.stdout).toContain(
    "~ workflow standard, step tests, attempts: 3 -> 5\n+ workflow standard, step scan: preparation, behind tests\n",
  );
  const open = slipway(folder, ["process", "approve", "--as", "bob@example.org"]);
  expect(open).toMatchObject({ code: 4, stderr: expect.stringContaining("not committed") });
  repository.commit("feat: scan", { "slipway.yaml": more });
  expect(slipway(folder, ["process", "approve", "--role", "admin"]).stderr).toContain("wrote this version");
  expect(slipway(folder, ["access", "grant", "ada@example.org", "qa"]).stderr).toContain("to themselves");
  expect(slipway(folder, ["process", "show", "standard", "--approved"]).stdout).not.toContain("scan");
  expect(slipway(folder, ["process", "approve", "--as", "bob@example.org", "--reason", "scans are due"]).code).toBe(0);
  expect(slipway(folder, ["process", "show", "standard", "--approved"]).stdout).toContain("scan: run");
  grant(folder, "ada@example.org qa");
  const listed = slipwayJson<{ current: string; versions: { digest: string; state: string }[] }>(folder, [
    "process",
    "list",
  ]);
  expect(listed.versions.map(({ state }) => state)).toEqual(["approved", "current"]);
  const [first, second] = listed.versions.map(({ digest }) => digest.slice(0, 8));
  expect(listed.current.slice(0, 8)).toBe(second);
  expect(slipway(folder, ["process", "diff", first ?? ""]).code).toBe(1);
  const back = ["process", "withdraw", second ?? "", "--as", "bob@example.org", "--reason", "too strict"];
  expect(slipway(folder, back).code).toBe(0);
  expect(slipwayJson<{ current: string }>(folder, ["process", "list"]).current.slice(0, 8)).toBe(first);
});

test("[A-10] everyone who changed the process since the version in force wrote the next one; merges write nothing", () => {
  const repository = product();
  const { folder, git } = repository;
  grant(folder, "ada@example.org admin", "bob@example.org release-manager", "cy@example.org release-manager");
  expect(slipway(folder, ["process", "approve", "--as", "bob@example.org"]).code).toBe(0);
  git("switch", "-q", "-c", "change");
  repository.commit("feat: one", { "slipway.yaml": "extends: standard\nproduct: North Wind\nseparation: solo\n" });
  repository.write("slipway.yaml", "extends: standard\nproduct: North Wind\n# more\nseparation: solo\n");
  git("commit", "-q", "-a", "-m", "docs: two", "--author", "Bob <bob@example.org>");
  git("switch", "-q", "main");
  git("merge", "-q", "--no-ff", "-m", "merge", "change");
  for (const who of [
    ["--role", "admin"],
    ["--as", "bob@example.org"],
  ])
    expect(slipway(folder, ["process", "approve", ...who]).stderr).toContain("wrote this version");
  const elsewhere = `${folder}-elsewhere.yaml`;
  writeFileSync(elsewhere, "extends: trio\nproduct: North Wind\n");
  onTestFinished(() => rmSync(elsewhere));
  const foreign = slipway(folder, ["--config", elsewhere, "process", "approve", "--as", "cy@example.org"]);
  expect(foreign).toMatchObject({ code: 4, stderr: expect.stringContaining("is not committed") });
  expect(slipway(folder, ["process", "approve", "--as", "cy@example.org"]).code).toBe(0);
});

test("a process whose properties do not hold is not approved, nor one that nobody may approve", () => {
  const { folder } = product(
    "extends: standard\nworkflows: { standard: { phases: [{ phase: approval, steps: [{ approve: ~ }] }] } }\n",
  );
  grant(folder, "ada@example.org admin", "bob@example.org release-manager", "cy@example.org qa");
  const broken = slipway(folder, ["process", "approve", "--as", "bob@example.org"]);
  expect(broken).toMatchObject({ code: 4, stderr: expect.stringContaining("slipway process check") });
  expect(slipway(folder, ["process", "approve", "--as", "cy@example.org"])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining("release-manager: bob@example.org"),
  });
  expect(slipwayJson<{ versions: unknown[] }>(folder, ["process", "list"]).versions).toEqual([]);
});

test("[A-10] process check asks whether the people there are can act at every step", () => {
  const { folder } = product();
  const without = slipwayJson<{ notChecked: string[] }>(folder, ["process", "check"]);
  expect(without.notChecked).toEqual([expect.stringContaining("there is no store to ask")]);
  grant(folder, "ada@example.org admin", "bob@example.org developer", "cy@example.org qa");
  const report = slipwayJson<{ ok: boolean; notChecked: string[]; findings: { code: string; found: string }[] }>(
    folder,
    ["process", "check"],
  );
  expect(report).toMatchObject({ ok: false, notChecked: [] });
  expect(new Set(report.findings.map(({ code }) => code))).toEqual(new Set(["nobody-to-act"]));
  expect(report.findings.map(({ found }) => found)).toContain(
    "intervene asks for 1 on-call, and the people there are cannot be that",
  );
});
