import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { containsLive } from "../src/app/line/contains-live.ts";
import { observeLine } from "../src/app/line/observe-line.ts";
import { leavePlace, placeOfWork } from "../src/app/line/place-of-work.ts";
import { textIn } from "../src/app/line/release-line.ts";
import type { StepKind } from "../src/domain/process/step-kind.ts";
import { makeRepository, temporaryFolder, type TestRepository } from "./support/repository.ts";
import { stepRunner, type RunningRelease } from "./support/step-runner.ts";

const PACKAGE = `${JSON.stringify({ name: "north-wind", version: "1.0.0", dependencies: { left: "1.0.0" } }, null, 2)}\n`;
const CHANGELOG = "# Changelog\n\n## [1.0.0] - 2026-01-05\n\n### Added\n\n- A door\n";
const CONFIG = "product: North Wind\nversioning: { files: [package.json] }\n";

/** Steps start git hundreds of times, and machines that test share their processors. */
const SLOW_MS = 120_000;

/** A product with a release and work since, checked out at main. */
function product(config = CONFIG): TestRepository {
  const repository = makeRepository();
  repository.git("config", "user.name", "Ada Example");
  repository.git("config", "user.email", "ada@example.org");
  const files = { "slipway.yaml": config, "package.json": PACKAGE, "CHANGELOG.md": CHANGELOG, "src/door.ts": "open\n" };
  repository.commit("feat: a door", files);
  repository.tag("v1.0.0", "Release v1.0.0");
  repository.commit("feat: a window", { "src/window.ts": "shut\n" });
  return repository;
}

const LINE: readonly (readonly [StepKind, Record<string, unknown>, string])[] = [
  ["cut-branch", { pattern: "release/{version}", from: "main" }, "done"],
  ["bump-version", {}, "done"],
  ["changelog", { source: "commits" }, "done"],
  ["manifest", {}, "done"],
  ["commit", {}, "done"],
  ["pull-request", { into: "main" }, "opened"],
  ["merge", {}, "merged"],
  ["tag", {}, "done"],
  ["bundle", {}, "done"],
  ["checksums", {}, "done"],
  ["push", {}, "done"],
  ["merge-back", {}, "proven"],
  ["publish", { to: "../published" }, "done"],
];

test(
  "[B-15] [R-18] every step of a release line, done twice and asked about, leaves one effect and says the same",
  { timeout: SLOW_MS },
  async () => {
    const repository = product();
    const remote = makeRepository({ bare: true });
    repository.git("remote", "add", "origin", remote.folder);
    const out = temporaryFolder();
    const runner = await stepRunner(repository.folder);
    const release = runner.release("1.1.0");
    for (const [kind, settings, outcome] of LINE) {
      const own = kind === "publish" ? { to: out } : settings;
      const first = await release.runAndForget(kind, own);
      expect({ kind, ...first }).toMatchObject({ kind, outcome });
      const refs = repository.git("for-each-ref");
      const seen = await release.observe(kind, own);
      expect(seen === "repeat" ? first : seen).toMatchObject({ outcome, facts: first.facts });
      const second = await release.run(kind, own);
      expect({ kind, ...second }).toMatchObject({ kind, outcome, facts: first.facts });
      expect(second.subject).toEqual(first.subject);
      expect(`${kind}\n${repository.git("for-each-ref")}`).toBe(`${kind}\n${refs}`);
    }
    const [merged, branch] = [
      repository.git("rev-parse", "v1.1.0^{commit}"),
      repository.git("rev-parse", "release/1.1.0"),
    ];
    expect(repository.git("rev-parse", "main", "main^2").split("\n")).toEqual([merged, branch]);
    expect(remote.git("rev-parse", "main", "v1.1.0^{commit}").split("\n")).toEqual([merged, merged]);
    expect(repository.git("show", "-s", "--format=%s", branch)).toBe("chore: release v1.1.0");
    expect(JSON.parse(repository.read("package.json"))).toMatchObject({ version: "1.1.0" });
    expect(repository.git("status", "--porcelain")).toBe("");
    expect(readdirSync(out).toSorted()).toEqual([
      "RELEASE-MANIFEST-1.1.0.json",
      "RELEASE-MANIFEST-1.1.0.md",
      "checksums-1.1.0.txt",
      "north-wind-1.1.0.notes.md",
      "north-wind-1.1.0.tar.gz",
    ]);
  },
);

