import { expect, test } from "vitest";
import type { BacktestSummary } from "../src/domain/backtest/verdict.ts";
import { makeRepository, type TestRepository } from "./support/repository.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

const backtest = ({ folder }: TestRepository, ...args: string[]): BacktestSummary =>
  slipwayJson<BacktestSummary>(folder, ["backtest", ...args]);

function next({ folder }: TestRepository, ...args: string[]): string {
  const { code, stdout } = slipway(folder, ["next", ...args]);
  return code === 0 ? stdout.trim() : `exit ${code}`;
}

/** A history as semantic-release makes it: light tags on ordinary commits. */
function semanticRelease(): TestRepository {
  const repository = makeRepository();
  repository.commit("feat: start", { ".releaserc": JSON.stringify({ preset: "angular" }) });
  repository.tag("v1.0.0");
  repository.commit("chore: tidy");
  repository.commit("docs: explain");
  repository.commit("fix: hold the door");
  repository.tag("v1.0.1");
  repository.commit("feat: a window");
  repository.tag("v1.1.0");
  repository.commit("refactor: walls\n\nBREAKING CHANGE: they moved");
  repository.tag("v2.0.0");
  return repository;
}

test("[V-05] a history of semantic-release is replayed exactly, the first release left out", () => {
  const summary = backtest(semanticRelease());
  expect(summary).toMatchObject({
    releases: 4,
    leftOut: { "first-release": 1 },
    judged: 3,
    exact: 3,
    majors: { judged: 1, exact: 1 },
    nothing: { states: 2, nothing: 2 },
    differences: [],
  });
});

test("[V-05] a number somebody chose is told with ours and the reason, and --min fails on it", () => {
  const repository = semanticRelease();
  repository.commit("fix: a lock");
  repository.tag("v2.1.0");
  const summary = backtest(repository);
  expect(summary).toMatchObject({ judged: 4, exact: 3 });
  expect(summary.differences).toMatchObject([{ tag: "v2.1.0", theirs: "2.1.0", ours: "2.0.1", base: "2.0.0" }]);
  expect(summary.differences[0]?.why).toContain('"a lock"');
  expect(slipway(repository.folder, ["backtest", "--min", "75"]).code).toBe(0);
  const answer = slipway(repository.folder, ["backtest", "--min", "75.1"]);
  expect(answer.code).toBe(1);
  expect(answer.stdout).toContain("v2.1.0: released 2.1.0, here 2.0.1, after 2.0.0");
});

test("[V-05] a pre-release number that an older tag of another line holds is passed over, a skipped one left out", () => {
  const repository = semanticRelease();
  const start = repository.git("rev-parse", "HEAD").trim();
  repository.git("checkout", "--quiet", "-b", "dropped");
  repository.commit("feat: a door");
  repository.tag("v2.1.0-beta.1");
  repository.git("checkout", "--quiet", "--detach", start);
  repository.commit("feat: another door");
  repository.tag("v2.1.0-beta.2");
  repository.commit("fix: its lock");
  repository.tag("v2.1.0-beta.4");
  expect(backtest(repository)).toMatchObject({
    leftOut: { "first-release": 1, "counter-gap": 1 },
    prereleases: { judged: 2, exact: 2 },
  });
});

test("[V-05] each release is judged by the convention its own commit held", () => {
  const repository = makeRepository();
  repository.commit("feat: start");
  repository.tag("v1.0.0");
  repository.commit("fix: before any tool");
  repository.tag("v1.5.0");
  repository.commit("build: set up", {
    ".releaserc": JSON.stringify({ releaseRules: [{ type: "build", release: "minor" }] }),
  });
  repository.tag("v1.6.0");
  repository.commit("build: other rules", {
    ".releaserc": JSON.stringify({ releaseRules: [{ type: "build", release: "patch" }] }),
  });
  repository.tag("v1.6.1");
  expect(backtest(repository)).toMatchObject({ leftOut: { "no-deriving-tool": 2 }, judged: 2, exact: 2 });
});

