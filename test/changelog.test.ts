import { expect, test } from "vitest";
import { makeRepository, type TestRepository } from "./support/repository.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

const DAY = { SOURCE_DATE_EPOCH: "1769817600" }; // 2026-01-31

interface Entry {
  readonly version: string | null;
  readonly date: string | null;
  readonly tag: string | null;
  readonly type: string | null;
  readonly bump: string;
  readonly title: string | null;
  readonly yanked: boolean;
  readonly changes: readonly { readonly commit: string; readonly section: string; readonly text: string }[];
  readonly excluded: readonly { readonly commit: string; readonly rule: string }[];
}

function lift(): TestRepository {
  const repository = makeRepository();
  repository.commit("feat: start (#1)");
  repository.tag("v1.0.0");
  repository.commit("fix(door): hold, closes #4 (#5)", { door: "1" });
  repository.commit("docs: explain");
  return repository;
}

function write(folder: string, ...flags: readonly string[]) {
  return slipway(folder, ["changelog", "--write", ...flags], DAY);
}

test("[N-04] the next release has an entry of today, and none when nothing is releasable", () => {
  const repository = lift();
  const answer = slipway(repository.folder, ["changelog"], DAY);
  expect(answer.code).toBe(0);
  expect(answer.stdout).toMatch(
    /^## \[1\.0\.1\] - 2026-01-31\n\n### Fixed\n\n- \*\*door:\*\* hold, closes #4 \(#5, [0-9a-f]{8}\)\n$/,
  );
  repository.tag("v1.0.1");
  expect(slipway(repository.folder, ["changelog"], DAY)).toMatchObject({ code: 3, stdout: "" });
});

test("[N-01] the title, the objective and the results of verification stand in the Appendix C structure", () => {
  const { folder } = lift();
  const details = ["--title", "Doors", "--objective", "Hold them", "--tests", "6/6", "--date", "2026-02-02"];
  const { stdout } = slipway(folder, ["changelog", "--format", "conventional", ...details]);
  expect(stdout).toContain("## [1.0.1] - 2026-02-02\n\n### Doors\n\n**Objective:** Hold them\n\n#### Fixed\n");
  expect(stdout).toContain(
    "#### Breaking Changes\n\nNone\n\n#### Verification\n\n- 6/6\n- Security scan: not recorded\n",
  );
});

test("[N-12] the JSON form lists every commit, as represented or excluded with its rule", () => {
  const repository = lift();
  const hashes = repository.git("rev-list", "v1.0.0..HEAD").split("\n");
  const entry = slipwayJson<Entry>(repository.folder, ["changelog"]);
  expect(entry.excluded).toMatchObject([{ rule: "conventional: docs releases nothing" }]);
  const told = [...entry.changes, ...entry.excluded].map(({ commit }) => commit);
  expect(told.toSorted()).toEqual(hashes.toSorted());
  expect(JSON.parse(slipway(repository.folder, ["changelog", "--format", "json"]).stdout)).toMatchObject({
    version: "1.0.1",
  });
});

test("[N-02] writing makes the file, then changes nothing; a later commit comes in", () => {
  const repository = lift();
  expect(write(repository.folder, "--dry-run").stdout).toContain("CHANGELOG.md: would change\n  added 1.0.1\n");
  expect(repository.git("status", "--porcelain")).toBe("");
  expect(write(repository.folder)).toMatchObject({ code: 0, stdout: "CHANGELOG.md: changed\n  added 1.0.1\n" });
  const first = repository.read("CHANGELOG.md");
  expect(write(repository.folder).stdout).toBe("CHANGELOG.md: unchanged\n  1.0.1 is up to date\n");
  expect(repository.read("CHANGELOG.md")).toBe(first);
  repository.commit("perf: quick");
  expect(write(repository.folder).stdout).toContain("wrote 1.0.1 anew");
  expect(repository.read("CHANGELOG.md")).toContain("### Changed\n\n- quick (");
  expect(slipway(repository.folder, ["changelog", "check", "1.0.1"]).code).toBe(0);
});

test("[N-04] source both moves what was written under Unreleased and adds what is missing", () => {
  const repository = lift();
  repository.commit("feat: bell");
  repository.commit("chore: set up", {
    "slipway.yaml": "changelog:\n  source: both\n",
    "CHANGELOG.md":
      "# Log\r\n\r\n## [Unreleased]\r\n\r\n### Fixed\r\n- The door holds (#5)\r\n\r\n## 1.0.0\r\nFirst\r\n",
  });
  const preview = slipway(repository.folder, ["changelog"], DAY).stdout;
  expect(write(repository.folder).stdout).toContain("moved what stood under Unreleased to 1.1.0");
  const text = repository.read("CHANGELOG.md");
  expect(text).toMatch(
    /^# Log\r\n\r\n## \[Unreleased\]\r\n\r\n## \[1\.1\.0\] - 2026-01-31\r\n\r\n### Added\r\n\r\n- bell \([0-9a-f]{8}\)\r\n\r\n### Fixed\r\n- The door holds \(#5\)\r\n\r\n## 1\.0\.0\r\nFirst\r\n$/,
  );
  expect(text).toContain(preview.trimEnd());
  write(repository.folder);
  expect(repository.read("CHANGELOG.md")).toBe(text);
});

