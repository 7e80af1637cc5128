import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Plan } from "../src/domain/plan/plan.ts";
import { makeRepository, temporaryFolder, type TestRepository } from "./support/repository.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

function released(version = "v1.0.0"): TestRepository {
  const repository = makeRepository();
  repository.commit("feat: start");
  repository.tag(version);
  return repository;
}

function next({ folder }: { folder: string }, ...args: string[]): string {
  const { code, stdout } = slipway(folder, ["next", ...args]);
  return code === 0 ? stdout.trim() : `exit ${code}`;
}

function clone(repository: TestRepository, ...args: string[]): { folder: string } {
  const folder = join(temporaryFolder(), "clone");
  execFileSync("git", ["clone", "-q", ...args, `file://${repository.folder}`, folder], { stdio: "pipe" });
  return { folder };
}

/** A commit with bytes that git's own porcelain would have repaired. */
function commitRaw({ folder, git }: TestRepository, message: Buffer): void {
  const [tree, parent] = [git("rev-parse", "HEAD^{tree}"), git("rev-parse", "HEAD")];
  const who = "Ada Example <ada@example.org> 1767607200 +0000";
  const head = Buffer.from(`tree ${tree}\nparent ${parent}\nauthor ${who}\ncommitter ${who}\n\n`);
  const args = ["hash-object", "-t", "commit", "-w", "--stdin"];
  const hash = execFileSync("git", args, { cwd: folder, input: Buffer.concat([head, message]) })
    .toString()
    .trim();
  git("reset", "-q", "--hard", hash);
}

describe("where we are", () => {
  test("tags are read by their commits, not by the order of their names", () => {
    const repository = released("v11.35.4");
    repository.commit("feat: prefix dropped");
    repository.tag("44.39.2");
    repository.commit("fix: a");
    expect(next(repository)).toBe("44.39.3");
    expect(slipwayJson<Plan>(repository.folder, ["plan"])).toMatchObject({
      tag: "44.39.3",
      current: { tag: "44.39.2" },
    });
  });

  test("annotated, light, packed and foreign tags", () => {
    const repository = released();
    repository.commit("fix: a");
    repository.tag("v1.0.1", "Release v1.0.1");
    repository.tag("nightly");
    repository.tag("v9");
    repository.commit("feat: b");
    repository.git("pack-refs", "--all");
    expect(next(repository)).toBe("1.1.0");
  });

  test("detached HEAD, a bare clone and a second working tree answer the same", () => {
    const repository = released();
    repository.commit("fix: a");
    const bare = clone(repository, "--bare");
    const tree = join(temporaryFolder(), "tree");
    repository.git("worktree", "add", "-q", "--detach", tree);
    repository.git("checkout", "-q", "--detach");
    expect([repository, bare, { folder: tree }].map((place) => next(place))).toEqual(["1.0.1", "1.0.1", "1.0.1"]);
  });

  test("a folder below the top, and --repo from elsewhere", () => {
    const repository = released();
    repository.commit("fix: a", { "deep/down/file.txt": "x" });
    expect(next({ folder: join(repository.folder, "deep/down") })).toBe("1.0.1");
    expect(next({ folder: temporaryFolder() }, "--repo", repository.folder)).toBe("1.0.1");
  });

  test("an empty repository has nothing to release; a first release starts at the initial version", () => {
    const repository = makeRepository();
    expect(next(repository)).toBe("exit 3");
    repository.commit("feat: a");
    expect(next(repository)).toBe("0.1.0");
  });

  test("a shallow clone and a clone without tags are refused, with what to fetch", () => {
    const repository = released();
    repository.commit("fix: a", { "CHANGELOG.md": "# Changelog\n\n## [1.0.0] - 2026-01-01\n" });
    const shallow = slipway(clone(repository, "--depth", "1").folder, ["next"]);
    expect(shallow).toMatchObject({ code: 2, stdout: "" });
    expect(shallow.stderr).toContain("git fetch --unshallow --tags");
    const tagless = slipway(clone(repository, "--no-tags").folder, ["next"]);
    expect(tagless).toMatchObject({ code: 2, stdout: "" });
    expect(tagless.stderr).toContain("git fetch --tags");
  });

  test("[TG-10, V-17] a rejected release is no base, and its number is burned", () => {
    const repository = released();
    repository.commit("feat: a");
    repository.tag("v1.1.0", "Release v1.1.0");
    repository.git("tag", "-a", "slipway/rejected/v1.1.0", "-m", "UAT said no", "v1.1.0");
    repository.commit("fix: a again");
    const plan = slipwayJson<Plan>(repository.folder, ["plan"]);
    expect(plan).toMatchObject({ current: { tag: "v1.0.0" }, next: "1.2.0", commits: 2 });
    expect(plan.warnings.join()).toContain("1.1.0 is taken");
  });

  test("[V-17] a hotfix released from its own branch keeps its number while main moved on", () => {
    const repository = released();
    repository.commit("fix: on main");
    repository.git("checkout", "-q", "-b", "hotfix/1.0.1", "v1.0.0");
    repository.commit("fix: urgent");
    repository.tag("v1.0.1");
    expect(next(repository)).toBe("exit 3");
    repository.git("checkout", "-q", "main");
    expect(next(repository)).toBe("1.0.2");
    repository.git("merge", "-q", "--no-ff", "-m", "Merge branch 'hotfix/1.0.1'", "hotfix/1.0.1");
    expect(next(repository)).toBe("1.0.2");
    expect(slipwayJson<Plan>(repository.folder, ["plan"])).toMatchObject({ current: { tag: "v1.0.1" } });
  });
});