test("[V-05] release-please: release commits with notes, text that was replaced left out", () => {
  const repository = makeRepository();
  const config = JSON.stringify({ packages: { ".": { "release-type": "node" } } });
  const release = (version: string, notes: string): void => {
    repository.commit(`chore(main): release ${version}`, {
      "CHANGELOG.md": `# Changelog\n\n## ${version}\n\n${notes}`,
    });
    repository.tag(`v${version}`);
  };
  repository.commit("feat: start", { "release-please-config.json": config });
  release("1.0.0", "### Features\n\n* start\n");
  repository.commit("docs: nothing");
  const fix = repository.commit("fix: a door").slice(0, 7);
  release("1.0.1", `### Bug Fixes\n\n* a door ([${fix}](/commit/${fix}))\n`);
  const chore = repository.commit("chore: a window").slice(0, 7);
  release("1.1.0", `### Features\n\n* a window ([${chore}](/commit/${chore}))\n`);
  for (const [index, other] of [fix, "0123abc"].entries()) {
    const own = repository.commit("fix: a lamp").slice(0, 7);
    const items = [own, other].map((hash) => `* a fix ([${hash}](/commit/${hash}))\n`);
    release(`1.1.${index + 1}`, `### Bug Fixes\n\n${items.join("")}`);
  }
  expect(backtest(repository)).toMatchObject({
    leftOut: { "first-release": 1, "notes-contradict-commits": 1, "notes-of-other-commits": 2 },
    judged: 1,
    exact: 1,
    nothing: { states: 1, nothing: 1 },
  });
});

test("[V-05] rules in a module of their own are those of the commit, although nothing else changed", () => {
  const repository = makeRepository();
  const rules = (type: string) => ({ "rules.json": JSON.stringify([{ type, release: "minor" }]) });
  repository.commit("feat: start", {
    ".releaserc": JSON.stringify({ releaseRules: "./rules.json" }),
    ...rules("docs"),
  });
  repository.tag("v1.0.0");
  repository.commit("docs: explain");
  repository.tag("v1.1.0");
  repository.commit("docs: explain more", rules("style"));
  repository.commit("style: tidy");
  repository.tag("v1.2.0");
  expect(backtest(repository)).toMatchObject({ judged: 2, exact: 2 });
});

test("[V-08] standard-version below 1.0.0: any release is a patch, a feature too, and a break moves MINOR", () => {
  const repository = makeRepository();
  const release = (version: string): void => {
    repository.commit(`chore(release): ${version}`);
    repository.tag(`v${version}`);
  };
  repository.commit("feat: start", { ".versionrc": "{}" });
  release("0.1.0");
  repository.commit("docs: explain");
  expect(next(repository)).toBe("0.1.1");
  release("0.1.1");
  repository.commit("feat: a window");
  release("0.1.2");
  repository.commit("feat!: no door");
  release("0.2.0");
  expect(backtest(repository)).toMatchObject({ judged: 3, exact: 3 });
});

test("[V-07] pre-releases are replayed on their channel, and a merged fix is new to it", () => {
  const repository = semanticRelease();
  repository.git("checkout", "-q", "-b", "beta");
  repository.commit("feat: a tower");
  repository.tag("v2.1.0-beta.1");
  repository.git("checkout", "-q", "main");
  repository.commit("fix: a leak");
  repository.tag("v2.0.1");
  repository.git("checkout", "-q", "beta");
  repository.git("merge", "-q", "--no-edit", "main");
  expect(next(repository, "--channel", "beta")).toBe("2.1.0-beta.2");
  repository.tag("v2.1.0-beta.2");
  repository.commit("docs: nothing new");
  expect(next(repository, "--channel", "beta")).toBe("exit 3");
  expect(backtest(repository)).toMatchObject({ prereleases: { judged: 2, exact: 2 }, judged: 4, exact: 4 });
});

test("[V-05] several packages are replayed each on their own tags and files", () => {
  const repository = makeRepository();
  const config = JSON.stringify({ packages: { a: { component: "a" }, b: { component: "b" } } });
  repository.commit("feat: start", { "release-please-config.json": config, "a/x": "1", "b/x": "1" });
  repository.tag("a-v1.0.0");
  repository.tag("b-v1.0.0");
  repository.commit("feat: only a", { "a/x": "2" });
  repository.commit("fix: only b", { "b/x": "2" });
  repository.commit("chore: release main");
  repository.tag("a-v1.1.0");
  repository.tag("b-v1.0.1");
  expect(backtest(repository)).toMatchObject({ releases: 4, judged: 2, exact: 2 });
  expect(backtest(repository, "--component", "b")).toMatchObject({ releases: 2, judged: 1, exact: 1 });
  expect(slipway(repository.folder, ["backtest", "--component", "c"])).toMatchObject({ code: 2 });
});

