import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished, describe, expect, test } from "vitest";
import { gitEnvironment, makeRepository, temporaryFolder, type TestRepository } from "./support/repository.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

const ENTRY = `# Changelog

## [1.1.0] - 2026-01-05

### Phase 4: Reports

**Objective:** Reports that auditors can read.

#### Added

- Reports
`;

function product(files: Readonly<Record<string, string>> = {}): TestRepository {
  const repository = makeRepository();
  repository.commit("feat: start", files);
  repository.tag("v1.0.0", "Release v1.0.0: First");
  repository.commit("feat: reports");
  repository.commit("fix: totals");
  return repository;
}

function messageOf(repository: TestRepository, tag: string): string {
  return repository.git("for-each-ref", "--format=%(contents)", `refs/tags/${tag}`);
}

/** A new ssh key that git signs with, and whose owner git knows. */
function useSshKey(repository: TestRepository, { known = true } = {}): void {
  const key = join(temporaryFolder(), "key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "ada", "-f", key]);
  repository.git("config", "gpg.format", "ssh");
  repository.git("config", "user.signingKey", `${key}.pub`);
  repository.write(".git/signers", known ? `ada@example.org ${readFileSync(`${key}.pub`, "utf8")}` : "");
  repository.git("config", "gpg.ssh.allowedSignersFile", join(repository.folder, ".git/signers"));
}

describe("message", () => {
  test("[TG-01] [TG-02] the tag is annotated, and says title, summary and where the details are", () => {
    const repository = product({ "CHANGELOG.md": ENTRY });
    expect(slipway(repository.folder, ["tag", "1.1.0"]).code).toBe(0);
    expect(repository.git("cat-file", "-t", "v1.1.0")).toBe("tag");
    expect(messageOf(repository, "v1.1.0")).toBe(
      "Release v1.1.0: Phase 4: Reports\n\nReports that auditors can read.\n\nSee CHANGELOG.md for details.",
    );
  });

  test("[TG-02] without a changelog the changes are counted", () => {
    const repository = product();
    slipway(repository.folder, ["tag", "1.1.0"]);
    expect(messageOf(repository, "v1.1.0")).toBe(
      "Release v1.1.0: Minor release\n\n1 feature, 1 fix.\n\nSee CHANGELOG.md for details.",
    );
  });

  test("[TG-06] the notes are part of the tag where the process says so, headings, lines and all", () => {
    const entry =
      "## [1.1.0] - 2026-01-05\n\n### Added\n\n- Reports\n\n### Known Issues\n\n- Totals lag. Workaround: reload.\n";
    const repository = product({ "slipway.yaml": "messages: { notes: true }\n", "CHANGELOG.md": entry });
    expect(slipway(repository.folder, ["tag", "1.1.0"])).toMatchObject({ code: 0, stderr: "" });
    const message = messageOf(repository, "v1.1.0");
    expect(message).toMatch(/^Release v1\.1\.0: .+\n\n1 feature, 1 fix\.\n\n## New features\n\n/);
    expect(message).toMatch(
      /\n- totals \([0-9a-f]{8}\)\n\n## Known issues\n\n- Totals lag\.[^]*\n\nSee CHANGELOG\.md for details\.$/,
    );
    expect(slipway(repository.folder, ["tag", "1.1.0"]).stdout).toContain("already there");
    repository.commit("docs: nobody is told");
    repository.commit("chore: nor of this");
    repository.write("slipway.yaml", 'messages: { tag: "{version}\\n\\n{notes}" }\n');
    repository.git("commit", "-qam", "chore: a text of its own");
    expect(slipway(repository.folder, ["tag", "1.1.1", "--reason", "documents"])).toMatchObject({ code: 0 });
    expect(messageOf(repository, "v1.1.1")).toBe("1.1.1\n\nNo change to tell about.\n\nVersion-Reason: documents");
    repository.write("slipway.yaml", 'messages: { notes: true, tag: "{version}" }\n');
    const { code, stderr } = slipway(repository.folder, ["tag", "1.1.2"]);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: /`messages.tag` has no place for the notes/ });
  });

  test("[TG-02] a title and a summary can be given, lines that begin with # included", () => {
    const repository = product();
    slipway(repository.folder, ["tag", "1.1.0", "--title", "Phase 4", "--summary", "#12 and\n#13 are done."]);
    expect(messageOf(repository, "v1.1.0")).toBe(
      "Release v1.1.0: Phase 4\n\n#12 and #13 are done.\n\nSee CHANGELOG.md for details.",
    );
  });

  test("[TG-01] [TG-02] pattern and message are configurable, and a component names itself", () => {
    const repository = makeRepository();
    const config =
      'messages: { tag: "{component} {version} of {product}" }\nproduct: shop\ncomponents: { api: { path: api, tag: "api/{version}" } }\n';
    repository.commit("feat: start", { "api/a.txt": "a", "slipway.yaml": config });
    expect(slipway(repository.folder, ["tag", "api@0.1.0"]).code).toBe(0);
    expect(messageOf(repository, "api/0.1.0")).toBe("api 0.1.0 of shop");
  });

  test("[V-05] another version than the planned one needs a reason, which the tag keeps", () => {
    const repository = product();
    const refused = slipway(repository.folder, ["tag", "2.0.0"]);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain("2.0.0 is not what the history leads to: 1.1.0");
    expect(slipway(repository.folder, ["tag", "2.0.0", "--reason", "announced\nlong ago"]).code).toBe(0);
    expect(messageOf(repository, "v2.0.0")).toMatch(/details\.\n\nVersion-Reason: announced long ago$/);
  });
});