test("what a killed step left is found; what it did not do is done again", { timeout: SLOW_MS }, async () => {
  const repository = product();
  const release = (await stepRunner(repository.folder)).release("1.1.0");
  const asked: StepKind[] = ["cut-branch", "bump-version", "changelog", "manifest", "commit", "merge", "tag"];
  for (const [kind, settings] of LINE.slice(0, 8)) {
    if (!asked.includes(kind)) {
      await release.run(kind, settings);
      continue;
    }
    expect([kind, await release.observe(kind, settings)]).toEqual([kind, "repeat"]);
    const forgotten = await release.runAndForget(kind, settings);
    expect(await release.observe(kind, settings)).toMatchObject({
      outcome: forgotten.outcome,
      facts: forgotten.facts,
    });
    await release.run(kind, settings);
  }
});

test("a bundle made before the tag has the bytes of the one made from it", async () => {
  const repository = product();
  const release = (await stepRunner(repository.folder)).release("1.1.0", { line: "main" });
  for (const kind of ["bump-version", "changelog", "commit"] as const) await release.run(kind);
  const before = await release.run("bundle");
  await release.run("tag");
  expect(await release.run("bundle")).toEqual(before);
  expect(release.subject.get("artifacts")).toMatch(/^sha256:[0-9a-f]{64}$/);
});

/** Takes a release to its pull request. */
async function requested(release: RunningRelease): Promise<void> {
  for (const [kind, settings] of LINE.slice(0, 6)) {
    if (kind === "manifest") continue;
    const { outcome, says } = await release.run(kind, settings);
    expect(`${outcome}: ${says}`).toMatch(/^(?:done|opened)/);
  }
}

test("[N-05] an entry is marked once, before the title it has", async () => {
  const repository = product(`${CONFIG}changelog: { style: conventional }\n`);
  const release = (await stepRunner(repository.folder)).release("1.1.0", { line: "main" });
  await release.run("changelog", { mark: "SECURITY", title: "Closed windows" });
  const marked = repository.read("CHANGELOG.md");
  expect(marked).toContain("SECURITY: Closed windows");
  repository.write("CHANGELOG.md", marked.replace("Security scan: not recorded", "Security scan: 0 findings"));
  await release.run("changelog", { mark: "SECURITY" });
  expect(repository.read("CHANGELOG.md")).toBe(marked.replace("scan: not recorded", "scan: 0 findings"));
  const plain = product();
  const told = await (await stepRunner(plain.folder)).release("1.1.0", { line: "main" }).run("changelog", {
    mark: "SECURITY",
  });
  expect(told).toMatchObject({ outcome: "failed" });
  expect(told.says).toContain("conventional");
  expect(plain.git("status", "--porcelain")).toBe("");
});

test("a merge in conflict moves nothing and names the files", async () => {
  const repository = product();
  const release = (await stepRunner(repository.folder)).release("1.1.0");
  await requested(release);
  const work = (await placeOfWorkFolder(release, repository))!;
  commitIn(repository, work, "src/door.ts", "wide open\n", "fix: wider");
  await release.run("pull-request", { into: "main" });
  const main = repository.commit("fix: narrower", { "src/door.ts": "ajar\n" });
  const told = await release.run("merge");
  expect(told).toMatchObject({ outcome: "conflict", facts: { conflicts: ["src/door.ts"] } });
  expect(told.says).toContain("git merge main");
  expect(repository.git("rev-parse", "main")).toBe(main);
  expect(await release.observe("merge")).toBe("repeat");
  expect(await release.run("pull-request", { into: "main" })).toMatchObject({ outcome: "failed" });
});

/** Folder of the checkout that has the branch of a release. */
async function placeOfWorkFolder({ facts }: RunningRelease, repository: TestRepository): Promise<string | undefined> {
  const list = repository.git("worktree", "list", "--porcelain").split("\n\n");
  const found = list.find((entry) => entry.endsWith(`branch refs/heads/${textIn(facts.get("branch"))}`));
  return found?.split("\n")[0]?.slice("worktree ".length);
}

function commitIn(repository: TestRepository, folder: string, path: string, content: string, message: string): string {
  writeFileSync(join(folder, path), content);
  repository.git("-C", folder, "commit", "-qam", message);
  return repository.git("-C", folder, "rev-parse", "HEAD");
}