test("[N-04] source hand without a text is a no", () => {
  const repository = lift();
  repository.commit("chore: set up", { "slipway.yaml": "changelog:\n  source: hand\n" });
  const answer = write(repository.folder);
  expect(answer).toMatchObject({ code: 1, stdout: "" });
  expect(answer.stderr).toContain("the changelog has no text for 1.0.1");
});

test("[N-02] nothing is written beside unfinished work", () => {
  const repository = lift();
  repository.write("door", "2");
  expect(write(repository.folder)).toMatchObject({ code: 4 });
  expect(repository.git("status", "--porcelain")).toBe("M door");
});

test.each([
  ["## [1.0.1] - 2026-01-31\n", 0, "CHANGELOG.md verification passed"],
  ["## [1.0.1] - Unreleased\n", 1, "CHANGELOG.md missing release date for version 1.0.1"],
  ["# nothing\n", 1, "CHANGELOG.md missing entry for version 1.0.1"],
])("[N-03] the check of %j answers %d: %s", (text, code, message) => {
  const repository = lift();
  repository.write("CHANGELOG.md", text);
  expect(slipway(repository.folder, ["changelog", "check", "1.0.1"])).toMatchObject({ code, stdout: `${message}\n` });
  expect(slipwayJson(repository.folder, ["changelog", "check", "1.0.1"])).toMatchObject({ ok: code === 0, message });
});

test("[V-16] the full changelog is the version history: version, title, date, type, tag", () => {
  const repository = lift();
  repository.tag("v1.0.1");
  repository.commit("feat: bell", {
    "CHANGELOG.md": "## [1.1.0] - 2026-01-05\n\n### Phase 2: Bells\n\n**Objective:** Ring\n\n#### Added\n\n- bell\n",
  });
  repository.tag("v1.1.0");
  repository.commit("fix: later");
  const { releases } = slipwayJson<{ releases: Entry[] }>(repository.folder, ["changelog", "--full"]);
  expect(releases).toMatchObject([
    { version: null, type: null, changes: [{ text: "later" }] },
    { version: "1.1.0", title: "Phase 2: Bells", date: "2026-01-05", type: "minor", bump: "minor", tag: "v1.1.0" },
    {
      version: "1.0.1",
      title: null,
      type: "patch",
      tag: "v1.0.1",
      excluded: [{ rule: "conventional: docs releases nothing" }],
    },
    { version: "1.0.0", type: "major", tag: "v1.0.0" },
  ]);
});