test("[V-05] packages of release-please count lock files and empty commits, and go along under names they had then", () => {
  const repository = makeRepository();
  const config = (core: string): string =>
    JSON.stringify({ packages: { a: { component: core }, b: { component: "b" } }, plugins: ["node-workspace"] });
  const manifest = (name: string, on = {}): string => JSON.stringify({ name, dependencies: on });
  const files = { "a/package.json": manifest("core"), "b/package.json": manifest("b") };
  repository.commit("feat: start", { "release-please-config.json": config("core"), ...files });
  const release = (...tags: string[]): void => {
    repository.commit("chore: release main");
    for (const tag of tags) repository.tag(tag);
  };
  release("core-v1.0.0", "b-v1.0.0");
  repository.commit("build: need core", { "b/package.json": manifest("b", { core: "1" }) });
  repository.commit("fix: locked", { "a/package-lock.json": "{}" });
  release("core-v1.0.1", "b-v1.0.1"); // b goes along
  repository.git("commit", "-q", "--allow-empty", "-m", "feat: nothing touched");
  release("core-v1.1.0", "b-v1.1.0");
  repository.commit("build: another name", { "release-please-config.json": config("heart") });
  const summary = backtest(repository, "--component", "b");
  expect(summary).toMatchObject({ releases: 3, judged: 2, exact: 2, differences: [] });
});

test("[V-05] --from and --limit choose releases, --all-reasons tells why others are left out", () => {
  const repository = semanticRelease();
  expect(backtest(repository, "--limit", "1")).toMatchObject({ releases: 1, majors: { judged: 1, exact: 1 } });
  expect(backtest(repository, "--from", "v1.0.1")).toMatchObject({ releases: 2, exact: 2 });
  expect(backtest(repository, "--all-reasons")).toMatchObject({
    leftOutReleases: [{ tag: "v1.0.0", reasons: ["first-release"] }],
  });
  expect(slipway(repository.folder, ["backtest", "--limit", "none"])).toMatchObject({ code: 2 });
});

test("[V-07] of several pre-releases on one commit only the first one is judged", () => {
  const repository = semanticRelease();
  repository.commit("feat: a tower");
  for (const counter of [1, 2]) repository.tag(`v2.1.0-beta.${counter}`);
  expect(backtest(repository)).toMatchObject({
    leftOut: { "first-release": 1, "second-tag-on-commit": 1 },
    prereleases: { judged: 1, exact: 1 },
  });
});

test("[V-05] a slipway.yaml holds for the whole past", () => {
  const repository = makeRepository();
  repository.commit("feat: start");
  repository.tag("v1.0.0");
  repository.commit("docs: a patch here");
  repository.tag("v1.0.1");
  repository.commit("chore: settings", { "slipway.yaml": "versioning:\n  rules: [{ type: docs, bump: patch }]\n" });
  expect(backtest(repository)).toMatchObject({ leftOut: { "first-release": 1 }, judged: 1, exact: 1 });
});

test("[V-05] a straggler of an older line is no base, and a numbering that was started anew is", () => {
  const repository = makeRepository();
  repository.commit("feat: start");
  repository.tag("v9.99.1");
  repository.commit("feat!: new line");
  repository.tag("v10.0.0");
  repository.commit("feat: more");
  repository.tag("v10.1.0");
  repository.commit("fix: late");
  repository.tag("v9.99.2");
  repository.commit("fix: after");
  expect(next(repository)).toBe("10.1.1");
  const anew = makeRepository();
  anew.commit("feat: start");
  anew.tag("v2014.7.1");
  anew.commit("feat: anew");
  anew.tag("v1.0.0");
  anew.commit("fix: a");
  expect(next(anew)).toBe("1.0.1");
});

test("[V-05] a `!` that the found convention does not know is named in a warning", () => {
  const repository = semanticRelease();
  const hash = repository.commit("feat!: no more doors");
  const answer = slipway(repository.folder, ["next"]);
  expect(answer.code).toBe(3);
  expect(answer.stderr).toContain(`commit ${hash.slice(0, 8)} "feat!: no more doors"`);
});

