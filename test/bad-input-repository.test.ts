import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, openSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  gitEnvironment,
  makeRepository,
  repositoryIn,
  temporaryFolder,
  type TestRepository,
} from "./support/repository.ts";
import { PROGRAM, slipway } from "./support/slipway.ts";

/** A repository, or a machine, in a state that a person did not wish for: what is answered, and with which exit code. */
interface Case {
  readonly wrong: string;
  readonly args?: readonly string[];
  readonly code: 0 | 1 | 2 | 3 | 4;
  /** Words of the answer or of what is said beside it. */
  readonly says: readonly string[];
  readonly given?: (repository: TestRepository) => void;
  readonly environment?: (repository: TestRepository) => NodeJS.ProcessEnv;
}

/** Replaces the last commit by one whose text is given as git stores it. */
function rawCommit({ git, folder }: TestRepository, text: string | Buffer): void {
  const head = `tree ${git("rev-parse", "HEAD^{tree}")}\nparent ${git("rev-parse", "HEAD")}\n`;
  const input = Buffer.concat([Buffer.from(head), Buffer.from(text)]);
  const args = ["hash-object", "-t", "commit", "-w", "--stdin", "--literally"];
  const { stdout } = spawnSync("git", args, { cwd: folder, input, encoding: "utf8" });
  git("update-ref", "HEAD", stdout.trim());
}

function removeObject({ folder, git }: TestRepository, name: string): void {
  const id = git("rev-parse", name);
  rmSync(join(folder, ".git/objects", id.slice(0, 2), id.slice(2)));
}

const overwrite = (repository: TestRepository, path: string, content: string): void => {
  rmSync(join(repository.folder, path), { force: true });
  repository.write(path, content);
};

const config = (text: string | Buffer) => (repository: TestRepository) => repository.write("slipway.yaml", text);

