import { describe, expect, test } from "vitest";
import type { Commit } from "../commit/commit.ts";
import { versionOf } from "../version/version.ts";
import { allReasons } from "./person-chosen.ts";
import type { ReleaseFacts } from "./release-facts.ts";
import { releaseSection } from "./release-section.ts";

function commit(message: string, name = "Ada Example", hash = "1".repeat(40)): Commit {
  const person = { name, email: `${name.replaceAll(" ", ".")}@example.org` };
  return { hash, parents: [], author: person, authoredAt: 0, committedAt: 0, message };
}

interface Given extends Partial<Omit<ReleaseFacts, "version" | "base">> {
  readonly version?: string;
  readonly base?: string | null;
}

/** A release that nothing speaks against, unless the test says so. */
function facts({ version = "1.1.0", base = "1.0.0", ...others }: Given): ReleaseFacts {
  return {
    version: versionOf(version)!,
    base: base === null ? undefined : { version: versionOf(base)!, tag: `v${base}`, commit: "0" },
    isAnnotated: false,
    commit: commit("chore(main): release 1.1.0", "release-bot[bot]"),
    previous: undefined,
    following: undefined,
    range: [commit("feat: a")],
    fresh: others.range ?? [commit("feat: a")],
    prereleases: [],
    isToolUnfinished: false,
    isNumberCommanded: false,
    numbersInSettings: [],
    isCounterSkipped: false,
    tool: "semantic-release",
    foreignCode: undefined,
    zero: "semver",
    hasLowerTwin: false,
    isVariant: false,
    section: undefined,
    isOldNoted: false,
    keepsNotes: others.section !== undefined,
    hasBaseSection: false,
    ...others,
  };
}

const ids = (given: Given): string[] => allReasons(facts(given)).map(({ id }) => id);
const bot = commit("chore: release 1.0.0", "release-bot[bot]");
const section = (text: string) => releaseSection(`## 1.1.0\n${text}\n## 1.0.0\n`, "1.1.0");

test("[V-05] a release that nothing speaks against is judged", () => {
  expect(ids({})).toEqual([]);
  expect(ids({ tool: "release-please", previous: bot })).toEqual([]);
  expect(ids({ version: "2.0.0-beta.1" })).toEqual([]);
});