describe("looking back", () => {
  test("--from and --to answer what a range was released as, though its tag exists", () => {
    const repository = released();
    repository.commit("feat: a");
    repository.tag("v1.1.0");
    repository.commit("fix: b");
    repository.tag("v1.1.1");
    expect(next(repository, "--from", "v1.0.0", "--to", "v1.1.0")).toBe("1.1.0");
    expect(next(repository, "--from", "v1.0.0", "--to", "v1.1.1")).toBe("1.1.0");
    expect(next(repository, "--to", "v1.1.1~1")).toBe("exit 3");
    repository.commit("docs: c");
    expect(next(repository, "--to", "HEAD~1")).toBe("exit 3");
    expect(next(repository, "--from", "v1.1.0")).toBe("1.1.1");
  });
});

describe("[V-07] channels", () => {
  test("several channels at once, then the release they led to", () => {
    const repository = released();
    repository.commit("feat: a");
    expect(next(repository, "--channel", "alpha")).toBe("1.1.0-alpha.1");
    repository.tag("v1.1.0-alpha.1");
    expect(next(repository, "--channel", "alpha")).toBe("exit 3");
    repository.commit("fix: b");
    repository.tag("v1.1.0-beta.1");
    repository.commit("fix: c");
    expect(next(repository, "--channel", "alpha")).toBe("1.1.0-alpha.2");
    expect(next(repository, "--channel", "beta")).toBe("1.1.0-beta.2");
    expect(next(repository)).toBe("1.1.0");
    repository.commit("feat!: d");
    expect(next(repository, "--channel", "beta")).toBe("2.0.0-beta.1");
  });

  test("a higher number once announced is kept, though a stable release came after it", () => {
    const repository = released();
    repository.commit("feat: far ahead");
    repository.tag("v2.0.0-alpha.0");
    repository.commit("fix: for now");
    repository.tag("v1.1.0");
    repository.commit("fix: b");
    expect(next(repository, "--channel", "alpha")).toBe("2.0.0-alpha.1");
    expect(next(repository)).toBe("1.1.1");
  });

  test("a branch releases on its channel without being told", () => {
    const repository = released();
    repository.write("slipway.yaml", "channels:\n  beta: { branch: next }\n");
    repository.git("checkout", "-q", "-b", "next");
    repository.commit("feat: a");
    expect(next(repository)).toBe("1.1.0-beta.1");
  });
});

describe("maintenance branches", () => {
  test("a line goes on beside a newer one, and refuses what leaves it", () => {
    const repository = released();
    repository.commit("feat!: new line");
    repository.tag("v2.0.0");
    repository.git("checkout", "-q", "-b", "1.0.x", "v1.0.0");
    repository.commit("fix: old line");
    expect(next(repository)).toBe("1.0.1");
    repository.commit("feat: too much");
    const refused = slipway(repository.folder, ["next"]);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain("too much");
  });
});

