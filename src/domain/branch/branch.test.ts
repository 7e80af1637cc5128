import { expect, test } from "vitest";
import { must } from "../../kernel/assert.ts";
import { commitGraph } from "../history/commit-graph.ts";
import type { Change } from "../plan/change.ts";
import { versionOf } from "../version/version.ts";
import { branchPattern } from "./branch-pattern.ts";
import { roleOf, versionIn, type BranchRole, type BranchRules, type RoleName } from "./branch-rules.ts";
import { DEFAULT_RULES, DEVELOP } from "./default-rules.ts";
import { notFixes } from "./fixes-only.ts";
import { freshnessOf, staleBranch } from "./freshness.ts";
import { largeHotfix } from "./hotfix-size.ts";
import { proveMergeBack, recordedPicks, workOf } from "./merge-back.ts";
import { preparedFrom } from "./prepared-from.ts";
import { activeReleases, releaseBranchState } from "./release-branches.ts";
import { branchScene, type Branch, type Scene } from "./scene.ts";
import { startOf, wrongStart } from "./start.ts";
import { wrongTargets } from "./wrong-target.ts";

const DAY = 86_400;

function rulesWith(
  changes: Partial<Record<RoleName, Partial<BranchRole>>>,
  more: Partial<BranchRules> = {},
): BranchRules {
  const roles = new Map(DEFAULT_RULES.roles);
  for (const [name, change] of Object.entries(changes) as [RoleName, Partial<BranchRole>][])
    roles.set(name, { ...(roles.get(name) ?? DEVELOP), ...change });
  return { ...DEFAULT_RULES, ...more, roles };
}

/** Commits are written oldest first as `name parent parent`, one per day. */
function draw(
  commits: string,
  branches: Readonly<Record<string, string>>,
  { tags = {}, rules = DEFAULT_RULES }: { tags?: Readonly<Record<string, string>>; rules?: BranchRules } = {},
): Scene {
  const nodes = commits.split(",").map((text, index) => {
    const [hash = "", ...parents] = text.trim().split(" ");
    return { hash, parents, committedAt: index * DAY };
  });
  const graph = commitGraph(nodes.toReversed());
  const scene = branchScene({
    rules,
    graph,
    branches: Object.entries(branches).map(([name, tip]) => ({
      name,
      tip,
      committedAt: 0,
      remote: null,
      upstream: null,
    })),
    releases: Object.entries(tags).map(([tag, commit]) => ({
      version: must(versionOf(tag.replace(/!?$/, "").slice(1)), tag),
      tag: tag.replace("!", ""),
      commit,
      component: null,
      marked: tag.endsWith("!"),
    })),
  });
  return must(scene, "one branch is main");
}

const named = (scene: Scene, name: string): Branch =>
  must(
    scene.branches.find((branch) => branch.name === name),
    `${name} was drawn`,
  );

const names: readonly [branch: string, role: string | undefined, version: string | undefined][] = [
  ["main", "main", undefined],
  ["master", "main", undefined],
  ["feature/login", "feature", undefined],
  ["feature/team/login", "feature", undefined],
  ["release/1.4.0", "release", "1.4.0"],
  ["release/v1.4.0-rc.1", "release", "1.4.0-rc.1"],
  ["release/next", undefined, undefined],
  ["release/1.4", undefined, undefined],
  ["hotfix/1.4.1", "hotfix", "1.4.1"],
  ["maintenance", undefined, undefined],
];

test.each(names)("[B-01] %s has the role %s and the version %s", (branch, role, version) => {
  const found = roleOf(DEFAULT_RULES, branch);
  expect(found?.name).toBe(role);
  expect(found === undefined ? undefined : versionIn(found, branch)).toBe(version);
});

test.each(["", " ", "a b", "{version}{version}"])("[B-01] %j is no branch pattern", (text) => {
  expect(branchPattern(text).ok).toBe(false);
});

