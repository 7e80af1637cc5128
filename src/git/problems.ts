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
  return new SlipwayError({
    code: "git-failed",
    kind: "input",
    found: `git ${args.find((arg) => !arg.startsWith("-")) ?? ""} failed: ${stderr.trim().split("\n").slice(0, 3).join("; ")}`,
    expected: "a repository that git can read",
    action: "run `git fsck` in the repository, or `slipway doctor` for a full check",
  });
}

export function notARepository(folder: string): Problem {
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
