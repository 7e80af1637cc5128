import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Checkout, Lines } from "../app/line-ports.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import { whenUnlocked } from "./locked.ts";
import { openMerges } from "./merges.ts";
import { gitFailed } from "./problems.ts";
import { openRemoteRefs } from "./remote-refs.ts";
import { git, tryGit, type GitCall } from "./run.ts";

/** The lock of a checkout that is being made. One that a kill left half made keeps it, and does not count. */
const UNFINISHED = "slipway is making it";

/** The lines of the repository that holds `folder`, read and moved with the git binary. */
export function openLines(folder: string): Lines {
  const call = { folder };
  return {
    ...openMerges(folder),
    ...openRemoteRefs(folder),
    tip: async (branch) => {
      const { code, stdout } = await tryGit(
        ["rev-parse", "--verify", "--quiet", `refs/heads/${branch}^{commit}`],
        call,
      );
      return code === 0 ? stdout.toString().trim() : undefined;
    },
    checkouts: () => readCheckouts(call),
    ownFolder: async (name) => join(await sharedFolder(call), "slipway", "work", "/", encodeURIComponent(name)),
    checkOut: async (target, at) => {
      // --force: git still knows a folder that somebody deleted; that nobody else has the branch was asked before.
      const place = "branch" in at ? [target, at.branch] : ["--detach", target, at.commit];
      const args = ["worktree", "add", "--quiet", "--force", "--lock", "--reason", UNFINISHED, ...place];
      const result = await whenUnlocked(() => tryGit(args, call));
      if (result.code !== 0) throw new SlipwayError(cannotCheckOut(target, result.stderr));
      await git(["worktree", "unlock", target], call);
    },
    takeBranch: async (target, branch) =>
      (await whenUnlocked(() => tryGit(["checkout", "--quiet", branch, "--"], { folder: target }))).code === 0,
    leaveBranch: async (target) => {
      const at = { folder: target };
      if ((await git(["status", "--porcelain"], at)).length > 0) return;
      await whenUnlocked(() => tryGit(["checkout", "--quiet", "--detach"], at));
    },
    removeCheckout: async (target) => {
      const known = (await checkoutLines(call)).some((lines) => lines[0] === `worktree ${target}`);
      if (known) await whenUnlocked(() => tryGit(["worktree", "remove", "--force", "--force", target], call));
      await rm(target, { recursive: true, force: true });
    },
    mergeBase: async (a, b) => {
      const { code, stdout } = await tryGit(["merge-base", a, b], call);
      return code === 0 ? stdout.toString().trim() : undefined;
    },
    gained: async (from, to) => {
      const args = ["log", "-z", "--no-merges", "--format=%H %s", to, `^${from}`, "--"];
      const records = (await git(args, call)).toString().split("\0");
      return records
        .filter((record) => record !== "")
        .map((record) => ({
          hash: record.slice(0, record.indexOf(" ")),
          subject: record.slice(record.indexOf(" ") + 1),
        }));
    },
  };
}

async function sharedFolder(call: GitCall): Promise<string> {
  return resolve(call.folder, (await git(["rev-parse", "--git-common-dir"], call)).toString().trimEnd());
}

async function checkoutLines(call: GitCall): Promise<string[][]> {
  const output = (await git(["worktree", "list", "--porcelain", "-z"], call)).toString();
  return output.split("\0\0").map((record) => record.split("\0").filter((line) => line !== ""));
}

async function readCheckouts(call: GitCall): Promise<Checkout[]> {
  return (await checkoutLines(call)).flatMap((lines) => {
    const value = (key: string): string | undefined =>
      lines.find((line) => line.startsWith(`${key} `))?.slice(key.length + 1);
    const folder = value("worktree");
    if (folder === undefined || lines.includes("bare") || value("locked") === UNFINISHED) return [];
    if (!existsSync(join(folder, ".git"))) return [];
    return [{ folder, branch: value("branch")?.slice("refs/heads/".length) ?? null }];
  });
}

function cannotCheckOut(folder: string, words: string): Problem {
  const [own] = gitFailed(["worktree"], words, folder).problems;
  return {
    ...own,
    code: "place-of-work",
    expected: `a place for the files of the release in ${folder}`,
    action: "`git worktree list` shows who has the branch; `git worktree prune` forgets folders that are gone",
  };
}
