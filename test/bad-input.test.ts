import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeRepository, temporaryFolder, type TestRepository } from "./support/repository.ts";
import { slipway } from "./support/slipway.ts";

/** What a user did wrong, the exit code it deserves, and words the answer must hold. */
interface Case {
  readonly wrong: string;
  readonly args: readonly string[];
  readonly code: 1 | 2 | 3 | 4;
  readonly says: readonly string[];
  /** Text of slipway.yaml. */
  readonly config?: string;
  readonly given?: (repository: TestRepository) => void;
  readonly environment?: Readonly<Record<string, string>>;
  /** Where the command runs instead of the repository. */
  readonly folder?: () => string;
}

/** Private keys: one that can sign, and one that cannot. */
const ED25519_KEY = pem(generateKeyPairSync("ed25519").privateKey);
const EC_KEY = pem(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey);

function pem(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}

const cases: readonly Case[] = [
  {
    wrong: "no repository",
    args: ["next"],
    code: 2,
    says: ["not inside a git repository", "--repo DIR"],
    folder: temporaryFolder,
  },
  {
    wrong: "a folder that does not exist",
    args: ["next", "--repo", "/no/such/folder"],
    code: 2,
    says: ["/no/such/folder"],
  },
  { wrong: "no command", args: [], code: 2, says: [] },
  { wrong: "a misspelt command", args: ["nxet"], code: 2, says: ['no command "nxet"', 'did you mean "next"?'] },
  {
    wrong: "a misspelt flag",
    args: ["next", "--chanel", "beta"],
    code: 2,
    says: ["--chanel", "did you mean --channel?"],
  },
  { wrong: "a flag without its value", args: ["next", "--from"], code: 2, says: ["--from"] },
  { wrong: "an argument too many", args: ["next", "v1.0.0"], code: 2, says: ["got the arguments v1.0.0"] },
  {
    wrong: "an unknown revision",
    args: ["next", "--to", "nowhere"],
    code: 2,
    says: ['"nowhere" names no commit', "git fetch"],
  },
  { wrong: "a revision that looks like a flag", args: ["next", "--to=--output=x"], code: 2, says: ["names no commit"] },
  {
    wrong: "an unknown tag to start from",
    args: ["next", "--from", "v9.9.9"],
    code: 2,
    says: ['"v9.9.9" names no commit'],
  },
  {
    wrong: "a tag that is no version",
    args: ["next", "--from", "nightly"],
    code: 2,
    says: ['"nightly" is not a release tag'],
    given: (repository) => repository.tag("nightly"),
  },
  { wrong: "a channel of digits", args: ["next", "--channel", "7"], code: 2, says: ['"7" cannot name'] },
  { wrong: "a channel with a dot", args: ["next", "--channel", "a.b"], code: 2, says: ['"a.b" cannot name'] },
  {
    wrong: "a component where there are none",
    args: ["next", "--component", "api"],
    code: 2,
    says: ['no component "api"'],
  },
  { wrong: "an unknown release type", args: ["plan", "--type", "hotfix"], code: 2, says: ['no release type "hotfix"'] },
  {
    wrong: "an override without a reason",
    args: ["plan", "--as", "2.0.0"],
    code: 2,
    says: ["without a reason", "--reason"],
  },
  {
    wrong: "a reason without an override",
    args: ["plan", "--reason", "x"],
    code: 2,
    says: ["--reason was given without --as"],
  },
  {
    wrong: "an override that is no version",
    args: ["plan", "--as", "2.0", "--reason", "x"],
    code: 2,
    says: ["2 of the 3 numbers"],
  },
  {
    wrong: "an override to an older version",
    args: ["plan", "--as", "0.9.0", "--reason", "x"],
    code: 2,
    says: ["does not come after"],
  },
  {
    wrong: "an override to a used version",
    args: ["plan", "--as", "1.5.0", "--reason", "x"],
    code: 4,
    says: ["1.5.0 was released before"],
    given(repository) {
      repository.git("checkout", "-q", "-b", "side");
      repository.commit("feat: aside");
      repository.tag("v1.5.0");
      repository.git("checkout", "-q", "main");
      repository.commit("fix: main");
    },
  },
  {
    wrong: "a missing --config file",
    args: ["next", "--config", "none.yaml"],
    code: 2,
    says: ["none.yaml cannot be read"],
  },
  {
    wrong: "broken YAML",
    args: ["next"],
    code: 2,
    says: ["slipway.yaml:2:", "YAML"],
    config: "versioning:\n\tpreset: angular\n",
  },
  {
    wrong: "an unknown key",
    args: ["next"],
    code: 2,
    says: ["slipway.yaml:2:3", "`versioning.preest`", "did you mean `preset`?"],
    config: "versioning:\n  preest: angular\n",
  },
  {
    wrong: "several faults at once",
    args: ["next"],
    code: 2,
    says: [
      "slipway.yaml:1:1",
      "`tga`",
      "slipway.yaml:3:3",
      "one of semver, breaking-is-minor, feature-is-patch",
      '"never"',
    ],
    config: "tga: v\nversioning:\n  zero: never\n",
  },
  {
    wrong: "a value of the wrong kind",
    args: ["next"],
    code: 2,
    says: ["slipway.yaml:2:", "`versioning.rules`", "type array"],
    config: "versioning:\n  rules: feat\n",
  },
  {
    wrong: "a tag pattern without a place",
    args: ["next"],
    code: 2,
    says: ['"release"', "{version}"],
    config: "tag: release\n",
  },
  { wrong: "an unknown preset", args: ["next"], code: 2, says: ['did you mean "qms"?'], config: "extends: qsm\n" },
  {
    wrong: "an initial version that is none",
    args: ["next"],
    code: 2,
    says: ['"1"'],
    config: 'versioning: { initial: "1" }\n',
  },
  {
    wrong: "components that depend on each other in a circle",
    args: ["plan", "--all"],
    code: 2,
    says: ["a -> b -> a"],
    config: "components:\n  a: { path: a, dependsOn: [b] }\n  b: { path: b, dependsOn: [a] }\n",
  },
  {
    wrong: "a dependency on an unknown component",
    args: ["plan", "--all"],
    code: 2,
    says: ['depends on "shard"', 'did you mean "shared"?'],
    config: "components:\n  shared: { path: s }\n  api: { path: a, dependsOn: [shard] }\n",
  },
  {
    wrong: "a correction that is named after nothing",
    args: ["next"],
    code: 2,
    says: ["releases/corrections/oops.md", "commit hash"],
    given: (repository) => void repository.commit("docs: x", { "releases/corrections/oops.md": "fix: y\n" }),
  },
  {
    wrong: "an empty correction",
    args: ["next"],
    code: 2,
    says: ["it is empty"],
    given: (repository) => void repository.commit("docs: x", { "releases/corrections/abcdef0.md": "\n" }),
  },
  {
    wrong: "no identity for the tag",
    args: ["tag", "1.0.1"],
    code: 2,
    says: ["does not know who makes the tag", "git config user.name"],
    environment: { GIT_AUTHOR_NAME: "", GIT_AUTHOR_EMAIL: "", GIT_COMMITTER_NAME: "", GIT_COMMITTER_EMAIL: "" },
    given: (repository) => void repository.commit("fix: a"),
  },
  {
    wrong: "a tag of a version that was released before",
    args: ["tag", "1.0.0"],
    code: 4,
    says: ["1.0.0"],
    given: (repository) => void repository.commit("fix: a"),
  },
  {
    wrong: "a tag of another version than the planned one, without a reason",
    args: ["tag", "3.0.0"],
    code: 4,
    says: ["3.0.0 is not what the history leads to: 1.0.1", "--reason"],
    given: (repository) => void repository.commit("fix: a"),
  },
  {
    wrong: "unfinished work in the tree",
    args: ["changelog", "--write"],
    code: 4,
    says: ["not committed", "stray.txt", "git stash"],
    given(repository) {
      repository.commit("fix: a");
      repository.write("stray.txt", "x");
    },
  },
  {
    wrong: "a version file that is not there",
    args: ["bump", "1.0.1"],
    code: 2,
    says: ["setup.cfg"],
    config: "versioning: { files: [{ path: setup.cfg, pattern: 'version = {version}' }] }\n",
  },
  {
    wrong: "a version file without a version",
    args: ["bump", "1.0.1"],
    code: 2,
    says: ["package.json", "version"],
    config: "versioning: { files: [package.json] }\n",
    given: (repository) => void repository.commit("fix: a", { "package.json": '{ "name": "door" }\n' }),
  },
  { wrong: "a changelog that is missing", args: ["changelog", "check", "1.0.0"], code: 1, says: ["CHANGELOG.md"] },
  {
    wrong: "a changelog entry that is missing",
    args: ["changelog", "check", "1.0.0"],
    code: 1,
    says: ["CHANGELOG.md missing entry for version 1.0.0"],
    given: (repository) => void repository.commit("docs: a", { "CHANGELOG.md": "# Changelog\n" }),
  },
  { wrong: "an unknown format", args: ["changelog", "--format", "pdf"], code: 2, says: ['"pdf"', "keep"] },
  { wrong: "notes of a version that never was", args: ["notes", "7.0.0"], code: 2, says: ["7.0.0"] },
  {
    wrong: "notes for nobody",
    args: ["notes", "1.0.0", "--audience", "pets"],
    code: 2,
    says: ['"pets"', "users, operators"],
  },
  { wrong: "a trace of nothing", args: ["trace", "nowhere"], code: 2, says: ["nowhere"] },
  { wrong: "a branch that is not there", args: ["branch", "check", "feature/none"], code: 2, says: ["feature/none"] },
  { wrong: "an unknown kind of branch", args: ["branch", "create", "topic", "1.0.1"], code: 2, says: ["topic"] },
  { wrong: "a gate case that is not there", args: ["gate", "none.yaml"], code: 2, says: ["none.yaml", "slipway gate"] },
  {
    wrong: "a gate case that is none",
    args: ["gate", "case.yaml"],
    code: 2,
    says: ["case.yaml", "docs/gate.md"],
    given: (repository) => repository.write("case.yaml", "go\n"),
  },
  { wrong: "two gate cases", args: ["gate", "a.yaml", "b.yaml"], code: 2, says: ["a.yaml b.yaml"] },
  {
    wrong: "a moment for a gate case that is none",
    args: ["gate", "case.json", "--at", "tomorrow"],
    code: 2,
    says: ['"tomorrow"', "--at"],
    given: (repository) =>
      repository.write("case.json", '{"policy":{"gates":[],"ttl":1},"people":{},"events":[],"digest":"d","now":0}'),
  },
  { wrong: "an unknown shell", args: ["completion", "tcsh"], code: 2, says: ["tcsh", "bash"] },
  { wrong: "an audit of nothing", args: ["audit"], code: 2, says: ["got no argument", "verify [DIR]"] },
  { wrong: "an unknown audit", args: ["audit", "vrify"], code: 2, says: ['"vrify"', 'did you mean "verify"?'] },
  { wrong: "an audit word too many", args: ["audit", "log", "3"], code: 2, says: ["an argument too many"] },
  { wrong: "an entry that is no number", args: ["audit", "show", "-1x"], code: 2, says: ["-1"] },
  { wrong: "a negative entry", args: ["audit", "show", "--", "-1"], code: 2, says: ['INDEX got "-1"', "from 0 on"] },
  { wrong: "a time in words", args: ["audit", "log", "--from", "yesterday"], code: 2, says: ["--from", "2026-01-31"] },
  { wrong: "a day that is none", args: ["audit", "log", "--to", "2026-02-30"], code: 2, says: ["--to", "2026-02-30"] },
  { wrong: "a limit of nothing", args: ["audit", "log", "--limit", "0"], code: 2, says: ["--limit", "1 to 10000"] },
  { wrong: "a log without its key", args: ["audit", "verify", "."], code: 2, says: ["no key", "--key"] },
  {
    wrong: "a verifier key with a typing error",
    args: ["audit", "verify", ".", "--key", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"],
    code: 2,
    says: ["is no verifier key", "name+keyid+base64"],
  },
  {
    wrong: "a folder without a log",
    args: ["audit", "verify", ".", "--key", "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"],
    code: 2,
    says: ["no checkpoint in .", "audit export"],
  },
  {
    wrong: "a proof without its entry",
    args: ["audit", "check-proof", "a.proof"],
    code: 2,
    says: ["--entry FILE", "audit show INDEX --bytes"],
  },
  { wrong: "half a witness", args: ["audit", "witness", "w"], code: 2, says: ["a name of its own", "--key KEY"] },
  {
    wrong: "a port that is none",
    args: ["audit", "witness", "w", "--name", "w.example", "--key", "x", "--listen", "localhost:http"],
    code: 2,
    says: ['the port of --listen got "http"'],
  },
  { wrong: "a proof out of nowhere", args: ["audit", "prove", "0", "--log", "."], code: 2, says: ["no checkpoint in"] },
  { wrong: "a backup to nowhere", args: ["backup"], code: 2, says: ["got no argument", "slipway backup DIR"] },
  { wrong: "a backup without a ledger", args: ["backup", "out"], code: 2, says: ["no ledger here", "SLIPWAY_DATA"] },
  { wrong: "a folder without a backup", args: ["restore", "."], code: 2, says: ["no backup.json", "slipway backup"] },
  {
    wrong: "a backup that is a file",
    args: ["restore", "slipway.yaml"],
    config: "{}\n",
    code: 2,
    says: ["slipway.yaml cannot be read"],
  },
  {
    wrong: "a backup of another form",
    args: ["restore", "old"],
    given: ({ folder }) => {
      mkdirSync(join(folder, "old"));
      writeFileSync(join(folder, "old/backup.json"), '{ "format": 9 }');
    },
    code: 2,
    says: ["backup.json in old", "`format`"],
  },
  {
    wrong: "a tag that cannot be recorded, because the data folder is below a file",
    args: ["tag", "1.1.0"],
    given: (repository) => void repository.commit("feat: a door", { "slipway.yaml": "ledger: required\n" }),
    environment: { SLIPWAY_DATA: "/dev/null/data" },
    code: 1,
    says: ["/dev/null/data/ledger.db cannot be written"],
  },
  {
    wrong: "the address of another kind of database",
    args: ["audit", "log"],
    environment: { SLIPWAY_DATABASE_URL: "mysql://example.org/slipway" },
    code: 2,
    says: ["SLIPWAY_DATABASE_URL", "postgres://USER:PASSWORD@HOST"],
  },
  {
    wrong: "a database that is not there",
    args: ["audit", "log"],
    environment: { SLIPWAY_DATABASE_URL: "postgres://ada:secret@127.0.0.1:1/slipway" },
    code: 1,
    says: ["postgres://127.0.0.1:1/slipway cannot be read", "make the database reachable"],
  },
  { wrong: "a ledger setting that is none", args: ["next"], config: "ledger: always\n", code: 2, says: ["ledger"] },
  {
    wrong: "a second configuration where there is one",
    args: ["init"],
    code: 4,
    says: ["slipway.yaml", "--force"],
    given: (repository) => void repository.commit("chore: a", { "slipway.yaml": "product: Door\n" }),
  },
  {
    wrong: "a manifest of a version that the changelog does not have",
    args: ["manifest", "1.0.1"],
    code: 1,
    says: ["CHANGELOG.md missing entry for version 1.0.1", "slipway changelog --write"],
  },
  {
    wrong: "a manifest of an undated entry",
    args: ["manifest", "1.0.1", "--write"],
    code: 1,
    says: ["CHANGELOG.md missing release date for version 1.0.1"],
    given: (repository) => void repository.commit("docs: a", { "CHANGELOG.md": "# C\n\n## [1.0.1]\n\n- a\n" }),
  },
  {
    wrong: "a manifest of something that is no version",
    args: ["manifest", "latest"],
    code: 2,
    says: ['"latest" is not a version'],
  },
  {
    wrong: "a manifest of an unknown component",
    args: ["manifest", "api@1.0.1"],
    code: 2,
    says: ['no component "api"'],
  },
  {
    wrong: "a manifest of an unknown type",
    args: ["manifest", "1.0.1", "--type", "phaze"],
    code: 2,
    says: ['no release type "phaze"', 'did you mean "phase"?'],
    config: "extends: qms\n",
  },
  {
    wrong: "a manifest whose type nothing tells",
    args: ["manifest", "1.0.1"],
    code: 2,
    says: ["nothing tells which release type 1.0.1 is of", "hotfix, workstream, maintenance"],
    config: "extends: qms\n",
    given: (repository) => void repository.commit("fix: a", { "CHANGELOG.md": dated("- a") }),
  },
  {
    wrong: "a changelog entry that nobody finished",
    args: ["manifest", "1.0.1", "--write"],
    code: 1,
    says: ['"{{title}}" under Fixed is a placeholder', '"TBD" under Security'],
    given: (repository) =>
      void repository.commit("fix: a", { "CHANGELOG.md": dated("- {{title}}\n\n### Security\n\n- TBD") }),
  },
  {
    wrong: "a lock file that is cut off",
    args: ["manifest", "1.0.1"],
    code: 2,
    says: ["package-lock.json cannot be read", "manifest.ignore"],
    given: (repository) =>
      void repository.commit("fix: a", { "CHANGELOG.md": dated("- a"), "package-lock.json": '{"packages":' }),
  },
  {
    wrong: "a manifest that is not there",
    args: ["manifest", "check", "none.md"],
    code: 2,
    says: ["none.md cannot be read", "manifest template"],
  },
  {
    wrong: "a manifest with open places",
    args: ["manifest", "check", "RELEASE-MANIFEST-2.0.0.md"],
    code: 1,
    says: [
      "`# Release Manifest` is missing",
      "`## Release Summary` is missing",
      "manifest of 1.0.0, and its name says 2.0.0",
    ],
    given: (repository) =>
      void repository.commit("docs: a", { "RELEASE-MANIFEST-2.0.0.md": "# Manifest\n\n## Door v1.0.0\n" }),
  },
  {
    wrong: "a manifest in JSON that is none",
    args: ["manifest", "check", "m.json"],
    code: 1,
    says: ["`product` is missing"],
    given: (repository) => void repository.commit("docs: a", { "m.json": "{}" }),
  },
  {
    wrong: "an index of releases that somebody damaged",
    args: ["manifest", "index", "--write"],
    code: 2,
    says: ["releases/index.json: it is no JSON", "restore it"],
    given: (repository) => void repository.commit("docs: a", { "releases/index.json": "{" }),
  },
  {
    wrong: "a manifest verb that does not exist",
    args: ["manifest", "chek", "1.0.0"],
    code: 2,
    says: ["`slipway manifest chek`", "check [FILE]"],
  },
  {
    wrong: "a first version of the process that is none",
    args: ["next"],
    code: 2,
    says: ['"one" is not a version'],
    config: "appliesFrom: one\n",
  },
  {
    wrong: "a report that is not there",
    args: ["evidence", "add", "none.xml", "--suite", "unit"],
    code: 2,
    says: ["none.xml", "does not exist"],
  },
  {
    wrong: "an empty report",
    args: ["evidence", "add", "r.txt", "--suite", "unit"],
    code: 2,
    says: ["r.txt is empty"],
    given: (repository) => repository.write("r.txt", ""),
  },
  {
    wrong: "a truncated report",
    args: ["evidence", "add", "r.xml", "--suite", "unit"],
    code: 2,
    says: ["r.xml (JUnit XML) cannot be read", "cut off"],
    given: (repository) => repository.write("r.xml", '<testsuite name="a"><testcase name="b">'),
  },
  {
    wrong: "a report in another format than said",
    args: ["evidence", "add", "r.tap", "--suite", "unit", "--format", "junit"],
    code: 2,
    says: ["no report in the format JUnit XML", "looks like TAP", "--format tap"],
    given: (repository) => repository.write("r.tap", "1..1\nok 1\n"),
  },
  {
    wrong: "a report format that does not exist",
    args: ["evidence", "add", "r.tap", "--suite", "unit", "--format", "juint"],
    code: 2,
    says: ['no report format "juint"', 'did you mean "junit"?'],
    given: (repository) => repository.write("r.tap", "1..1\nok 1\n"),
  },
  {
    wrong: "a report of no tests",
    args: ["evidence", "add", "r.tap", "--suite", "unit"],
    code: 2,
    says: ["r.tap (TAP) holds no test"],
    given: (repository) => repository.write("r.tap", "TAP version 13\n1..0\n"),
  },
  {
    wrong: "a report that contradicts itself",
    args: ["evidence", "add", "r.txt", "--suite", "unit"],
    code: 1,
    says: ["contradicts itself", '"Tests Passed: 6/6" and "Tests Failed: 1/6"'],
    given: (repository) => repository.write("r.txt", "Tests Passed: 6/6\nTests Failed: 1/6\n"),
  },
  {
    wrong: "a report of tests without a suite",
    args: ["evidence", "add", "r.txt"],
    code: 2,
    says: ["no suite was named", "--suite NAME"],
    given: (repository) => repository.write("r.txt", "6/6\n"),
  },
  {
    wrong: "an unknown suite",
    args: ["evidence", "add", "r.txt", "--suite", "regresion"],
    code: 2,
    says: ['no test suite "regresion"', 'did you mean "regression"?'],
    config: "extends: qms\n",
    given: (repository) => repository.write("r.txt", "6/6\n"),
  },
  {
    wrong: "a security scan in a suite",
    args: ["evidence", "add", "r.json", "--suite", "unit"],
    code: 2,
    says: ["belongs to no suite"],
    given: (repository) =>
      repository.write("r.json", '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"s"}},"results":[]}]}'),
  },
  {
    wrong: "evidence for unfinished work",
    args: ["evidence", "add", "r.txt", "--suite", "unit"],
    code: 4,
    says: ["not committed", "stray.txt"],
    given(repository) {
      repository.write("r.txt", "6/6\n");
      repository.write("stray.txt", "x");
    },
  },
  {
    wrong: "evidence that nobody vouches for",
    args: ["evidence", "add", "r.txt", "--suite", "unit"],
    code: 2,
    says: ["nobody vouches", "--by"],
    given: (repository) => repository.write("r.txt", "6/6\n"),
  },
  {
    wrong: "a suite without a command",
    args: ["evidence", "run", "unit"],
    code: 2,
    says: ["has no command", "tests.suites.unit.command"],
  },
  {
    wrong: "a resolution of a test that did not fail",
    args: ["evidence", "resolve", "shuts", "--reason", "fixed", "--by", "QA"],
    code: 2,
    says: ['is called "shuts"', "there is none"],
  },
  {
    wrong: "a resolution without a reason",
    args: ["evidence", "resolve", "shuts", "--by", "QA"],
    code: 2,
    says: ["--reason TEXT"],
  },
  {
    wrong: "a damaged record of evidence",
    args: ["evidence", "list"],
    code: 2,
    says: [`${"0".repeat(64)}.json`, "`suite` is missing"],
    given: (repository) => repository.write(`releases/evidence/${"0".repeat(64)}.json`, '{"kind":"tests"}'),
  },
  {
    wrong: "a suite that wants no test",
    args: ["next"],
    code: 2,
    says: ["`tests.suites.unit.count` is 0"],
    config: "tests: { suites: { unit: { count: 0 } } }\n",
  },
  {
    wrong: "a suite that is required from no version on",
    args: ["next"],
    code: 2,
    says: ['`tests.suites.unit.required` is "soon"'],
    config: "tests: { suites: { unit: { required: soon } } }\n",
  },
  { wrong: "a check of no version", args: ["check", "soon"], code: 2, says: ["soon"] },
  {
    wrong: "a damaged repository",
    args: ["next"],
    code: 2,
    says: ["git"],
    given({ folder }) {
      mkdirSync(join(folder, ".git/refs/tags"), { recursive: true });
      writeFileSync(join(folder, ".git/HEAD"), "ref: refs/heads/gone\n");
      writeFileSync(join(folder, ".git/refs/heads/gone"), "0123456789012345678901234567890123456789\n");
    },
  },
  {
    wrong: "a bundle of a version without a tag",
    args: ["bundle", "3.0.0"],
    code: 1,
    says: ["the release 3.0.0 has no tag", "v3.0.0 was looked for", "slipway tag list"],
  },
  { wrong: "a bundle of no version", args: ["bundle", "1.0"], code: 2, says: ['"1.0"'] },
  {
    wrong: "a bundle of a component where there are none",
    args: ["bundle", "api@1.0.0"],
    code: 2,
    says: ['no component "api"'],
  },
  {
    wrong: "a milestone without its guides",
    args: ["bundle", "2.0.0"],
    given: (repository) => {
      repository.commit("feat: all", { "slipway.yaml": "artifacts: { milestones: 2.0.0 }\n" });
      repository.tag("v2.0.0", "Release v2.0.0");
    },
    code: 1,
    says: ["2.0.0 is a milestone", "INSTALL.md", "RUNBOOK.md", "under `artifacts` in slipway.yaml"],
  },
  {
    wrong: "checksums of nothing",
    args: ["checksums", "1.0.1"],
    code: 1,
    says: ["no file of 1.0.1 matches lib/**", "`artifacts.source`"],
    given(repository) {
      repository.commit("fix: a door", { "slipway.yaml": "artifacts: { source: lib/** }\n" });
      repository.tag("v1.0.1");
    },
  },
  {
    wrong: "provenance without a key",
    args: ["provenance", "1.0.0"],
    code: 2,
    says: ["no key to sign with", "SLIPWAY_SIGNING_KEY", "slipway key create"],
  },
  {
    wrong: "provenance of nothing",
    args: ["provenance", "1.0.0"],
    code: 1,
    says: ["no artifact of 1.0.0 to sign", "slipway bundle 1.0.0"],
    environment: { SLIPWAY_SIGNING_KEY: ED25519_KEY },
  },
  {
    wrong: "an artifact that is not what the tag gives, to be signed",
    args: ["provenance", "1.0.0"],
    code: 1,
    says: ["checksums-1.0.0.txt is not what v1.0.0 gives, so it is not signed"],
    given: (repository) => repository.write("releases/checksums-1.0.0.txt", "made up\n"),
    environment: { SLIPWAY_SIGNING_KEY: ED25519_KEY },
  },
  {
    wrong: "a signing key that is none",
    args: ["key", "show"],
    code: 2,
    says: ["SLIPWAY_SIGNING_KEY cannot be used for signing", "openssl genpkey -algorithm ed25519"],
    environment: { SLIPWAY_SIGNING_KEY: "secret" },
  },
  {
    wrong: "a signing key of another kind",
    args: ["key", "show"],
    code: 2,
    says: ["it holds a key of kind ec"],
    environment: { SLIPWAY_SIGNING_KEY: EC_KEY },
  },
  {
    wrong: "a private key that others can read",
    args: ["key", "show", "--file", "key.pem"],
    code: 2,
    says: ["others can read the private key", "mode 0644", "chmod 600"],
    given: (repository) => repository.write("key.pem", ED25519_KEY),
  },
  { wrong: "a key file that is not there", args: ["key", "show", "--file", "no.pem"], code: 2, says: ["no such file"] },
  {
    wrong: "an unknown act on keys",
    args: ["key", "mint"],
    code: 2,
    says: ["slipway key create, or slipway key show"],
  },
  {
    wrong: "something to verify that is neither version nor file",
    args: ["verify", "nowhere.tar.gz"],
    code: 2,
    says: ['"nowhere.tar.gz" is no version, and there is no such file'],
  },
  {
    wrong: "a file to verify that no release made",
    args: ["verify", "notes.txt"],
    code: 2,
    says: ["no release of this repository has an artifact called notes.txt"],
    given: (repository) => repository.write("notes.txt", "hello\n"),
  },
  {
    wrong: "a folder to verify",
    args: ["verify", "src"],
    code: 2,
    says: ["cannot read", "it is no file"],
    given: (repository) => repository.write("src/a.txt", "hello\n"),
  },
  {
    wrong: "a private key to verify with",
    args: ["verify", "1.0.0", "--key", "key.pem"],
    code: 2,
    says: ["key.pem holds a private key", "a public key"],
    given: (repository) => repository.write("key.pem", ED25519_KEY),
  },
  {
    wrong: "an unknown setting of artifacts",
    args: ["next"],
    code: 2,
    says: ["slipway.yaml", "artifacts", "bundel"],
    config: "artifacts: { bundel: always }\n",
  },
];

test.each(cases.map((each) => [each.wrong, each] as const))(
  "bad input: %s",
  (_, { args, code, says, config, given, folder, environment }) => {
    const repository = makeRepository();
    repository.commit("feat: start");
    repository.tag("v1.0.0");
    given?.(repository);
    if (config !== undefined) repository.write("slipway.yaml", config);
    const place = folder?.() ?? repository.folder;
    const before = snapshot(repository);
    const answer = slipway(place, args, environment);
    const text = answer.stdout + answer.stderr;
    expect({ code: answer.code, text }).toEqual({ code, text });
    for (const words of says) expect(text).toContain(words);
    expect(text).not.toMatch(/^\s+at .*\(|node:internal|this is a bug/m);
    expect(text.split("\n").length).toBeLessThan(args.length === 0 ? 60 : 40); // the overview grows with the commands
    expect(snapshot(repository)).toBe(before);
  },
);

/** A changelog with an entry for 1.0.1. */
function dated(items: string): string {
  return `# Changelog\n\n## [1.0.1] - 2026-01-31\n\n### Fixed\n\n${items}\n`;
}

/** Everything a command could have written: references and the working tree. */
function snapshot({ git }: TestRepository): string {
  const seen = [
    ["show-ref", "--head"],
    ["status", "--porcelain", "--untracked-files=all"],
  ].map((args) => {
    try {
      return git(...args);
    } catch (error) {
      return String(error);
    }
  });
  return seen.join("\n");
}

test("under --json a problem is one JSON document on stdout", () => {
  const answer = slipway(temporaryFolder(), ["next", "--json"]);
  expect(answer.code).toBe(2);
  expect(JSON.parse(answer.stdout)).toMatchObject({ problems: [{ code: "not-a-repository", kind: "input" }] });
});