const starts: readonly [
  what: string,
  role: Partial<Record<RoleName, Partial<BranchRole>>>,
  branch: string,
  commits: string,
  wrong: string | null,
][] = [
  ["a feature from main", {}, "feature/x", "a, b a, f b", null],
  ["a feature from main that took main in", {}, "feature/x", "a, f a, b a, g f b", null],
  ["a feature from a release branch", {}, "feature/x", "a, b a, r a, f r", "on release/1.0.0 at r"],
  ["a feature from where both lines are one", { feature: { base: "release" } }, "feature/x", "a, r a, b a, f a", null],
  [
    "a feature from main behind the release",
    { feature: { base: "release" } },
    "feature/x",
    "a, r a, b a, f b",
    "on main at b",
  ],
  ["a feature from its release", { feature: { base: "release" } }, "feature/x", "a, r a, b a, f r", null],
  ["a history of its own", {}, "feature/x", "a, b a, r a, f", "with a history of its own"],
];

test.each(starts)("[B-04] %s", (_what, roles, name, commits, wrong) => {
  const tips = {
    main: commits.includes("b a") ? "b" : "a",
    ...(/\br a/.test(commits) ? { "release/1.0.0": "r" } : {}),
  };
  const scene = draw(commits, { ...tips, [name]: commits.includes("g f") ? "g" : "f" }, { rules: rulesWith(roles) });
  const finding = wrongStart(scene, named(scene, name));
  expect(finding?.rule).toBe(wrong === null ? undefined : "B-04");
  expect(finding?.found ?? "").toContain(wrong ?? "");
});

const hotfixes: readonly [what: string, commits: string, tip: string, wrong: string | null][] = [
  ["from the latest tag", "t, b t, h t", "h", null],
  ["from main after the tag", "t, b t, h b", "h", "on main at b with 1 commit"],
  ["from an older tag", "s, t s, b t, h s", "h", "on main at s"],
  ["from the tag on a release branch", "a, t a, b a, h t", "h", null],
];

test.each(hotfixes)("[B-09] a hotfix %s", (_what, commits, tip, wrong) => {
  const tags = commits.startsWith("s") ? { "v1.0.0": "s", "v1.1.0": "t" } : { "v1.1.0": "t" };
  const onRelease = commits.includes("t a") ? { "release/1.1.0": "t" } : {};
  const scene = draw(commits, { main: "b", "hotfix/1.1.1": tip, ...onRelease }, { tags });
  const finding = wrongStart(scene, named(scene, "hotfix/1.1.1"));
  expect(finding?.rule).toBe(wrong === null ? undefined : "B-09");
  expect(finding?.found ?? "").toContain(wrong ?? "");
});

test("[B-09] its own tag is not where a hotfix starts, and a tag on the branch ends the line before it", () => {
  const scene = draw(
    "t, b t, h t, i h",
    { main: "b", "hotfix/1.1.1": "i" },
    { tags: { "v1.1.0": "t", "v1.1.1": "i" } },
  );
  expect(startOf(scene, named(scene, "hotfix/1.1.1"))).toMatchObject({ commit: "t", own: ["i", "h"] });
});

test("[B-04] only a direct merge of the branch is a wrong target, not one that came by way of another branch", () => {
  const rules = rulesWith({ feature: { base: "release", into: ["release"] } });
  const scene = draw(
    "a, r a, f r, g r, s r f, b a s, c b g",
    { main: "c", "release/1.0.0": "s", "feature/good": "f", "feature/bad": "g" },
    { rules },
  );
  const features = [named(scene, "feature/good"), named(scene, "feature/bad")];
  expect(wrongTargets(scene, features)).toMatchObject([{ branch: "feature/bad", rule: "B-04", severity: "blocks" }]);
});

test("[B-05] behind, ahead and both ages", () => {
  const scene = draw("a, f a, b a, c b, g f", { main: "c", "feature/x": "g" });
  const freshness = freshnessOf(scene, named(scene, "feature/x"), 8 * DAY);
  expect(freshness).toEqual({ base: "main", ahead: 2, behind: 2, ageDays: 7, behindDays: 6 });
  expect(staleBranch(scene, named(scene, "feature/x"), freshness)).toMatchObject({ rule: "B-05", severity: "warns" });
  expect(staleBranch(scene, named(scene, "feature/x"), { ...freshness, behindDays: 5 })).toBeUndefined();
  expect(staleBranch(scene, named(scene, "feature/x"), { ...freshness, behindDays: 0, behind: 51 })).toBeDefined();
  expect(staleBranch(scene, named(scene, "feature/x"), { ...freshness, ahead: 0 })).toBeUndefined();
});

