import { posix, resolve } from "node:path";
import type { LogQuery, Repository, RepositoryState, Snapshots, TagList } from "../app/ports.ts";
import { readLog } from "./log.ts";
import { gitFailed, unknownRevision } from "./problems.ts";
import { openObjects, type GitObjects } from "./objects.ts";
import { openSnapshots, RELATIVE } from "./snapshots.ts";
import { askGit, git, tryGit } from "./run.ts";
import { tagList } from "./tag-list.ts";

/** The repository that holds `folder`, read with the git binary. Nothing is opened before the first question. */
export function openRepository(folder: string): Repository {
  const call = { folder };
  const objects = openObjects(folder);
  const snapshots = openSnapshots(objects);
  let state: Promise<RepositoryState> | undefined;
  return {
    state: () => (state ??= readState(folder)),
    resolve: (revision) => resolveCommit(folder, revision),
    tags: async () => readTags(folder).tags,
    tagList: async () => readTags(folder),
    log: (query: LogQuery) => readLog(folder, query),
    mergedTags: async (commit) =>
      (await git(["for-each-ref", `--merged=${commit}`, "--format=%(refname:strip=2)", "refs/tags"], call))
        .toString()
        .split("\n")
        .filter((name) => name !== ""),
    isAncestor: async (ancestor, descendant) =>
      askGit(["merge-base", "--is-ancestor", ancestor, descendant], call).code === 0,
    files: (revision, paths) => readFiles(objects, revision, paths),
    snapshots: () => snapshots,
    list: async (revision, path) => {
      if (path !== "" && !(await isFolder(snapshots, revision, path))) return []; // cheaper than to start a git for it
      const args = ["ls-tree", "-r", "-z", "--name-only", "--full-tree", revision];
      const { code, stdout } = await tryGit(path === "" ? args : [...args, "--", `${path}/`], call);
      return code === 0 ? splitNul(stdout) : [];
    },
    changedPaths: async () => changedPaths(await git(["status", "--porcelain", "-z", "--untracked-files=all"], call)),
    setting: async (name) => {
      const { code, stdout } = askGit(["config", "--get", name], call);
      return code === 0 ? stdout.toString().trim() : undefined;
    },
  };
}

/** One call tells everything, unless the branch has no commit yet: then git stops at HEAD and its name is asked for. */
async function readState(folder: string): Promise<RepositoryState> {
  const facts = ["--is-shallow-repository", "--is-bare-repository", "--is-inside-work-tree", "--absolute-git-dir"];
  const { stdout, stderr } = askGit(["rev-parse", ...facts, "HEAD", "--symbolic-full-name", "HEAD", "--show-cdup"], {
    folder,
  });
  const [shallow, bare, inside, gitFolder, commit, name, up] = stdout.toString().split("\n");
  if (gitFolder === undefined || gitFolder === "") throw gitFailed(["rev-parse"], stderr, folder);
  const head = commit !== undefined && /^[0-9a-f]{40,}$/.test(commit) ? commit : undefined;
  const full = head === undefined ? askGit(["symbolic-ref", "HEAD"], { folder }).stdout.toString().trim() : name!;
  return {
    root:
      bare === "false" && inside === "true" ? await topFolder(folder, head === undefined ? undefined : up) : undefined,
    gitFolder: resolve(folder, gitFolder),
    shallow: shallow === "true",
    head,
    branch: full.startsWith("refs/heads/") ? full.slice("refs/heads/".length) : undefined,
  };
}

async function topFolder(folder: string, up: string | undefined): Promise<string> {
  if (up !== undefined) return resolve(folder, up);
  return (await git(["rev-parse", "--show-toplevel"], { folder })).toString().trimEnd();
}

async function resolveCommit(folder: string, revision: string): Promise<string> {
  const { code, stdout } = askGit(["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`], {
    folder,
  });
  if (code !== 0) throw unknownRevision(revision);
  return stdout.toString().trim();
}

function readTags(folder: string): TagList {
  return tagList(askGit(["show-ref", "--tags", "--dereference"], { folder }).stdout);
}

/** Names that start with dots would be read from the current folder; ls-tree answers those. */
async function isFolder(snapshots: Snapshots, revision: string, path: string): Promise<boolean> {
  const plain = posix.join(path, "/");
  return RELATIVE.test(plain) || (await snapshots.find(revision, [plain])).size > 0;
}

async function readFiles(
  objects: GitObjects,
  revision: string,
  paths: readonly string[],
): Promise<Map<string, Buffer>> {
  const found = await Promise.all(paths.map((path) => objects.read(`${revision}:${path}`)));
  return new Map(
    found.flatMap((object, index) => (object?.type === "blob" ? [[paths[index]!, object.content] as const] : [])),
  );
}

/** Renames are told with their old path as an extra record, which has no status letters. */
function changedPaths(status: Buffer): string[] {
  const records = splitNul(status);
  const paths: string[] = [];
  for (let index = 0; index < records.length; index++) {
    paths.push(records[index]!.slice(3));
    if (/^[RC]/.test(records[index]!)) paths.push(records[++index]!);
  }
  return paths;
}

function splitNul(output: Buffer): string[] {
  return output
    .toString()
    .split("\0")
    .filter((record) => record !== "");
}