test("changes somebody has not committed in the target stop a merge before anything moves", async () => {
  const repository = product();
  const release = (await stepRunner(repository.folder)).release("1.1.0");
  await requested(release);
  const main = repository.git("rev-parse", "main");
  repository.write("package.json", `${PACKAGE} `);
  const told = await release.run("merge");
  expect(told.outcome).toBe("conflict");
  expect(told.says).toContain("package.json");
  expect(repository.git("rev-parse", "main")).toBe(main);
  expect(repository.read("package.json")).toBe(`${PACKAGE} `);
  repository.git("checkout", "package.json");
  repository.write("src/unfinished.ts", "mine\n");
  expect(await release.run("merge")).toMatchObject({ outcome: "merged" });
  expect(repository.read("src/unfinished.ts")).toBe("mine\n");
});

test("a release works where somebody has its branch checked out, and refuses to mix with unfinished work there", async () => {
  const repository = product();
  const elsewhere = join(temporaryFolder(), "theirs");
  repository.git("worktree", "add", "-q", "-b", "release/1.1.0", elsewhere);
  const runner = await stepRunner(repository.folder);
  const release = runner.release("1.1.0");
  await release.run("cut-branch");
  expect(await placeOfWork(runner.tools, release.about)).toMatchObject({ folder: elsewhere, own: false });
  writeFileSync(join(elsewhere, "src/door.ts"), "half done\n");
  for (const kind of ["bump-version", "changelog", "manifest", "commit"] as const) {
    const told = await release.run(kind);
    expect(`${kind} ${told.outcome}: ${told.says}`).toMatch(new RegExp(`^${kind} failed: .*src/door.ts`, "s"));
  }
  expect(readFileSync(join(elsewhere, "package.json"), "utf8")).toBe(PACKAGE);
  repository.git("-C", elsewhere, "checkout", "-q", ".");
  expect(await release.run("bump-version")).toMatchObject({ outcome: "done" });
  expect(repository.read("package.json")).toBe(PACKAGE);
});

test("what somebody changed in a version file beside the version is not committed with a release", async () => {
  const repository = product();
  const release = (await stepRunner(repository.folder)).release("1.1.0", { line: "main" });
  await release.run("bump-version");
  const bumped = repository.read("package.json");
  repository.write("package.json", bumped.replace('"left": "1.0.0"', '"left": "3.0.0"'));
  const told = await release.run("commit");
  expect(told.outcome).toBe("failed");
  expect(told.says).toContain("package.json");
  repository.write("package.json", bumped);
  expect(await release.run("commit")).toMatchObject({ outcome: "done" });
});

test("steps that start at once share one checkout; a branch that is gone leaves its commit to work on", async () => {
  const repository = product();
  const runner = await stepRunner(repository.folder);
  const release = runner.release("1.1.0");
  await release.run("cut-branch");
  const places = await Promise.all([1, 2, 3].map(() => placeOfWork(runner.tools, release.about)));
  expect(new Set(places.map(({ folder }) => folder)).size).toBe(1);
  expect(repository.git("worktree", "list").split("\n")).toHaveLength(2);
  for (const kind of ["bump-version", "changelog", "commit", "merge", "tag"] as const) await release.run(kind);
  await leavePlace(runner.tools, release.about);
  repository.git("branch", "-D", "release/1.1.0");
  expect(await release.run("bundle")).toMatchObject({ outcome: "done" });
  const place = await placeOfWork(runner.tools, release.about);
  expect(place).toMatchObject({ branch: null, own: true });
  expect(existsSync(join(place.folder, "releases/north-wind-1.1.0.tar.gz"))).toBe(true);
  expect(await release.run("merge-back")).toMatchObject({ outcome: "proven" });
});

test("a checkout that a kill left half made is made again", async () => {
  const repository = product();
  const runner = await stepRunner(repository.folder);
  const release = runner.release("1.1.0");
  await release.run("cut-branch");
  const { folder } = await placeOfWork(runner.tools, release.about);
  rmSync(join(folder, "package.json"));
  repository.git("worktree", "lock", "--reason", "slipway is making it", folder);
  expect(await release.run("bump-version")).toMatchObject({ outcome: "done" });
  rmSync(folder, { recursive: true });
  expect(await release.run("bump-version")).toMatchObject({ outcome: "done" });
  expect(readFileSync(join(folder, "package.json"), "utf8")).toContain('"version": "1.1.0"');
});