const accepted: readonly [header: string, accepted: boolean][] = [
  ["fix: a", true],
  ["fix(api)!: a", false],
  ["security: a", true],
  ["perf: a", true],
  ["docs: a", true],
  ["test: a", true],
  ["revert: a", true],
  ['Revert "feat: a"', true],
  ["chore: release v1.2.0", true],
  ["chore(release): bump version to 1.2.0", true],
  ["chore: tidy up", false],
  ["feat: a", false],
  ["refactor: a", false],
  ["no convention at all", false],
];

function change(header: string, cancelled = false): Change {
  const [, type, scope, bang, subject] = /^(\w+)(?:\((\w+)\))?(!)?: (.*)$/.exec(header) ?? [];
  return {
    commit: "0123456789",
    type: type ?? null,
    scope: scope ?? null,
    subject: subject ?? header,
    breaking: bang !== undefined,
    cancelled,
  } as unknown as Change; // the rule reads no other field
}

test.each(accepted)("[B-07] a branch of fixes and '%s': %s", (header, isAccepted) => {
  const scene = draw(
    "a, r a",
    { main: "a", "release/1.0.0": "r" },
    { rules: rulesWith({ release: { only: "fixes" } }) },
  );
  const branch = named(scene, "release/1.0.0");
  const none = { releaseCommits: new Set<string>(), exceptions: [] };
  const [finding] = notFixes(branch, [change(header)], none);
  expect(finding?.severity).toBe(isAccepted ? undefined : "blocks");
  expect(finding?.found ?? "").toContain(isAccepted ? "" : header);
  expect(notFixes(branch, [change(header, true)], none)).toEqual([]);
  expect(notFixes(branch, [change(header)], { ...none, releaseCommits: new Set(["0123456789"]) })).toEqual([]);
});

test("[B-10] the work of a branch is its own and what it merged, without what it took over from main", () => {
  const merged = draw(
    "t, b t, x t, h t, i h x, j i b",
    { main: "b", "hotfix/1.0.1": "j" },
    { tags: { "v1.0.0": "t" } },
  );
  expect(workOf(merged, named(merged, "hotfix/1.0.1")).toSorted()).toEqual(["h", "x"]);
  const forward = draw("t, h t, i h", { main: "i", "hotfix/1.0.1": "i" }, { tags: { "v1.0.0": "t" } });
  expect(workOf(forward, named(forward, "hotfix/1.0.1"))).toEqual(["i", "h"]);
});

test("[B-10] a hotfix that a release branch took over by fast-forward keeps its work, and neither start is wrong", () => {
  const rules = rulesWith({ hotfix: { into: ["main", "release"] } });
  const branches = { main: "b", "hotfix/1.0.1": "i", "release/1.1.0": "r" };
  const scene = draw("t, b t, h t, i h, r i", branches, { tags: { "v1.0.0": "t" }, rules });
  expect(workOf(scene, named(scene, "hotfix/1.0.1"))).toEqual(["i", "h"]);
  expect(wrongStart(scene, named(scene, "hotfix/1.0.1"))).toBeUndefined();
  expect(wrongStart(scene, named(scene, "release/1.1.0"))).toBeUndefined();
});

test("[B-04] a branch without commits of its own does not start anywhere yet", () => {
  const rules = rulesWith({ feature: { base: "release" } });
  const scene = draw(
    "a, b a, r a",
    { main: "b", "release/1.0.0": "r", "feature/new": "r", "feature/old": "b" },
    { rules },
  );
  expect(wrongStart(scene, named(scene, "feature/new"))).toBeUndefined();
  expect(wrongStart(scene, named(scene, "feature/old"))).toBeUndefined();
  expect(freshnessOf(scene, named(scene, "feature/new"), 3 * DAY)).toMatchObject({ base: "release/1.0.0", ahead: 0 });
});