const bomb = `a0: &a0 [x]\n${Array.from({ length: 9 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(9)}]\n`).join("")}`;

/** The repository has v1.0.0, then `feat: more`: 1.1.0 is next wherever nothing is wrong. */
const cases: readonly Case[] = [
  {
    wrong: "a tag that a power cut left empty",
    code: 2,
    says: ["git cannot read every tag", "v1.5.0", "git fetch --tags --force"],
    given: (repository) => repository.write(".git/refs/tags/v1.5.0", ""),
  },
  {
    wrong: "a tag of an object that is not there",
    code: 2,
    says: ["git cannot read every tag", "v1.5.0"],
    given: (repository) => repository.write(".git/refs/tags/v1.5.0", `${"01".repeat(20)}\n`),
  },
  {
    wrong: "damaged packed references",
    code: 2,
    says: ["packed-refs"],
    given(repository) {
      repository.git("pack-refs", "--all");
      repository.write(".git/packed-refs", `${repository.read(".git/packed-refs")}no reference\n`);
    },
  },
  {
    wrong: "damaged packed references, the branch unpacked",
    code: 2,
    says: ["packed-refs"],
    given(repository) {
      repository.git("pack-refs", "--all");
      repository.commit("fix: later");
      repository.write(".git/packed-refs", `${repository.read(".git/packed-refs")}no reference\n`);
    },
  },
  {
    wrong: "a branch that a power cut left empty",
    code: 2,
    says: ["git for-each-ref failed", "refs/heads/main", "git fsck"],
    given: (repository) => overwrite(repository, ".git/refs/heads/main", ""),
  },
  {
    wrong: "a missing commit",
    code: 2,
    says: ["git log failed"],
    given(repository) {
      repository.commit("fix: later");
      removeObject(repository, "HEAD~1");
    },
  },
  {
    wrong: "a missing tree",
    code: 2,
    says: ["git does not have the object"],
    given(repository) {
      repository.commit("fix: b", { b: "b\n" });
      removeObject(repository, "HEAD^{tree}");
    },
  },
  {
    wrong: "settings whose contents are missing in the commit",
    code: 2,
    says: ["git does not have the object"],
    given(repository) {
      repository.commit("fix: b", { ".versionrc": "{}\n" });
      removeObject(repository, "HEAD:.versionrc");
    },
  },
  {
    wrong: "a list of tags with one on a tree",
    args: ["tag", "list"],
    code: 0,
    says: ["1.0.0"],
    given: (repository) => repository.git("tag", "v9.0.0", "HEAD^{tree}"),
  },
  {
    wrong: "notes of a tag on a tree",
    args: ["notes", "9.0.0"],
    code: 2,
    says: ["is a tree or a file, not a commit"],
    given: (repository) => repository.git("tag", "v9.0.0", "HEAD^{tree}"),
  },
  {
    wrong: "a date beyond any year",
    args: ["trace", "HEAD"],
    code: 0,
    says: ["fix: late", "1970-01-01"],
    given: (repository) => {
      const date = `${"9".repeat(20)} +0000`;
      rawCommit(repository, `author A <a@e> ${date}\ncommitter A <a@e> ${date}\n\nfix: late\n`);
    },
  },
  {
    wrong: "an author without a name, a date before 1970 and bytes that are no text",
    args: ["plan"],
    code: 0,
    says: ["fix: \uFFFD x", "-> 1.1.0"],
    given: (repository) =>
      rawCommit(repository, Buffer.from("author  <> -5 +0000\ncommitter  <> -5 +0000\n\nfix: \xff x\n", "latin1")),
  },
  {
    wrong: "a commit without author or date",
    args: ["branch"],
    code: 0,
    says: ["main"],
    given: (repository) => rawCommit(repository, "author broken\ncommitter broken\n\nfix: x\n"),
  },
  {
    wrong: "a subject that would steer the terminal",
    args: ["plan"],
    code: 0,
    says: ["fix: \u241b[31mred\u2407"],
    given: (repository) => void repository.commit("fix: \u001b[31mred\u0007"),
  },
  {
    wrong: "a message of 10 MB",
    args: ["next"],
    code: 0,
    says: ["1.1.0"],
    given: (repository) => void repository.commit(`fix: big\n\n${"lorem ipsum: dolor\n".repeat(550_000)}`),
  },
  {
    wrong: "a replaced commit, which only this machine knows",
    code: 0,
    says: ["1.1.0"],
    given(repository) {
      repository.commit("fix: later");
      repository.git("replace", "--graft", "HEAD");
    },
  },
  {
    wrong: "a graft, which only this machine knows",
    code: 0,
    says: ["1.1.0"],
    given: (repository) => repository.write(".git/info/grafts", `${repository.git("rev-parse", "HEAD")}\n`),
  },
  {
    wrong: "a GIT_DIR that is none",
    code: 2,
    says: ["GIT_DIR is /no/such, which is no git repository", "unset GIT_DIR"],
    environment: () => ({ GIT_DIR: "/no/such" }),
  },
  {
    wrong: "a broken configuration of git",
    code: 2,
    says: ["git cannot read its configuration", "bad config line 1", "correct that file"],
    environment: ({ folder }) => {
      writeFileSync(join(folder, ".git/broken"), "[user\n");
      return { GIT_CONFIG_GLOBAL: join(folder, ".git/broken") };
    },
  },
  {
    wrong: "no git on the PATH",
    code: 2,
    says: ["git could not be started", "install git"],
    environment: () => ({ PATH: "/no/such" }),
  },
  {
    wrong: "a git of 2013",
    code: 2,
    says: ["does not answer questions", "git 2.30 or later", "update git"],
    environment: ({ folder }) =>
      standIn(folder, "printf '%s\\n' --is-shallow-repository false true --absolute-git-dir"),
  },
  {
    wrong: "a git that is killed",
    code: 2,
    says: ["git rev-parse failed: it ended without a word"],
    environment: ({ folder }) => standIn(folder, "kill -9 $$"),
  },
  {
    wrong: "no home",
    code: 0,
    says: ["1.1.0"],
    environment: () => ({ HOME: undefined, GIT_CONFIG_GLOBAL: undefined }),
  },
  { wrong: "an empty name of a repository", args: ["next", "--repo", ""], code: 2, says: ["--repo got an empty name"] },
  { wrong: "YAML that grows without end", code: 2, says: ["slipway.yaml:1:1", "alias"], given: config(bomb) },
  {
    wrong: "a configuration in UTF-16",
    code: 2,
    says: ["slipway.yaml:1: it holds bytes that are no text in UTF-8", "iconv"],
    given: config(Buffer.from("\uFEFFproduct: door\n", "utf16le")),
  },
  {
    wrong: "a configuration in Latin-1",
    code: 2,
    says: ["slipway.yaml:2: it holds bytes that are no text in UTF-8"],
    given: config(Buffer.from("# a door\nproduct: T\xfcr\n", "latin1")),
  },
  {
    wrong: "a configuration with a byte order mark and CRLF",
    code: 0,
    says: ["1.1.0"],
    given: config("\uFEFFproduct: door\r\n"),
  },
  {
    wrong: "a configuration that is a list",
    code: 2,
    says: ["slipway.yaml:1:1: the file is []"],
    given: config("[]\n"),
  },
  { wrong: "an empty configuration", code: 0, says: ["1.1.0"], given: config("") },
  {
    wrong: "a key that stands twice",
    code: 2,
    says: ["slipway.yaml:2:1", "unique"],
    given: config("product: a\nproduct: b\n"),
  },
  {
    wrong: "a configuration of two documents",
    code: 2,
    says: ["slipway.yaml:2:1: a second document begins here"],
    given: config("product: a\n---\nproduct: b\n"),
  },
  {
    wrong: "a configuration that is nested without end",
    code: 2,
    says: ["slipway.yaml:1:", "it is nested too deeply"],
    given: config(`product: ${"[".repeat(9000)}\n`),
  },
  {
    wrong: "a configuration that is a folder",
    code: 2,
    says: ["cannot read", "slipway.yaml: EISDIR"],
    given: ({ folder }) => mkdirSync(join(folder, "slipway.yaml")),
  },
  {
    wrong: "a configuration that is a link to nowhere",
    code: 2,
    says: ["cannot read", "slipway.yaml: ENOENT"],
    given: ({ folder }) => symlinkSync("nowhere", join(folder, "slipway.yaml")),
  },
  {
    wrong: "a branch whose name is the beginning of another one",
    args: ["branch", "create", "hotfix", "1.0.1"],
    code: 4,
    says: ["git refuses the branch hotfix/1.0.1", "'refs/heads/hotfix' exists", "git branch -m"],
    given: (repository) => repository.git("branch", "hotfix"),
  },
];

/** A PATH whose git is a script. */
function standIn(folder: string, script: string): NodeJS.ProcessEnv {
  const place = join(folder, ".git/stand-in");
  mkdirSync(place);
  writeFileSync(join(place, "git"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(place, "git"), 0o755);
  return { PATH: `${place}:/usr/bin:/bin` };
}

function started(folder?: string): TestRepository {
  const repository = folder === undefined ? makeRepository() : repositoryIn(folder);
  if (folder !== undefined) repository.git("init", "-q", "-b", "main");
  repository.commit("feat: start", { a: "a\n" });
  repository.tag("v1.0.0");
  repository.commit("feat: more");
  return repository;
}

test.each(cases.map((each) => [each.wrong, each] as const))(
  "bad input: %s",
  (_, { args = ["next"], code, says, given, environment }) => {
    const repository = started();
    given?.(repository);
    const set = environment?.(repository) ?? {};
    const answer = slipway(repository.folder, args, set);
    const text = answer.stdout + answer.stderr;
    expect({ code: answer.code, text }).toEqual({ code, text });
    for (const words of says) expect(text).toContain(words);
    expect(text).not.toMatch(/^\s+at .*\(|node:internal|this is a bug/m);
    const json = slipway(repository.folder, [...args, "--json"], set);
    expect(json.code).toBe(code);
    const [document, ...more] = json.stdout.trimEnd().split("\n");
    expect(more).toEqual([]);
    expect("problems" in (JSON.parse(document!) as object)).toBe(code !== 0);
  },
);

test("no setting of git and no language of the machine changes a plan, from any folder", () => {
  const repository = makeRepository();
  repository.commit("feat: start", {
    "slipway.yaml": "components: { api: { path: api }, web: { path: web } }\n",
    "api/ä.txt": "a\n",
    "web/b.txt": "b\n",
  });
  repository.commit("fix: späte Tür\n\nCo-authored-by: B <b@example.org>", { "api/ä.txt": "c\n" });
  const below = join(repository.folder, "web");
  const questions = [
    ["plan", "--all", "--json"],
    ["branch", "--json"],
    ["trace", "HEAD", "--json"],
  ];
  const ask = () =>
    questions.map(
      (args) =>
        slipway(below, args, { SOURCE_DATE_EPOCH: "1767700000", LC_ALL: "tr_TR.UTF-8", TZ: "Asia/Kathmandu" }).stdout,
    );
  const before = ask();
  expect(before[0]).toContain('"web"');
  const settings = `
    log.showRoot=false log.showSignature=true log.date=relative log.diffMerges=on log.follow=true log.mailmap=false
    log.decorate=full log.abbrevCommit=true diff.relative=true diff.orderFile=/no/such diff.renames=copies
    diff.noprefix=true diff.external=false diff.ignoreSubmodules=all color.ui=always column.ui=always
    format.pretty=oneline core.pager=false core.quotePath=true core.abbrev=7 i18n.logOutputEncoding=UTF-16
    status.showUntrackedFiles=no grep.patternType=perl core.precomposeUnicode=true core.commentChar=f
  `;
  for (const setting of settings.trim().split(/\s+/)) repository.git("config", ...setting.split("="));
  expect(ask()).toEqual(before);
});

test("a message is kept in UTF-8, whatever i18n.commitEncoding says", () => {
  const repository = started();
  repository.git("config", "i18n.commitEncoding", "ISO-8859-1");
  repository.commit("fix: files", {
    "package.json": '{ "version": "1.0.0" }\n',
    "slipway.yaml": 'versioning: { files: [package.json] }\nmessages: { bump: "chore: Tür {version}" }\n',
  });
  const { code } = slipway(repository.folder, ["bump", "--commit"]);
  expect(code).toBe(0);
  expect(repository.git("cat-file", "commit", "HEAD")).not.toContain("encoding ISO");
  expect(repository.git("log", "-1", "--format=%s", "--encoding=UTF-8")).toBe("chore: Tür 1.1.0");
});

test("the repository that --repo names is read, whatever a hook that calls us says about its own", () => {
  const [one, other] = [started(), started()];
  other.tag("v5.0.0");
  const hook = { GIT_DIR: join(other.folder, ".git"), GIT_INDEX_FILE: join(other.folder, ".git/index") };
  expect(slipway(other.folder, ["next", "--repo", one.folder], hook)).toMatchObject({ code: 0, stdout: "1.1.0\n" });
});

test.each(["a b", "ümläut", "new\nline", "end\n", "-dash", 'quo"te', "$(x)", "%s"])(
  "a folder may be called %j",
  (name) => {
    const folder = join(temporaryFolder(), name);
    mkdirSync(join(folder, "sub folder"), { recursive: true });
    started(folder);
    const below = join(folder, "sub folder");
    expect(slipway(below, ["next"])).toMatchObject({ code: 0, stdout: "1.1.0\n" });
    expect(slipway(below, ["doctor"]).stdout).toContain("1.1.0 is next");
  },
);

test("a folder that is gone, and a full disk at the end of the answer", () => {
  const gone = spawnSync("sh", ["-c", 'rmdir "$PWD"; exec "$0" "$1" next --json', process.execPath, PROGRAM], {
    cwd: temporaryFolder(),
    encoding: "utf8",
    env: gitEnvironment(),
  });
  expect(gone.status).toBe(2);
  expect(JSON.parse(gone.stdout)).toMatchObject({ problems: [{ code: "no-folder" }] });
  const stdio = ["ignore", openSync("/dev/full", "w"), "pipe"] as const;
  const cwd = started().folder;
  const full = spawnSync(process.execPath, [PROGRAM, "plan"], {
    cwd,
    encoding: "utf8",
    env: gitEnvironment(),
    stdio: [...stdio],
  });
  expect(full.status).toBe(1);
  expect(full.stderr).toContain("the answer could not be written to stdout: ENOSPC");
  expect(full.stderr).not.toMatch(/^\s+at /m);
});

test("a reader who leaves changes no outcome", () => {
  const repository = makeRepository();
  repository.commit("docs: start");
  const script = '"$0" "$1" plan | true; exit "${PIPESTATUS[0]}"';
  const { folder: cwd } = repository;
  expect(spawnSync("bash", ["-c", script, process.execPath, PROGRAM], { cwd, env: gitEnvironment() }).status).toBe(3);
});

test("under --json a missing command is one JSON document too", () => {
  const answer = slipway(temporaryFolder(), ["--json"]);
  expect(answer.code).toBe(2);
  expect(JSON.parse(answer.stdout)).toMatchObject({ problems: [{ code: "no-command" }] });
});