test(
  "in a bare repository a release works in a checkout of its own, and merges where nobody has the target",
  { timeout: SLOW_MS },
  async () => {
    const origin = product();
    const bare = join(temporaryFolder(), "product.git");
    origin.git("clone", "-q", "--bare", origin.folder, bare);
    const git = (...args: string[]): string => origin.git("-C", bare, ...args);
    git("config", "user.name", "Ada Example");
    git("config", "user.email", "ada@example.org");
    git("branch", "develop", "v1.0.0");
    const release = (await stepRunner(bare)).release("1.1.0");
    for (const [kind, settings, outcome] of LINE.slice(0, 10)) {
      const told = await release.run(kind, settings);
      expect(told, `${kind}: ${told.says}`).toMatchObject({ outcome });
    }
    expect(git("rev-parse", "main", "main^2").split("\n")).toEqual([
      git("rev-parse", "v1.1.0^{commit}"),
      git("rev-parse", "release/1.1.0"),
    ]);
    const told = await release.run("merge-back", { into: ["main", "develop"] });
    expect(told).toMatchObject({
      outcome: "proven",
      facts: {
        mergeBack: [
          { target: "main", by: "contained" },
          { target: "develop", by: "merged" },
        ],
      },
    });
    expect(await release.run("merge-back", { into: ["main", "develop"] })).toMatchObject({ outcome: "proven" });
    expect(git("rev-list", "--count", "--merges", "develop")).toBe("1");
  },
);

test("[B-10] a merge back in conflict names the files, and still reaches the other targets", async () => {
  const repository = product();
  repository.git("branch", "next", "main");
  const runner = await stepRunner(repository.folder);
  const hotfix = runner.release("1.0.1");
  await hotfix.run("cut-branch", { pattern: "hotfix/{version}", from: "latest-release" });
  const { folder } = await placeOfWork(runner.tools, hotfix.about);
  commitIn(repository, folder, "src/door.ts", "locked\n", "fix: a lock");
  await hotfix.run("commit");
  const main = repository.commit("feat: no door", { "src/door.ts": "a wall\n" });
  const told = await hotfix.run("merge-back", { into: ["main", "next"] });
  expect(told).toMatchObject({
    outcome: "conflict",
    facts: {
      mergeBack: [
        { target: "main", by: "conflict" },
        { target: "next", by: "merged" },
      ],
    },
  });
  expect(told.says).toContain("src/door.ts");
  expect(repository.git("rev-parse", "main")).toBe(main);
});

test("[B-10] a hotfix and a release run side by side; nobody's checkout is disturbed, and the hotfix is proven in main", async () => {
  const repository = product();
  const runner = await stepRunner(repository.folder);
  const [normal, hotfix] = [runner.release("1.1.0"), runner.release("1.0.1")];
  const head = repository.git("rev-parse", "HEAD");
  await normal.run("cut-branch");
  await normal.run("bump-version");
  await hotfix.run("cut-branch", { pattern: "hotfix/{version}", from: "latest-release" });
  const place = await placeOfWork(runner.tools, hotfix.about);
  expect(place.own).toBe(true);
  const fix = commitIn(repository, place.folder, "src/door.ts", "locked\n", "fix: a lock");
  for (const kind of ["bump-version", "changelog", "commit", "tag"] as const)
    expect(await hotfix.run(kind)).toMatchObject({ outcome: "done" });
  await normal.run("changelog");
  expect(await normal.run("commit")).toMatchObject({ outcome: "done" });
  expect(repository.git("rev-parse", "HEAD")).toBe(head);
  expect(repository.git("status", "--porcelain")).toBe("");
  expect(repository.git("show", "v1.0.1:package.json")).toContain('"version": "1.0.1"');
  expect(repository.git("show", "release/1.1.0:package.json")).toContain('"version": "1.1.0"');
  expect(await containsLive(runner.tools, head, repository.git("rev-parse", "v1.0.1^{commit}"))).toMatchObject({
    contained: false,
  });
  expect(await hotfix.run("merge-back", { into: ["main"] })).toMatchObject({
    outcome: "proven",
    facts: { mergeBack: [{ target: "main", by: "merged" }] },
  });
  expect(repository.git("merge-base", "--is-ancestor", fix, "main")).toBe("");
  expect(repository.read("src/door.ts")).toBe("locked\n");
  await leavePlace(runner.tools, hotfix.about);
  expect(existsSync(place.folder)).toBe(false);
  expect(await placeOfWorkFolder(normal, repository)).toContain("1.1.0");
});

test("a commit after a request for changes adds only what changed", async () => {
  const repository = product();
  const release = (await stepRunner(repository.folder)).release("1.1.0");
  await requested(release);
  const first = release.facts.get("commit");
  const folder = (await placeOfWorkFolder(release, repository))!;
  const rework = commitIn(repository, folder, "src/door.ts", "wider\n", "fix: wider");
  expect(await release.run("commit")).toMatchObject({ outcome: "done", facts: { commit: rework } });
  writeFileSync(
    join(folder, "CHANGELOG.md"),
    readFileSync(join(folder, "CHANGELOG.md"), "utf8").replace("a window", "a big window"),
  );
  await release.run("commit");
  const last = repository.git("rev-parse", "release/1.1.0");
  expect(repository.git("rev-parse", `${last}^`, `${last}~2`).split("\n")).toEqual([rework, first]);
  expect(repository.git("show", "--name-only", "--format=", last)).toBe("CHANGELOG.md");
});

