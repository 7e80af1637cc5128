import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { FileDifference, FoundText, Trees } from "../app/manifest-ports.ts";
import type { Repository } from "../app/ports.ts";
import { gitFailed } from "./problems.ts";
import { git, tryGit, type GitCall, type GitResult } from "./run.ts";

/** Trees of the repository that holds `folder`, made in an index of their own, so that the user's index is never touched. */
export function openTrees(folder: string, repository: Repository): Trees {
  let made = 0;
  return {
    async of(commit, files, without) {
      const { root, gitFolder } = await repository.state();
      const index = join(gitFolder, `slipway-${process.pid}-${made++}.index.tmp`);
      const call = { folder: root ?? folder, environment: { GIT_INDEX_FILE: index } };
      try {
        return await makeTree(call, commit, files, without);
      } finally {
        await rm(index, { force: true });
      }
    },
    difference: async (from, to) => readDifference(repository, from ?? (await emptyTree(folder)), to),
    grep: (tree, expression) => grep(repository, tree, expression),
  };
}

/** Also in a bare repository, where `git rm` does not work. */
async function makeTree(
  call: GitCall,
  commit: string,
  files: readonly string[],
  without: readonly string[],
): Promise<string> {
  await git(["read-tree", commit], call);
  if (files.length > 0) await git(["--literal-pathspecs", "add", "--force", "--", ...files], call);
  const inside = (
    await git(["--literal-pathspecs", "ls-files", "--full-name", "-z", "--", ...without], call)
  ).toString();
  const absent = inside.replaceAll(/[^\0]+/g, (path) => `0 ${"0".repeat(commit.length)}\t${path}`);
  await git(["update-index", "-z", "--index-info"], { ...call, input: absent });
  return (await git(["write-tree"], call)).toString().trim();
}

/**
 * Reads trees the same way on every machine. Attributes can make a text binary, and git takes them from the working tree or
 * the index, whatever tree it reads; so it gets neither of them, and newer versions get an empty tree to take them from.
 */
async function readPlainly(args: readonly string[], repository: Repository): Promise<GitResult> {
  const { gitFolder: folder } = await repository.state();
  const environment = {
    GIT_DIR: folder,
    GIT_INDEX_FILE: join(folder, "slipway-no-index"),
    GIT_ATTR_NOSYSTEM: "1",
    GIT_ATTR_SOURCE: await emptyTree(folder),
  };
  return tryGit(["--bare", "-c", "core.attributesFile=", ...args], { folder, environment });
}

async function emptyTree(folder: string): Promise<string> {
  return (await git(["hash-object", "-t", "tree", "--stdin"], { folder, input: "" })).toString().trim();
}

/** Records of `--numstat -z`: added, deleted and path, with `-` for the counts of binary files. */
async function readDifference(repository: Repository, from: string, to: string): Promise<FileDifference[]> {
  const shape = [
    "--numstat",
    "-z",
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--ignore-submodules=all",
    "--diff-algorithm=default",
  ];
  const args = ["diff-tree", "-r", ...shape, from, to];
  const { code, stdout, stderr } = await readPlainly(args, repository);
  if (code !== 0) throw gitFailed(args, stderr, (await repository.state()).gitFolder);
  return stdout
    .toString()
    .split("\0")
    .filter((record) => record !== "")
    .map((record) => {
      const [added = "", deleted = ""] = record.split("\t", 2);
      const path = record.slice(added.length + deleted.length + 2);
      return { path, added: count(added), deleted: count(deleted) };
    });
}

function count(text: string): number | null {
  return text === "-" ? null : Number(text);
}

/** Lines of `tree:path`, NUL and the text. Nothing found is exit code 1. */
async function grep(repository: Repository, tree: string, expression: string): Promise<FoundText[]> {
  const shape = ["-I", "-z", "--full-name", "--no-textconv", "--no-line-number", "--no-column", "-o", "-E"];
  const args = ["grep", ...shape, "-e", expression, tree];
  const { code, stdout, stderr } = await readPlainly(args, repository);
  if (code > 1) throw gitFailed(args, stderr, (await repository.state()).gitFolder);
  return stdout
    .toString()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const end = line.indexOf("\0");
      return { path: line.slice(tree.length + 1, end), text: line.slice(end + 1) };
    });
}
