import { SlipwayError, type Problem } from "../kernel/problem.ts";

export function gitMissing(folder: string, cause: unknown): SlipwayError {
  const folderMissing =
    (cause as NodeJS.ErrnoException).code === "ENOENT" && (cause as { path?: string }).path !== "git";
  const problem: Problem = folderMissing
    ? notARepository(folder)
    : {
        code: "git-missing",
        kind: "input",
        found: `git could not be started in ${folder}`,
        expected: "git 2.30 or later on the PATH, and a folder that exists",
        action: "install git, or name an existing folder with --repo DIR",
      };
  return new SlipwayError(problem, { cause });
}

/** Turns git's own words into what a person can act on. */
export function gitFailed(args: readonly string[], stderr: string, folder: string): SlipwayError {
  if (/not a git repository/i.test(stderr)) return new SlipwayError(notARepository(folder));
  if (/dubious ownership/i.test(stderr)) return new SlipwayError(dubiousOwnership(folder));
  const words = stderr.trim().split("\n").slice(0, 3).join("; ");
  if (/bad (?:numeric )?config/i.test(stderr)) return new SlipwayError(badConfig(words));
  return new SlipwayError({
    code: "git-failed",
    kind: "input",
    found: `git ${args.find((arg) => !arg.startsWith("-")) ?? ""} failed: ${words || "it ended without a word"}`,
    expected: "a repository that git can read",
    action: "run `git fsck` in the repository, or `slipway doctor` for a full check",
  });
}

/** What git says about a damaged reference that it passes over; other warnings are no matter of ours. */
export function complaintIn(stderr: string): string | undefined {
  return /^(?:error: |fatal: |warning: (?=ignoring ))(.*)/m.exec(stderr)?.[1];
}

/** Git would go on without the tag, and a version could be given twice. */
export function unreadableTag(complaint: string): SlipwayError {
  return new SlipwayError({
    code: "unreadable-tag",
    kind: "input",
    found: `git cannot read every tag: ${complaint}`,
    expected: "tags that all lead to an object, since any of them may be the current release",
    action: "fetch it again with `git fetch --tags --force`, or delete it with `git update-ref -d refs/tags/NAME`",
  });
}

export function objectMissing(name: string): SlipwayError {
  return new SlipwayError({
    code: "object-missing",
    kind: "input",
    found: `git does not have the object ${name}, or cannot read it`,
    expected: "a complete repository: without the object, an answer would be a guess",
    action: "run `git fsck`, then `git fetch --refetch`",
  });
}

export function gitTooOld(folder: string): SlipwayError {
  return new SlipwayError({
    code: "git-too-old",
    kind: "input",
    found: `the git on the PATH does not answer questions about ${folder} as git 2.30 does`,
    expected: "git 2.30 or later",
    action: "update git; `git --version` tells which one is used",
  });
}

function badConfig(words: string): Problem {
  return {
    code: "git-config",
    kind: "input",
    found: `git cannot read its configuration: ${words}`,
    expected: "configuration files that git can read",
    action: "correct that file; `git config --list --show-origin` names those that are read",
  };
}

export function notARepository(folder: string): Problem {
  const { GIT_DIR } = process.env;
  if (GIT_DIR !== undefined)
    return {
      code: "not-a-repository",
      kind: "input",
      found: `GIT_DIR is ${GIT_DIR}, which is no git repository`,
      expected: "a git repository, bare or with a working tree",
      action: "unset GIT_DIR, or name the repository with --repo DIR",
    };
  return {
    code: "not-a-repository",
    kind: "input",
    found: `${folder} is not inside a git repository`,
    expected: "a git repository, bare or with a working tree",
    action: "change into one, or name it with --repo DIR",
  };
}

export function unknownRevision(revision: string): SlipwayError {
  return new SlipwayError({
    code: "unknown-revision",
    kind: "input",
    found: `"${revision}" names no commit in this repository`,
    expected: "a commit hash, branch or tag that exists here",
    action: "list what there is with `git tag` and `git branch -a`, or fetch it with `git fetch --tags`",
  });
}

function dubiousOwnership(folder: string): Problem {
  return {
    code: "repository-owner",
    kind: "input",
    found: `git refuses to read ${folder}: it belongs to another user`,
    expected: "a repository owned by the user who runs Slipway, or one marked as safe",
    action: `git config --global --add safe.directory ${folder}`,
  };
}