test("the source of a line changes with what people change, and not with what a release writes itself", async () => {
  const repository = product();
  const runner = await stepRunner(repository.folder);
  const release = runner.release("1.1.0");
  await release.run("cut-branch");
  const source = async (): Promise<string | undefined> =>
    (await observeLine(runner.tools, release.about))?.subject.source;
  const start = await source();
  for (const kind of ["bump-version", "changelog", "manifest", "commit"] as const) await release.run(kind);
  expect(await source()).toBe(start);
  expect(release.subject.get("source")).toBe(start);
  expect([...release.subject.keys()].toSorted()).toEqual(["manifest", "notes", "source"]);
  const folder = (await placeOfWorkFolder(release, repository))!;
  const manifest = readFileSync(join(folder, "package.json"), "utf8").replace('"left": "1.0.0"', '"left": "2.0.0"');
  commitIn(repository, folder, "package.json", manifest, "fix: another dependency");
  const other = await source();
  expect(other).not.toBe(start);
  commitIn(repository, folder, "src/door.ts", "wider\n", "fix: wider");
  const last = await observeLine(runner.tools, release.about);
  expect(last?.facts.commit).toBe(repository.git("rev-parse", "release/1.1.0"));
  expect(last?.subject.source).not.toBe(other);
  await release.run("commit");
  await release.run("merge", { into: "main" });
  const merged = await observeLine(runner.tools, release.about);
  repository.commit("feat: a roof", { "src/roof.ts": "flat\n" });
  expect(await observeLine(runner.tools, release.about)).toEqual(merged);
});

test("what is live is contained by ancestry, or as equal or recorded commits", async () => {
  const repository = product();
  repository.git("switch", "-qc", "hotfix/1.0.1", "v1.0.0");
  const live = repository.commit("fix: a lock", { "src/door.ts": "locked\n" });
  repository.git("switch", "-q", "main");
  const { tools } = await stepRunner(repository.folder);
  const lacking = await containsLive(tools, repository.git("rev-parse", "main"), live);
  expect(lacking).toMatchObject({ contained: false });
  expect(lacking.says).toContain("fix: a lock");
  repository.git("cherry-pick", live);
  expect(await containsLive(tools, repository.git("rev-parse", "main"), live)).toMatchObject({ contained: true });
  expect(await containsLive(tools, live, repository.git("rev-parse", "v1.0.0^{commit}"))).toMatchObject({
    contained: true,
  });
});

test("[TG-09] a push reads branch and tag back, says so without a remote, and overwrites nothing", async () => {
  const repository = product();
  const release = (await stepRunner(repository.folder)).release("1.1.0", { line: "main" });
  for (const kind of ["bump-version", "changelog", "commit", "tag"] as const) await release.run(kind);
  expect(await release.run("push")).toMatchObject({ outcome: "done", facts: { pushed: false } });
  const remote = makeRepository({ bare: true });
  repository.git("remote", "add", "origin", remote.folder);
  repository.git("push", "-q", "origin", "v1.0.0:refs/tags/v1.1.0");
  const refused = await release.run("push");
  expect(refused.outcome).toBe("failed");
  expect(refused.says).toContain("refs/tags/v1.1.0");
  remote.git("tag", "-d", "v1.1.0");
  const tag = repository.git("rev-parse", "v1.1.0");
  expect(await release.run("push")).toMatchObject({ facts: { pushed: true, remoteRefs: { "refs/tags/v1.1.0": tag } } });
  expect(remote.git("rev-parse", "v1.1.0")).toBe(tag);
});

test("settings that a kind does not know, and what is missing for a step, are outcomes that say what to do", async () => {
  const repository = product();
  const release = (await stepRunner(repository.folder)).release("1.1.0");
  const told = await release.run("cut-branch", { patern: "x" });
  expect(told.outcome).toBe("failed");
  expect(told.says).toContain("patern");
  expect((await release.run("bump-version")).says).toContain("cut-branch");
  expect((await release.run("tag")).outcome).toBe("failed");
  expect((await release.run("publish")).says).toContain("to: FOLDER");
  expect((await release.run("merge")).outcome).toBe("conflict");
});