test("[N-12] in the full changelog each commit is with the release that first contains it", () => {
  const repository = makeRepository();
  repository.commit("feat: one");
  repository.tag("v1.0.0");
  repository.git("checkout", "-q", "-b", "1.x");
  repository.commit("fix: side");
  repository.tag("v1.0.1");
  repository.git("checkout", "-q", "main");
  repository.commit("feat!: two");
  repository.tag("v2.0.0-rc.1");
  repository.commit("fix: three");
  repository.tag("v2.0.0");
  repository.git("merge", "-q", "--no-ff", "-m", "Merge branch 1.x", "1.x");
  const { releases } = slipwayJson<{ releases: Entry[] }>(repository.folder, ["changelog", "--full"]);
  const told = releases.map(({ version, changes }) => [version, [...new Set(changes.map(({ text }) => text))]]);
  expect(Object.fromEntries(told)).toEqual({
    null: [],
    "2.0.0": ["two", "three"],
    "2.0.0-rc.1": ["two"],
    "1.0.1": ["side"],
    "1.0.0": ["one"],
  });
  const releasesOnly = slipway(repository.folder, ["changelog", "--full"]).stdout.match(/^## .*$/gm);
  expect(releasesOnly).toHaveLength(4);
});

test("[N-12] a release that was rejected is marked, and the one that replaces it tells its changes", () => {
  const repository = lift();
  repository.tag("v1.0.1");
  repository.tag("slipway/rejected/v1.0.1", "rejected");
  repository.commit("fix: bell");
  repository.tag("v1.0.2");
  const { releases } = slipwayJson<{ releases: Entry[] }>(repository.folder, ["changelog", "--full"]);
  const [, replacement, rejected] = releases;
  expect(rejected).toMatchObject({ version: "1.0.1", yanked: true });
  expect(replacement!.changes.map(({ text }) => text)).toEqual(["bell", "hold, closes #4 (#5)"]);
  expect(slipway(repository.folder, ["changelog", "--full"]).stdout).toContain("## [1.0.1] - 2026-01-05 [YANKED]");
});

test("[N-02] --full --write adds the entries that are missing and leaves the others alone", () => {
  const repository = lift();
  repository.tag("v1.0.1");
  repository.commit("chore: log", { "CHANGELOG.md": "# Log\n\n## 1.0.0 (2026-01-05)\n\nMy words.\n" });
  expect(write(repository.folder, "--full").stdout).toContain("added 1 missing entries");
  expect(repository.read("CHANGELOG.md")).toMatch(
    /^# Log\n\n## \[1\.0\.1\] - 2026-01-05\n\n### Fixed\n\n- [^\n]+\n\n## 1\.0\.0 \(2026-01-05\)\n\nMy words\.\n$/,
  );
  expect(write(repository.folder, "--full").stdout).toContain("CHANGELOG.md: unchanged");
});

test("[N-04] a range of two releases is the entry of the later one", () => {
  const repository = lift();
  repository.tag("v1.0.1");
  repository.commit("feat: bell");
  repository.tag("v1.1.0");
  const { stdout } = slipway(repository.folder, ["changelog", "--from", "v1.0.0", "--to", "v1.1.0"]);
  expect(stdout).toMatch(/^## \[1\.1\.0\] - 2026-01-05\n\n### Added\n\n- bell [^]*### Fixed\n\n- \*\*door:\*\* hold/);
  expect(slipway(repository.folder, ["changelog", "--to", "v1.0.1"]).stdout).toContain("## [1.0.1] - 2026-01-05");
});

test("[N-06] links lead to the forge of the remote, without the secret in its address", () => {
  const repository = lift();
  repository.git("remote", "add", "origin", "https://ada:secret@git.example.org/acme/lift.git");
  const { stdout } = slipway(repository.folder, ["changelog"]);
  expect(stdout).toContain("[#5](https://git.example.org/acme/lift/pull/5)");
  expect(stdout).not.toContain("secret");
});

test("[N-02] several components have a changelog each, and one has to be named", () => {
  const repository = makeRepository();
  const config = "components:\n  api:\n    path: api\n  web:\n    path: web\n";
  repository.commit("feat: start", { "slipway.yaml": config, "api/a": "1", "web/a": "1" });
  repository.tag("api-v1.0.0");
  repository.tag("web-v1.0.0");
  repository.commit("fix: api only", { "api/a": "2" });
  expect(write(repository.folder)).toMatchObject({ code: 2 });
  expect(slipway(repository.folder, ["changelog", "--full"])).toMatchObject({ code: 2, stdout: "" });
  expect(write(repository.folder, "--component", "api").stdout).toContain("api/CHANGELOG.md: changed");
  expect(slipway(repository.folder, ["changelog", "check", "api@1.0.1"])).toMatchObject({
    code: 0,
    stdout: "api/CHANGELOG.md verification passed\n",
  });
  const full = slipway(repository.folder, ["changelog", "--full", "--component", "web"]).stdout;
  expect(full).toContain("## [1.0.0]");
  expect(full).not.toContain("api only");
});

test("[N-04] corrections of messages count", () => {
  const repository = lift();
  const hash = repository.git("rev-parse", "HEAD");
  repository.commit("chore: correct", { [`releases/corrections/${hash}.md`]: "feat: explain to all\n" });
  expect(slipway(repository.folder, ["changelog"]).stdout).toContain("- explain to all (");
});

test("[N-02] a bare repository has its changelog printed and checked, and nothing to write into", () => {
  const repository = lift();
  repository.commit("chore: log", { "CHANGELOG.md": "## [1.0.1] - 2026-01-31\n" });
  repository.git("clone", "-q", "--bare", ".", "bare.git");
  const bare = `${repository.folder}/bare.git`;
  expect(slipway(bare, ["changelog"]).stdout).toContain("hold, closes #4");
  expect(slipway(bare, ["changelog", "check", "1.0.1"]).code).toBe(0);
  const answer = write(bare);
  expect(answer).toMatchObject({ code: 2, stdout: "" });
  expect(answer.stderr).toContain("is a bare repository, so there are no files to change");
});

test.each([
  [["--format", "xml"], 2, 'there is no changelog format "xml"'],
  [["--date", "2026-02-30"], 2, "is no day of the calendar"],
  [["--title", "T"], 2, "the style `keep` has no place for them"],
  [["--dry-run"], 2, "--dry-run was given without --write"],
  [["chek", "1.0.0"], 2, "is not known"],
  [["check"], 2, "is not known"],
  [["check", "v1.0.0"], 2, 'it starts with "v"'],
  [["--to", "nowhere"], 2, '"nowhere" names no commit'],
  [["--full", "--component", "x"], 2, 'there is no component "x"'],
])("[N-04] bad input %j is answered with %d", (flags, code, words) => {
  const answer = slipway(lift().folder, ["changelog", ...flags]);
  expect(answer).toMatchObject({ code, stdout: "" });
  expect(answer.stderr).toContain(words);
});

test("[N-01] a wrong SOURCE_DATE_EPOCH is named", () => {
  const answer = slipway(lift().folder, ["changelog"], { SOURCE_DATE_EPOCH: "yesterday" });
  expect(answer).toMatchObject({ code: 2, stdout: "" });
  expect(answer.stderr).toContain('SOURCE_DATE_EPOCH is "yesterday"');
});