describe("refusals", () => {
  test("[V-13] [N-03] everything that speaks against a tag is told at once", () => {
    const repository = product({
      "slipway.yaml": "versioning: { files: [package.json] }\nchangelog: { source: hand }\n",
      "package.json": '{"version": "1.0.0"}',
      "CHANGELOG.md": "## [1.0.0] - 2026-01-01\n",
    });
    repository.write("half.txt", "");
    const { code, stderr } = slipway(repository.folder, ["tag", "1.1.0"]);
    expect(code).toBe(4);
    expect(stderr).toContain("half.txt");
    expect(stderr).toContain("not every file states 1.1.0:\n  package.json: 1.0.0\n  CHANGELOG.md: 1.0.0");
    expect(stderr).toContain("CHANGELOG.md missing entry for version 1.1.0");
    expect(repository.git("tag")).toBe("v1.0.0");
  });

  test("[N-03] an entry without a date is not enough", () => {
    const repository = product({
      "slipway.yaml": "changelog: { source: hand }\n",
      "CHANGELOG.md": "## [1.1.0] - Unreleased\n",
    });
    const { code, stderr } = slipway(repository.folder, ["tag", "1.1.0"]);
    expect(code).toBe(1);
    expect(stderr).toContain("CHANGELOG.md missing release date for version 1.1.0");
  });

  test("[V-13] version files count as they are in the commit, not in the working tree", () => {
    const repository = product({
      "slipway.yaml": "versioning: { files: [package.json] }\n",
      "package.json": '{"version": "1.0.0"}',
    });
    slipway(repository.folder, ["bump"]);
    expect(slipway(repository.folder, ["tag", "1.1.0"]).code).toBe(4);
    slipway(repository.folder, ["bump", "--commit"]);
    expect(slipway(repository.folder, ["tag", "1.1.0"]).code).toBe(0);
    expect(slipway(repository.folder, ["tag", "1.1.0", "--commit", "HEAD~1"]).code).toBe(4);
  });

  test("[V-17] a version is used once, whatever became of it", () => {
    const repository = product();
    slipway(repository.folder, ["tag", "1.1.0"]);
    repository.commit("fix: more");
    const moved = slipway(repository.folder, ["tag", "1.1.0"]);
    expect(moved.code).toBe(4);
    expect(moved.stderr).toContain("the tag v1.1.0 exists already, and it is another one: it points at");
    repository.tag("slipway/rejected/v1.1.0", "rejected");
    expect(slipway(repository.folder, ["tag", "1.1.0", "--commit", "HEAD~1"]).code).toBe(4);
    repository.git("tag", "-d", "v1.1.0");
    const rejected = slipway(repository.folder, ["tag", "1.1.0", "--reason", "again"]);
    expect(rejected.code).toBe(4);
    expect(rejected.stderr).toContain("v1.1.0 was rejected or rolled back");
  });

  test("[V-17] a version whose tag was deleted is used all the same, as the ledger tells", () => {
    const repository = product({ "slipway.yaml": "ledger: required\n" });
    slipway(repository.folder, ["tag", "1.1.0"]);
    repository.git("tag", "-d", "v1.1.0");
    const planned = slipway(repository.folder, ["next"]);
    expect(planned).toMatchObject({ code: 0, stdout: "1.2.0\n" });
    expect(planned.stderr).toContain("v1.1.0 was made once, as the ledger tells, and is gone");
    expect(slipway(repository.folder, ["plan", "--as", "1.1.0", "--reason", "again"]).code).toBe(4);
    for (const args of [
      ["tag", "1.1.0", "--reason", "again"],
      ["release", "prepare", "1.1.0", "--dry-run"],
    ]) {
      const refused = slipway(repository.folder, args);
      expect(refused.code).toBe(4);
      expect(refused.stderr).toContain("v1.1.0 was made once, as the ledger tells, and is gone from this repository");
    }
    expect(slipway(repository.folder, ["tag", "1.2.0"])).toMatchObject({ code: 0 });
  });

  test("[V-17] who cannot look into the ledger plans all the same, and is told", () => {
    const repository = product({ "slipway.yaml": "ledger: required\n" });
    slipway(repository.folder, ["tag", "1.1.0"]);
    repository.git("tag", "-d", "v1.1.0");
    repository.write(".slipway/ledger.db", "not a database ".repeat(500));
    const planned = slipway(repository.folder, ["next"]);
    expect(planned).toMatchObject({ code: 0, stdout: "1.1.0\n" });
    expect(planned.stderr).toContain("nobody could look whether 1.1.0 was ever released: the ledger");
    expect(slipway(repository.folder, ["tag", "1.1.0"]).code).toBe(1);
  });

  test("[V-17] a version that is not higher than the current one is refused", () => {
    expect(slipway(product().folder, ["tag", "0.9.0", "--reason", "why not"]).stderr).toContain(
      "0.9.0 does not come after the current release v1.0.0",
    );
  });

  test("[B-13] where branches are configured, a release is tagged on one of them", () => {
    const repository = product({ "slipway.yaml": "branches: { releaseFrom: [main] }\n" });
    repository.git("switch", "-q", "-c", "feature/reports");
    const { code, stderr } = slipway(repository.folder, ["tag", "1.1.0", "--dry-run"]);
    expect(code).toBe(4);
    expect(stderr).toContain("a release is not prepared from feature/reports");
    repository.git("switch", "-q", "main");
    expect(slipway(repository.folder, ["tag", "1.1.0", "--dry-run"])).toMatchObject({ code: 0, stderr: "" });
  });

  test("[TG-02] without an identity no tag is made", () => {
    const repository = product();
    const { code, stderr } = slipway(repository.folder, ["tag", "1.1.0"], {
      GIT_COMMITTER_NAME: undefined,
      GIT_COMMITTER_EMAIL: undefined,
    });
    expect({ code, tags: repository.git("tag") }).toEqual({ code: 2, tags: "v1.0.0" });
    expect(stderr).toContain("git config user.name");
  });
});