test("[V-05] release-please counts a merge whose header is a title where it brings files", () => {
  const repository = makeRepository();
  const config = JSON.stringify({ packages: { a: { component: "a" }, b: { component: "b" } } });
  repository.commit("feat: start", { "release-please-config.json": config, "a/x": "1", "b/x": "1" });
  repository.tag("a-v1.0.0");
  repository.tag("b-v1.0.0");
  repository.git("checkout", "-q", "-b", "side");
  repository.commit("wip", { "a/x": "2" });
  repository.git("checkout", "-q", "main");
  repository.git("merge", "-q", "--no-ff", "-m", "feat: a door (#7)", "side");
  expect(next(repository, "--component", "a")).toBe("1.1.0");
  expect(next(repository, "--component", "b")).toBe("exit 3");
  repository.commit("chore: release main");
  repository.tag("a-v1.1.0");
  expect(backtest(repository)).toMatchObject({ judged: 1, exact: 1 });
});

test("[V-05] a type with capitals releases nothing where the tool compares it letter by letter", () => {
  const repository = semanticRelease();
  repository.commit("Feat: a tower");
  expect(next(repository)).toBe("exit 3");
  repository.commit("FIX: a tower");
  expect(next(repository)).toBe("2.0.1");
  repository.tag("v2.0.1");
  const rules = [{ type: "Tower", release: "patch" }];
  repository.commit("Tower: higher", { ".releaserc": JSON.stringify({ releaseRules: rules }) });
  expect(next(repository)).toBe("2.0.2");
});

test("[V-05] folders of the configuration limit what counts, and an excluded folder does not", () => {
  const repository = makeRepository();
  repository.commit("feat: start", { "slipway.yaml": "path: [lib, tools]\nexclude: tools/old\n" });
  repository.tag("v1.0.0");
  repository.commit("feat: elsewhere", { "docs/a.md": "x" });
  repository.commit("feat: left out", { "tools/old/a": "x" });
  expect(next(repository)).toBe("exit 3");
  repository.commit("fix: inside", { "lib/a": "x" });
  expect(next(repository)).toBe("1.0.1");
});

test("[V-05] a component's own rules go before those of the product, in plan, changelog and backtest", () => {
  const repository = makeRepository();
  const components = `
components:
  a: { path: a }
  b: { path: b, versioning: { zero: breaking-is-minor, rules: [{ type: docs, bump: patch }] } }
`;
  repository.commit("feat: start", { "slipway.yaml": components, "a/x": "1", "b/x": "1" });
  repository.tag("a-v0.1.0");
  repository.tag("b-v0.1.0");
  repository.commit("docs: both", { "a/x": "2", "b/x": "2" });
  expect(next(repository, "--component", "a")).toBe("exit 3");
  expect(next(repository, "--component", "b")).toBe("0.1.1");
  const changelog = slipway(repository.folder, ["changelog", "--component", "b"]);
  expect(changelog.stdout).toContain("both");
  repository.commit("feat!: both", { "a/x": "3", "b/x": "3" });
  expect(next(repository, "--component", "a")).toBe("1.0.0");
  expect(next(repository, "--component", "b")).toBe("0.2.0");
  repository.tag("a-v1.0.0");
  repository.tag("b-v0.2.0");
  expect(backtest(repository)).toMatchObject({ releases: 4, judged: 2, exact: 2 });
});

test("[V-05] without a slipway.yaml, next follows the convention of the commit it looks at", () => {
  const repository = makeRepository();
  repository.commit("feat: start");
  repository.tag("v1.0.0");
  const before = repository.commit("docs: a");
  repository.commit("build: bring in a tool", { ".versionrc": "{}" });
  expect(next(repository, "--to", before)).toBe("exit 3");
  expect(next(repository)).toBe("1.0.1");
});

test("[V-05] without any release there is no past to replay", () => {
  const repository = makeRepository();
  expect(slipway(repository.folder, ["backtest"])).toMatchObject({ code: 3, stdout: "" });
  repository.commit("feat: start");
  expect(slipway(repository.folder, ["backtest"]).stderr).toContain("no release tag");
});
