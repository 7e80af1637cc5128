import { posix, resolve } from "node:path";
import type { LogQuery, Repository, RepositoryState, Snapshots, TagList } from "../app/ports.ts";
import { readLog } from "./log.ts";
import { complaintIn, gitFailed, gitTooOld, unknownRevision, unreadableTag } from "./problems.ts";
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
    tags: async () => readTags(folder),
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

/** One call tells everything of a branch with commits. Names of folders may hold line breaks. */
async function readState(folder: string): Promise<RepositoryState> {
  const facts = ["--is-shallow-repository", "--is-bare-repository", "--is-inside-work-tree"];
  const rest = ["HEAD", "--symbolic-full-name", "HEAD", "--absolute-git-dir", "--show-cdup"];
  const { stdout, stderr } = askGit(["rev-parse", ...facts, ...rest], { folder });
  const [shallow, bare, inside, commit, name, ...folders] = stdout.toString().split("\n");
  if (inside === undefined) throw gitFailed(["rev-parse"], stderr, folder);
  if (shallow !== "true" && shallow !== "false") throw gitTooOld(folder);
  const head = commit !== undefined && /^[0-9a-f]{40,}$/.test(commit) ? commit : undefined;
  const full = head === undefined ? await unbornBranch(folder) : name!;
  const hasTree = bare === "false" && inside === "true";
  const known = head === undefined ? undefined : folders; // the git folder, where there is a tree the way up, and nothing
  const gitFolder = known?.slice(0, hasTree ? -2 : -1).join("\n") ?? (await pathOf("--absolute-git-dir", folder));
  const up = hasTree ? (known?.at(-2) ?? (await pathOf("--show-toplevel", folder))) : undefined;
  return {
    root: up === undefined ? undefined : resolve(folder, up),
    gitFolder: resolve(folder, gitFolder),
    shallow: shallow === "true",
    head,
    branch: full.startsWith("refs/heads/") ? full.slice("refs/heads/".length) : undefined,
  };
}

async function pathOf(question: string, folder: string): Promise<string> {
  return (await git(["rev-parse", question], { folder })).toString().replace(/\n$/, "");
}

/** The branch that has no commit yet. One whose commit cannot be read, because something is damaged, is another matter. */
async function unbornBranch(folder: string): Promise<string> {
  const name = askGit(["symbolic-ref", "HEAD"], { folder }).stdout.toString().trim();
  const { code, stderr } = await tryGit(["for-each-ref", "--format=%(refname)", name], { folder });
  if (code !== 0 || complaintIn(stderr) !== undefined) throw gitFailed(["for-each-ref"], stderr, folder);
  return name;
}

async function resolveCommit(folder: string, revision: string): Promise<string> {
  const { code, stdout } = askGit(["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`], {
    folder,
  });
  if (code !== 0) throw unknownRevision(revision);
  return stdout.toString().trim();
}

/** Tags with the objects they lead to: commits, but for odd ones that lead to a tree or a file. */
function readTags(folder: string): TagList {
  const ask = () => askGit(["show-ref", "--tags", "--dereference"], { folder });
  const first = ask();
  const { code, stdout, stderr } = complaintIn(first.stderr) === undefined ? first : ask(); // just deleted?
  const complaint = complaintIn(stderr);
  if (complaint !== undefined) throw unreadableTag(complaint);
  if (code > 1) throw gitFailed(["show-ref"], stderr, folder); // 1: there is no tag
  return tagList(stdout);
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