test("[TG-04] a second run finds the tag it made and leaves it alone", () => {
  const repository = product({ "CHANGELOG.md": ENTRY });
  const first = slipwayJson<{ object: string }>(repository.folder, ["tag", "1.1.0"]);
  const second = slipwayJson<{ object: string; state: string }>(repository.folder, ["tag", "1.1.0"]);
  expect(second).toMatchObject({ state: "already there", object: first.object });
  expect(slipway(repository.folder, ["tag", "1.1.0", "--title", "Other"]).stderr).toContain(
    "its message is another one",
  );
});

test("[TG-02] a dry run checks the same, shows the message and makes no tag", () => {
  const repository = product();
  const dry = slipwayJson<{ message: string }>(repository.folder, ["tag", "1.1.0", "--dry-run"]);
  expect(repository.git("tag")).toBe("v1.0.0");
  slipway(repository.folder, ["tag", "1.1.0"]);
  expect(`${messageOf(repository, "v1.1.0")}\n`).toBe(dry.message);
});

test("[V-13] the first release can be tagged although its own commit and entry tell of it", () => {
  const repository = makeRepository();
  repository.commit("feat: start", {
    "package.json": '{"version": "0.0.0"}',
    "slipway.yaml": "versioning: { files: [package.json] }\nchangelog: { source: hand }\n",
  });
  repository.write("CHANGELOG.md", "## [0.1.0] - 2026-01-05\n\n### Added\n\n- Start\n");
  expect(slipway(repository.folder, ["bump", "--release"]).code).toBe(0);
  expect(slipway(repository.folder, ["bump", "--release"]).stdout).toContain("committed before");
  expect(slipway(repository.folder, ["tag", "0.1.0"])).toMatchObject({ code: 0 });
  expect(repository.git("log", "-1", "--format=%s%d")).toBe("chore: release v0.1.0 (HEAD -> main, tag: v0.1.0)");
});