describe("messages as they come", () => {
  test("other encodings, CRLF and bytes that are no text do not stop anything", () => {
    const repository = released();
    commitRaw(repository, Buffer.from([...Buffer.from("fix: caf"), 0xe9, 0xff, 0x0a]));
    repository.git("config", "i18n.commitEncoding", "ISO-8859-1");
    repository.commit(Buffer.from([...Buffer.from("feat: caf"), 0xe9]));
    repository.git("config", "--unset", "i18n.commitEncoding");
    repository.commit("docs: x\r\n\r\nBREAKING CHANGE: y\r\n");
    const plan = slipwayJson<Plan>(repository.folder, ["plan"]);
    expect(plan.next).toBe("2.0.0");
    expect(plan.changes.map(({ subject }) => subject)).toEqual(["x", "café", "caf\u{fffd}\u{fffd}"]);
  });

  test("an enormous message is read", () => {
    const repository = released();
    repository.commit(`fix: long\n\n${"word ".repeat(1_000_000)}`);
    expect(next(repository)).toBe("1.0.1");
  });

  test("[N-12] merge commits are listed with the rule that leaves them out", () => {
    const repository = released();
    repository.git("checkout", "-q", "-b", "topic");
    repository.commit("fix: a");
    repository.git("checkout", "-q", "main");
    repository.git("merge", "-q", "--no-ff", "-m", "Merge pull request #4 from x/topic", "topic");
    expect(slipwayJson<Plan>(repository.folder, ["plan"]).changes.map(({ rule }) => rule)).toEqual([
      "merge commit: its commits count themselves",
      "conventional: fix",
    ]);
  });

  test("a correction file replaces a message, for bump and notes, and the plan names it", () => {
    const repository = released();
    const hash = repository.commit("chroe: typo in the type");
    repository.commit("docs: correct it", {
      [`releases/corrections/${hash.slice(0, 10)}.md`]: "feat: the real thing\n",
    });
    const plan = slipwayJson<Plan>(repository.folder, ["plan"]);
    expect(plan.next).toBe("1.1.0");
    expect(plan.changes[1]).toMatchObject({
      subject: "the real thing",
      rule: `conventional: feat (corrected by releases/corrections/${hash.slice(0, 10)}.md)`,
    });
  });
});

const COMPONENTS = `
components:
  shared: { path: shared }
  api: { path: api, dependsOn: [shared] }
  web: { path: [web, "assets/**"], dependsOn: [api] }
  bot: { path: bot }
`;

describe("[X-01] several components", () => {
  function product(): TestRepository {
    const repository = makeRepository();
    repository.commit("feat: start", {
      "slipway.yaml": COMPONENTS,
      "shared/a": "1",
      "api/a": "1",
      "web/a": "1",
      "bot/a": "1",
    });
    for (const name of ["shared", "api", "web", "bot"]) repository.tag(`${name}-v1.0.0`);
    return repository;
  }

  test("[V-05] each is planned from its own paths; dependents go along, edge by edge", () => {
    const repository = product();
    repository.commit("feat: better", { "shared/a": "2" });
    repository.commit("fix: talk", { "bot/a": "2" });
    const { components } = slipwayJson<{ components: Plan[] }>(repository.folder, ["plan", "--all"]);
    expect(components.map(({ component, next, decidedBy }) => [component, next, decidedBy])).toEqual([
      ["shared", "1.1.0", "commits"],
      ["api", "1.0.1", "dependency"],
      ["web", "1.0.1", "dependency"],
      ["bot", "1.0.1", "commits"],
    ]);
    expect(components[0]!.dependents).toEqual([
      { component: "api", because: "shared", bump: "patch", next: "1.0.1" },
      { component: "web", because: "api", bump: "patch", next: "1.0.1" },
    ]);
    expect(components[1]!.reason).toContain("depends on shared, which goes 1.0.0 -> 1.1.0");
  });

  test("root files and lock files release nothing, globs count", () => {
    const repository = product();
    repository.commit("fix: root", { "README.md": "x", "api/package-lock.json": "{}" });
    expect(next(repository, "--component", "api")).toBe("exit 3");
    repository.commit("fix: asset", { "assets/logo.svg": "x" });
    expect(next(repository, "--component", "web")).toBe("1.0.1");
  });

  test("none named: exit 2 and the list", () => {
    const answer = slipway(product().folder, ["next"]);
    expect(answer).toMatchObject({ code: 2, stdout: "" });
    expect(answer.stderr).toContain("shared, api, web, bot");
  });
});

test("[V-05] the plan is a value: two runs give the same bytes, and nothing is written", () => {
  const repository = released();
  repository.commit("feat: a");
  const before = repository.git("status", "--porcelain");
  const [one, two] = [1, 2].map(() => slipway(repository.folder, ["plan", "--json"]).stdout);
  expect(one).toBe(two);
  expect(repository.git("status", "--porcelain")).toBe(before);
});
