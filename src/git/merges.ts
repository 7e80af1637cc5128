import type { Lines, Merged, NewMerge } from "../app/line-ports.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import { whenUnlocked } from "./locked.ts";
import { git, tryGit, type GitCall } from "./run.ts";
import { shorten } from "./shorten.ts";

/** What git says when files are in its way lists them. */
const LINES_MAX = 6;

type Merges = Pick<Lines, "merge" | "commitMerge" | "mergeOf" | "moveBranch" | "fastForward">;

/** Merges that touch no checkout until they are done: two commits become a tree, the tree a commit, and a branch moves to it. */
export function openMerges(folder: string): Merges {
  const call = { folder };
  return {
    merge: (into, from) => mergeTrees(call, into, from),
    commitMerge: (merge) => commitMerge(call, merge),
    mergeOf: async (from, line) => {
      const args = ["rev-list", "--merges", "--parents", "--ancestry-path", "--reverse", `${from}..${line}`];
      const rows = (await git(args, call)).toString().split("\n");
      return rows.find((row) => row.split(" ").slice(1).includes(from))?.split(" ")[0];
    },
    moveBranch: async (branch, from, to) => {
      const args = ["update-ref", "-m", "slipway merge", `refs/heads/${branch}`, to, from];
      const result = await whenUnlocked(() => tryGit(args, call));
      if (result.code === 0) return true;
      const now = (await git(["rev-parse", `refs/heads/${branch}`], call)).toString().trim();
      if (now === from) throw new SlipwayError(refused(`to move ${branch}`, result.stderr));
      return now === to;
    },
    fastForward: async (checkout, to) => {
      const args = ["-c", "advice.diverging=false", "merge", "--ff-only", "--quiet", to];
      const result = await whenUnlocked(() => tryGit(args, { folder: checkout }));
      if (result.code !== 0) throw new SlipwayError(refused(`to move ${checkout}`, result.stderr));
    },
  };
}

/** Exit code 1: conflicts, whose files stand behind the tree, one a NUL. Anything else is no answer. */
async function mergeTrees(call: GitCall, into: string, from: string): Promise<Merged> {
  const args = ["merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", into, from];
  const { code, stdout, stderr } = await tryGit(args, call);
  const [tree = "", ...paths] = stdout.toString().split("\0");
  if (code === 0) return { tree: tree.trim() };
  if (code === 1) return { conflicts: [...new Set(paths.filter((path) => path !== ""))] };
  throw new SlipwayError(
    /usage:|unknown rev|not a valid/i.test(stderr) ? gitTooOld(stderr) : refused("to merge", stderr),
  );
}

async function commitMerge(call: GitCall, { tree, parents, message, time }: NewMerge): Promise<string> {
  const date = `${time} +0000`;
  const environment = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  const signs = (await tryGit(["config", "--type=bool", "--get", "commit.gpgSign"], call)).stdout.toString().trim();
  const args = [
    "commit-tree",
    ...(signs === "true" ? ["-S"] : []),
    "-F",
    "-",
    ...parents.flatMap((one) => ["-p", one]),
  ];
  const result = await tryGit(["-c", "user.useConfigOnly=true", ...args, tree], {
    ...call,
    environment,
    input: message,
  });
  if (result.code !== 0) throw new SlipwayError(refused("to make the merge commit", result.stderr));
  return result.stdout.toString().trim();
}

function refused(what: string, words: string): Problem {
  return {
    code: "git-refused",
    kind: "refused",
    found: `git refuses ${what}: ${shorten(words, LINES_MAX)}`,
    expected: "a repository whose files and settings allow it",
    action: "do what git says, then try the step again",
  };
}

function gitTooOld(words: string): Problem {
  return {
    code: "git-too-old",
    kind: "input",
    found: `git cannot merge without a checkout: ${shorten(words, LINES_MAX)}`,
    expected: "git 2.38 or later",
    action: "install it; `git --version` tells which one runs",
  };
}