describe("signatures", () => {
  test("[TG-03] a tag signed with ssh is verified before it counts", () => {
    const repository = product();
    useSshKey(repository);
    const answer = slipway(repository.folder, ["tag", "1.1.0", "--sign"]);
    expect(answer).toMatchObject({ code: 0 });
    expect(answer.stdout).toMatch(/signed by ada@example\.org with ED25519 key SHA256:/);
    expect(() => repository.git("verify-tag", "v1.1.0")).not.toThrow();
    expect(slipway(repository.folder, ["tag", "1.1.0", "--sign"]).stdout).toContain("already there");
  });

  test("[TG-03] a signature that nobody can verify makes no tag", () => {
    const repository = product();
    useSshKey(repository, { known: false });
    const { code, stderr } = slipway(repository.folder, ["tag", "1.1.0", "--sign"]);
    expect(code).toBe(1);
    expect(stderr).toContain("the signature of v1.1.0 is not accepted");
    expect(repository.git("tag")).toBe("v1.0.0");
  });

  test("[TG-03] without a key nothing is tagged, and the answer says how to set one", () => {
    const repository = product();
    repository.git("config", "gpg.format", "ssh");
    repository.git("config", "user.signingKey", join(repository.folder, "none.pub"));
    const { code, stderr } = slipway(repository.folder, ["tag", "1.1.0", "--sign"]);
    expect(code).toBe(2);
    expect(stderr).toContain("user.signingKey");
    expect(repository.git("tag")).toBe("v1.0.0");
  });

  test("[TG-03] signing can be required, and then an unsigned tag is a finding", () => {
    const repository = product({ "slipway.yaml": "tagSigning: required\n" });
    useSshKey(repository);
    expect(slipway(repository.folder, ["tag", "1.1.0"]).stdout).toContain("signed by ada@example.org");
    const { code, stdout } = slipway(repository.folder, ["tag", "check"]);
    expect(code).toBe(1);
    expect(stdout).toContain("v1.0.0: unsigned");
    expect(stdout).not.toContain("v1.1.0");
  });

  test("[TG-03] a tag signed with OpenPGP is verified as well", () => {
    const repository = product();
    const environment = { GNUPGHOME: temporaryFolder() };
    const gpg = (program: string, ...args: string[]) =>
      execFileSync(program, args, { env: { ...gitEnvironment(), ...environment }, stdio: "pipe" });
    onTestFinished(() => void gpg("gpgconf", "--kill", "gpg-agent"));
    gpg(
      "gpg",
      "--batch",
      "--quiet",
      "--passphrase",
      "",
      "--quick-gen-key",
      "Ada Example <ada@example.org>",
      "ed25519",
      "sign",
    );
    repository.git("config", "user.signingKey", "ada@example.org");
    const answer = slipway(repository.folder, ["tag", "1.1.0", "--sign"], environment);
    expect(answer).toMatchObject({ code: 0 });
    expect(answer.stdout).toContain("signed by Ada Example <ada@example.org>");
  });
});