describe("evidence", () => {
  test.each<[string, Given]>([
    ["first-release", { base: null }],
    ["third-party-analyzer", { foreignCode: "emoji" }],
    ["not-on-release-commit", { tool: "release-please", commit: commit("1.1.0", "ci-bot") }],
    ["not-on-release-commit", { tool: "standard-version", keepsNotes: true, commit: commit("fix: a") }],
    ["not-on-release-commit", { tool: "standard-version", isAnnotated: true, commit: commit("chore(release): 1.0.9") }],
    ["annotated-tag", { isAnnotated: true }],
    ["notes-contradict-number", { tool: "lerna", section: section("### Bug Fixes\n* a") }],
    [
      "notes-contradict-number",
      {
        tool: "lerna",
        version: "2.0.0-alpha.0",
        section: releaseSection("## 2.0.0-alpha.0\n### Features\n* a", "2.0.0-alpha.0"),
      },
    ],
    ["notes-contradict-number", { tool: "standard-version", section: section("") }],
    [
      "notes-contradict-number",
      {
        tool: "standard-version",
        version: "0.2.0",
        base: "0.1.0",
        section: releaseSection("### 0.2.0\n### Features\n* a", "0.2.0"),
      },
    ],
    [
      "notes-contradict-number",
      {
        tool: "lerna",
        version: "0.2.0",
        base: "0.1.0",
        section: releaseSection("## 0.2.0\n### Bug Fixes\n* a", "0.2.0"),
      },
    ],
    [
      "notes-contradict-number",
      {
        tool: "standard-version",
        version: "2.0.0",
        prereleases: [versionOf("2.0.0-rc.0")!],
        section: releaseSection("## [2.0.0](/compare/v1.0.0...v2.0.0)\n### Features\n* a", "2.0.0"),
      },
    ],
    [
      "notes-contradict-commits",
      {
        tool: "release-please",
        range: [commit("feat: a"), commit("fix: b")],
        section: section("### Features\n* a ([2222222](/commit/2222222))"),
      },
    ],
    [
      "notes-contradict-commits",
      {
        tool: "standard-version",
        version: "2.0.0",
        section: releaseSection("## 2.0.0\n### ⚠ BREAKING CHANGES\n* a", "2.0.0"),
      },
    ],
    [
      "notes-contradict-commits",
      {
        tool: "standard-version",
        version: "1.0.1",
        range: [commit("feat: late"), commit("fix: b", "Ada Example", "b".repeat(40))],
        section: releaseSection("## 1.0.1\n### Bug Fixes\n* b ([bbbbbbb](/commit/bbbbbbb))", "1.0.1"),
      },
    ],
    [
      "notes-contradict-commits",
      {
        tool: "standard-version",
        version: "1.0.1",
        range: [commit("feat: a", "Ada Example", "b".repeat(40))],
        section: releaseSection("## 1.0.1\n### Bug Fixes\n* a ([bbbbbbb](/commit/bbbbbbb))", "1.0.1"),
      },
    ],
    ["gap", { version: "1.2.0" }],
    ["gap", { version: "3.0.0-beta.1" }],
    ["gap", { version: "3.0.0-beta.1", prereleases: [versionOf("2.0.0-beta.1")!] }],
    ["counter-gap", { version: "2.0.0-beta.5", isCounterSkipped: true }],
    ["unfinished-tool", { version: "2.0.0-beta.1", isToolUnfinished: true }],
    ["variant-tag", { version: "1.0.0-deno.1", isVariant: true }],
    ["no-kind-stated", { range: [commit("tidy up")] }],
    ["no-kind-stated", { version: "2.0.0-beta.1", fresh: [commit("tidy up")] }],
    ["release-commit-by-person", { tool: "release-please", commit: commit("chore: release 1.1.0"), following: bot }],
    ["notes-skip-release", { tool: "commitizen", hasBaseSection: true }],
    ["notes-skip-release", { tool: "lerna", version: "2.0.0-alpha.0", hasBaseSection: true }],
    ["npm-version-commit", { commit: commit("v1.1.0") }],
    ["npm-version-commit", { tool: "standard-version", commit: commit("1.1.0") }],
    [
      "notes-since-other",
      { section: releaseSection("## [1.1.0](/compare/v0.9.0...v1.1.0)\n### Features\n* a", "1.1.0") },
    ],
    ["notes-since-other", { isOldNoted: true }],
    ["number-in-settings", { numbersInSettings: ["1.1.0"] }],
    ["number-in-command", { isNumberCommanded: true }],
    ["second-tag-on-commit", { hasLowerTwin: true }],
    ["no-counter", { version: "1.1.0-alpha" }],
    ["no-counter", { version: "2.0.0-rc2" }],
    ["no-counter", { tool: "lerna", version: "2.0.0-rc2" }],
    ["no-counter", { version: "1.1.0-canary.20240131" }],
    ["no-counter", { version: "1.1.0-canary.5c1f00d9.0" }],
    ["no-counter", { version: "1.1.0-canary.5c1f00d9" }],
    ["left-zero-by-hand", { version: "1.0.0", base: "0.9.0", zero: "breaking-is-minor" }],
  ])("[V-05] %s", (id, given) => {
    expect(ids(given)).toEqual([id]);
    expect(allReasons(facts(given))[0]?.sentence).toMatch(/^[a-z].+\w$/);
  });

  test.each<[string, Given]>([
    ["an annotated tag of a tool that makes them", { isAnnotated: true, tool: "lerna" }],
    [
      "a pre-release before the first release, after another one",
      { version: "1.0.0-rc.2", base: null, prereleases: [versionOf("1.0.0-rc.1")!] },
    ],
    ["a commit of a tool that keeps no notes here", { tool: "standard-version", commit: commit("fix: a") }],
    [
      "a commit that the notes tell of",
      { tool: "lerna", commit: commit("fix: a"), section: section("### Features\n* a") },
    ],
    ["an annotated tag on any commit", { tool: "standard-version", isAnnotated: true, commit: commit("fix: a") }],
    ["a light tag on the commit of its release", { tool: "lerna", commit: commit("v1.1.0") }],
    [
      "notes that miss a feature among older commits",
      {
        tool: "standard-version",
        version: "1.0.1",
        range: [commit("fix: b", "Ada Example", "b".repeat(40)), commit("feat: early")],
        section: releaseSection("## 1.0.1\n### Bug Fixes\n* b ([bbbbbbb](/commit/bbbbbbb))", "1.0.1"),
      },
    ],
    ["a number alone as header by a bot", { commit: commit("1.1.0", "release-bot") }],
    [
      "a person's release commit where persons always make them",
      { tool: "release-please", commit: commit("chore: release 1.1.0"), previous: commit("chore: release 1.0.0") },
    ],
    [
      "a person's release commit with notes",
      {
        tool: "release-please",
        commit: commit("chore: release 1.1.0"),
        following: bot,
        section: section("### Features\n* a"),
      },
    ],
    ["notes that agree", { tool: "lerna", section: section("### Features\n* a") }],
    [
      "notes below 1.0.0, where kinds mean less",
      {
        tool: "lerna",
        version: "0.1.1",
        base: "0.1.0",
        section: releaseSection("## 0.1.1\n### Features\n* a", "0.1.1"),
      },
    ],
    [
      "a pre-release of a number that was announced",
      { version: "3.0.0-beta.2", prereleases: [versionOf("3.0.0-beta.1")!] },
    ],
    ["a release of a pre-release's tool", { isToolUnfinished: true }],
    ["a counter glued to a word by a tool that can", { tool: "release-please", version: "2.0.0-rc2" }],
    ["a number of the settings that was released before", { numbersInSettings: ["1.0.0"] }],
    [
      "notes since the release before",
      { section: releaseSection("## [1.1.0](/compare/v1.0.0...v1.1.0)\n### Features\n* a", "1.1.0") },
    ],
    [
      "notes of a later pre-release, which do not tell of everything",
      {
        tool: "lerna",
        version: "2.0.0-alpha.1",
        prereleases: [versionOf("2.0.0-alpha.0")!],
        section: releaseSection("## 2.0.0-alpha.1\n### Features\n* a", "2.0.0-alpha.1"),
      },
    ],
    [
      "notes of a stable release that start at its pre-release",
      {
        tool: "standard-version",
        version: "2.0.0",
        prereleases: [versionOf("2.0.0-rc.0")!],
        section: releaseSection("## [2.0.0](/compare/v2.0.0-rc.0...v2.0.0)\n### Features\n* a", "2.0.0"),
      },
    ],
    [
      "notes in the folder of a package",
      { tool: "lerna", hasBaseSection: true, commit: { ...commit("v1.1.0"), paths: ["packages/a/CHANGELOG.md"] } },
    ],
    ["empty notes of a tool that shows few kinds", { tool: "release-please", section: section("") }],
    [
      "1.0.0 that a trailer asked for",
      { version: "1.0.0", base: "0.9.0", zero: "breaking-is-minor", range: [commit("feat: a\n\nRelease-As: 1.0.0")] },
    ],
    ["a changelog that semantic-release does not keep", { hasBaseSection: true }],
  ])("[V-05] none in %s", (_, given) => {
    expect(ids(given)).toEqual([]);
  });

  test("[V-05] of several reasons the first one counts", () => {
    expect(ids({ version: "1.3.0", isAnnotated: true, hasLowerTwin: true })).toEqual([
      "annotated-tag",
      "gap",
      "second-tag-on-commit",
    ]);
  });
});