test("[B-10] each commit is proven by ancestry, record or patch, and one missing commit makes the target miss", () => {
  const fixes = ["a", "b", "c", "d"].map((commit) => ({ commit, subject: commit }));
  const facts = {
    target: "main",
    contains: (commit: string) => commit === "a",
    picks: new Map([["b", "x"]]),
    samePatch: new Map([["c", "y"]]),
  };
  const proof = proveMergeBack(fixes, facts);
  expect(proof.commits.map(({ state, by, evidence }) => [state, by, evidence])).toEqual([
    ["contained", undefined, "ancestry"],
    ["equivalent", "x", "cherry-pick on record"],
    ["equivalent", "y", "same patch"],
    ["missing", undefined, undefined],
  ]);
  expect(proof.state).toBe("missing");
  expect(proveMergeBack(fixes.slice(0, 3), facts).state).toBe("equivalent");
  expect(proveMergeBack(fixes.slice(0, 1), facts).state).toBe("contained");
  expect(proveMergeBack(fixes, { ...facts, squashed: "z" }).state).toBe("equivalent");
});

test("[B-10] a cherry-pick is on record where git wrote its line, several of them included", () => {
  const message = `fix: a\n\n(cherry picked from commit ${"1".repeat(40)})\n(cherry picked from commit ${"2".repeat(40)})\n`;
  expect([...recordedPicks([{ hash: "h", message }]).keys()]).toEqual(["1".repeat(40), "2".repeat(40)]);
  expect(recordedPicks([{ hash: "h", message: "cherry picked from somewhere" }]).size).toBe(0);
});

test("[B-11] a release branch is active until its tag is merged back; a marked tag cancels it", () => {
  const branches = {
    main: "a",
    "release/1.0.0": "r",
    "release/1.1.0": "s",
    "release/1.2.0": "u",
    "release/1.3.0": "v",
  };
  const tags = { "v1.1.0": "s", "v1.2.0": "u", "v1.3.0!": "v" };
  const scene = draw("a, r a, s a, u a, v a", branches, { tags });
  const isMergedBack = ({ name }: Branch): boolean => name === "release/1.2.0";
  const states = scene.branches.slice(1).map((branch) => releaseBranchState(scene, branch, isMergedBack));
  expect(states).toEqual(["open", "unmerged", "closed", "cancelled"]);
  expect(activeReleases(scene, isMergedBack).map(({ name }) => name)).toEqual(["release/1.0.0", "release/1.1.0"]);
});

test("[B-12] the limit itself is allowed", () => {
  const scene = draw("a, h a", { main: "a", "hotfix/1.0.1": "h" }, { rules: { ...DEFAULT_RULES, hotfixFilesMax: 2 } });
  expect(largeHotfix(scene, named(scene, "hotfix/1.0.1"), ["a", "b"])).toBeUndefined();
  expect(largeHotfix(scene, named(scene, "hotfix/1.0.1"), ["a", "b", "c"])).toMatchObject({ rule: "B-12" });
  const exception = { branch: "hotfix/1.0.1", commit: "c", reason: "a rename", by: "ada" };
  const sized = (...paths: string[]) =>
    largeHotfix(scene, named(scene, "hotfix/1.0.1"), paths, [{ exception, paths: ["a", "b", "c"] }]);
  expect(sized("a", "b", "c")).toMatchObject({ severity: "excepted", found: /3 files.*: a rename \(ada\)/ });
  expect(sized("a", "b", "d")).toMatchObject({ severity: "blocks" });
});

const standings: readonly [branch: string | undefined, head: string, allowed: boolean][] = [
  ["main", "b", true],
  ["release/1.0.0", "r", true],
  ["feature/x", "f", false],
  [undefined, "r", true],
  [undefined, "a", false],
];

test.each(standings)("[B-13] preparing a release from %s at %s: %s", (branch, head, isAllowed) => {
  const scene = draw("a, b a, r a, f a", { main: "b", "release/1.0.0": "r", "feature/x": "f" });
  expect(preparedFrom(scene, { head, branch, dirty: [] })).toHaveLength(isAllowed ? 0 : 1);
  expect(preparedFrom(scene, { head, branch, dirty: ["a.txt"] })).toHaveLength(isAllowed ? 1 : 2);
});