describe("tag check", () => {
  test("[TG-04] a tag object under another name is found, which git verify-tag accepts", () => {
    const repository = product();
    useSshKey(repository);
    slipway(repository.folder, ["tag", "1.1.0", "--sign"]);
    repository.git("update-ref", "refs/tags/v1.2.0", repository.git("rev-parse", "v1.1.0"));
    expect(() => repository.git("verify-tag", "v1.2.0")).not.toThrow();
    const { code, stdout } = slipway(repository.folder, ["tag", "check"]);
    expect(code).toBe(1);
    expect(stdout).toContain("v1.2.0: renamed: the tag object calls itself v1.1.0");
  });

  test("[TG-04] [TG-09] tags that the remote holds differently are named", () => {
    const origin = makeRepository({ bare: true });
    const repository = product();
    slipway(repository.folder, ["tag", "1.1.0"]);
    repository.git("push", "-q", origin.folder, "main", "v1.0.0", "v1.1.0");
    repository.git("remote", "add", "origin", origin.folder);
    expect(slipway(repository.folder, ["tag", "check", "--remote", "origin"]).code).toBe(0);
    repository.git("tag", "-f", "-a", "-m", "moved", "v1.1.0", "HEAD~1");
    repository.git("tag", "-d", "v1.0.0");
    repository.tag("v1.2.0", "only here");
    const { findings } = slipwayJson<{ findings: { tag: string; fault: string }[] }>(repository.folder, [
      "tag",
      "check",
      "--remote",
      "origin",
    ]);
    expect(findings.map(({ tag, fault }) => `${tag} ${fault}`).toSorted()).toEqual([
      "v1.0.0 missing-here",
      "v1.1.0 moved",
      "v1.2.0 missing-there",
    ]);
    expect(slipway(repository.folder, ["tag", "check", "1.0.0", "--remote", "origin"]).code).toBe(1);
  });

  test("[TG-09] a push is recorded, compared before and after, done once, and overwrites nothing", () => {
    const origin = makeRepository({ bare: true });
    const repository = product({ "slipway.yaml": "ledger: required\n" });
    const tag = (...args: string[]) => slipway(repository.folder, ["tag", "1.1.0", "--push", ...args]);
    expect(tag()).toMatchObject({ code: 2, stderr: /there is no remote origin to push to; the tag is made/ });
    repository.git("remote", "add", "origin", origin.folder);
    expect(tag("--dry-run").code).toBe(0);
    expect(origin.git("for-each-ref")).toBe("");
    expect(tag()).toMatchObject({ code: 0, stdout: /already there[^]*origin has main, v1\.1\.0, read back/ });
    expect(tag().code).toBe(0);
    expect(origin.git("rev-parse", "v1.1.0", "main")).toBe(repository.git("rev-parse", "v1.1.0", "main"));
    const { entries } = slipwayJson<{ entries: { type: string; new: unknown }[] }>(repository.folder, ["audit", "log"]);
    expect(entries.map(({ type }) => type)).toEqual(["tag-begun", "tag-made", "tag-pushed"]);
    expect(entries[2]!.new).toEqual({
      remote: "origin",
      refs: {
        "refs/heads/main": repository.git("rev-parse", "main"),
        "refs/tags/v1.1.0": repository.git("rev-parse", "v1.1.0"),
      },
    });
    origin.git("update-ref", "refs/tags/v1.1.0", "main");
    expect(tag()).toMatchObject({ code: 1, stderr: /origin does not take it: .*already exists/ });
    expect(origin.git("rev-parse", "v1.1.0")).toBe(repository.git("rev-parse", "main"));
  });

  test("[TG-04] a recorded tag that moved or vanished is an alarm, and fetching it back ends it", () => {
    const repository = product({ "slipway.yaml": "ledger: required\n" });
    const { object } = slipwayJson<{ object: string }>(repository.folder, ["tag", "1.1.0"]);
    const check = (...args: string[]) => slipway(repository.folder, ["tag", "check", ...args]);
    expect(check()).toMatchObject({ code: 0, stdout: /^2 release tags \(1 on record\) in order/ });
    repository.git("tag", "-f", "-a", "-m", "moved", "v1.1.0", "HEAD~1");
    const other = repository.git("rev-parse", "v1.1.0");
    expect(check()).toMatchObject({ code: 1 });
    expect(check("1.1.0").stdout).toContain(
      `v1.1.0: moved: it is ${other.slice(0, 12)} here and ${object.slice(0, 12)} in the ledger`,
    );
    repository.git("tag", "-d", "v1.1.0");
    const gone = `v1.1.0: missing-here: the ledger has it as ${object.slice(0, 12)}, this repository does not`;
    expect(check()).toMatchObject({ code: 1 });
    expect(check().stdout).toContain(gone);
    expect(check("1.1.0")).toMatchObject({ code: 1 });
    expect(check("1.0.0")).toMatchObject({ code: 0 });
    repository.git("update-ref", "refs/tags/v1.1.0", object);
    expect(check()).toMatchObject({ code: 0 });
  });

  test("[TG-04] [V-17] tags that Slipway did not make are put on record, and are missed from then on", () => {
    const repository = product();
    const check = (...args: string[]) => slipway(repository.folder, ["tag", "check", ...args]);
    expect(check("--record")).toMatchObject({ code: 4, stderr: /ledger: required/ });
    repository.commit("chore: record", { "slipway.yaml": "ledger: required\n" });
    repository.tag("v1.0.1");
    for (let run = 0; run < 2; run += 1)
      expect(check("--record").stdout).toContain("1 findings in 2 release tags (1 on record)"); // v1.0.1 is no object
    repository.git("tag", "-d", "v1.0.0", "v1.0.1");
    expect(check().stdout).toMatch(/^v1\.0\.0: missing-here: the ledger has it as [0-9a-f]{12}/);
    expect(slipway(repository.folder, ["tag", "1.0.0", "--reason", "again"]).code).toBe(4);
    const { entries } = slipwayJson<{ entries: { type: string }[] }>(repository.folder, ["audit", "log"]);
    expect(entries.map(({ type }) => type)).toEqual(["tag-seen"]);
  });

  test("[TG-02] [TG-04] lightweight tags and broken signatures are named", () => {
    const repository = product();
    useSshKey(repository);
    slipway(repository.folder, ["tag", "1.1.0", "--sign"]);
    repository.tag("v1.2.0");
    repository.write(".git/signers", "");
    expect(slipway(repository.folder, ["tag", "check"]).stdout).toContain("v1.2.0: lightweight");
    const { code, stdout } = slipway(repository.folder, ["tag", "check", "1.1.0"]);
    expect(code).toBe(1);
    expect(stdout).toContain("v1.1.0: bad-signature");
  });

  test("[TG-04] a version without a tag is no version in order", () => {
    expect(slipway(product().folder, ["tag", "check", "3.0.0"]).code).toBe(1);
  });

  test("[TG-04] a remote that does not answer is told", () => {
    const { code, stderr } = slipway(product().folder, ["tag", "check", "--remote", "nowhere"]);
    expect(code).toBe(2);
    expect(stderr).toContain('the remote "nowhere" could not be asked');
  });
});

test("[V-16] the history of versions tells version, title, date, type and phase", () => {
  const repository = product({ "CHANGELOG.md": ENTRY });
  slipway(repository.folder, ["tag", "1.1.0"]);
  repository.tag("v1.1.1");
  repository.tag("v2.0.0-rc.1", "v2.0.0-rc.1");
  repository.tag("slipway/rejected/v1.1.1", "no");
  const { versions } = slipwayJson<{ versions: unknown[] }>(repository.folder, ["tag", "list"]);
  expect(versions).toMatchObject([
    { version: "2.0.0-rc.1", type: "pre-release", title: null },
    { version: "1.1.1", type: "patch", title: null, mark: "rejected", date: "2026-01-05" },
    { version: "1.1.0", type: "minor", title: "Phase 4: Reports", label: "Phase 4", tag: "v1.1.0" },
    { version: "1.0.0", type: "first", title: "First", date: "2026-01-05" },
  ]);
  expect(slipway(repository.folder, ["tag", "list"]).stdout).toContain("Phase 4: Reports\n");
});