describe("notes that replace texts", () => {
  const range = [
    commit("feat: a", "Ada Example", `${"a".repeat(7)}0`),
    commit("chore: b", "Ada Example", `${"b".repeat(7)}0`),
  ];
  const replaced = (text: string): boolean =>
    ids({ tool: "release-please", range, section: section(text) }).includes("notes-contradict-commits");
  const item = (hash: string): string => `* x ([${hash}](https://example.org/commit/${hash}))`;

  test.each([
    ["agree", `### Features\n${item("aaaaaaa")}`, false],
    ["call a chore a fix", `### Features\n${item("aaaaaaa")}\n### Bug Fixes\n${item("bbbbbbb")}`, true],
    ["call a feature a fix", `### Bug Fixes\n${item("aaaaaaa")}`, true],
    ["keep quiet about a feature", `### Miscellaneous\n${item("bbbbbbb")}`, true],
    ["tell of a break nobody wrote", `### ⚠ BREAKING CHANGES\n* x\n### Features\n${item("aaaaaaa")}`, true],
    ["list no commits", "### Features\n* a", false],
    ["tell only of dependencies where a feature stands", "### Dependencies\n* b bumped", true],
  ])("[V-05] notes that %s", (_, text, expected) => {
    expect(replaced(text)).toBe(expected);
  });
});
