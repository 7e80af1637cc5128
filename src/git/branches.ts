import type { BranchReader, BranchRef, BranchWriter, TagDetails } from "../app/ports.ts";
import { commitGraph, type CommitGraph } from "../domain/history/commit-graph.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import { gitTime } from "./git-time.ts";
import { readMentions } from "./log.ts";
import { git, pipeGit, tryGit } from "./run.ts";

/** Full object ids, so that changed binary files are told apart; no settings of the user may shape the text. */
const PATCH = ["-p", "--full-index", "--no-ext-diff", "--no-textconv", "--no-renames"];
const PATCH_ID = ["patch-id", "--stable"];

/** The branches of the repository that holds `folder`, read and made with the git binary. */
export function openBranches(folder: string): BranchReader & BranchWriter {
  const call = { folder };
  let graph: Promise<CommitGraph> | undefined;
  return {
    branches: () => readBranches(folder),
    graph: () => (graph ??= readGraph(folder)),
    patchIds: async (commits) => {
      if (commits.length === 0) return new Map();
      const input = commits.map((commit) => `${commit}\n`).join("");
      const output = await pipeGit(["diff-tree", "--stdin", "--root", ...PATCH], PATCH_ID, { folder, input });
      return new Map(
        lines(output).map((line) => [line.slice(line.indexOf(" ") + 1), line.slice(0, line.indexOf(" "))]),
      );
    },
    patchIdBetween: async (from, to) => {
      const output = await pipeGit(["diff", ...PATCH, from, to, "--"], PATCH_ID, { folder, input: "" });
      return lines(output)[0]?.split(" ")[0];
    },
    changedBetween: async (from, to) =>
      (await git(["diff", "--name-only", "-z", "--no-renames", from, to, "--"], call))
        .toString()
        .split("\0")
        .filter((path) => path !== ""),
    mentioning: (text) => readMentions(folder, text),
    tagDetails: (name) => readTag(folder, name),
    treeOf: async (commit) => (await git(["rev-parse", `${commit}^{tree}`], call)).toString().trim(),
    create: async (name, commit) => {
      await git(["check-ref-format", "--branch", name], call);
      const args = ["update-ref", "-m", "slipway branch create", `refs/heads/${name}`, commit, ""];
      const { code, stderr } = await tryGit(args, call);
      if (code !== 0) throw new SlipwayError(branchRefused(name, stderr));
    },
  };
}

function branchRefused(name: string, stderr: string): Problem {
  return {
    code: "git-refused",
    kind: "refused",
    found: `git refuses the branch ${name}: ${stderr
      .trim()
      .split("\n")[0]
      ?.replace(/^.*cannot lock ref '[^']*': /, "")}`,
    expected: "a folder that may be written, and no branch whose name is the beginning of this one",
    action: "rename the other branch with `git branch -m`, or check the permissions",
  };
}

const FIELDS = ["%(refname)", "%(objectname)", "%(committerdate:unix)", "%(upstream:short)", "%(symref)"];

/** Symbolic names such as origin/HEAD stand for a branch that is listed itself. */
async function readBranches(folder: string): Promise<BranchRef[]> {
  const format = FIELDS.join("%00");
  const output = await git(["for-each-ref", `--format=${format}`, "refs/heads", "refs/remotes"], { folder });
  return lines(output).flatMap((line) => {
    const [ref = "", tip = "", time = "", upstream = "", symref = ""] = line.split("\0");
    const path = ref.split("/").slice(2);
    const remote = ref.startsWith("refs/remotes/") ? path.shift()! : null;
    if (symref !== "" || path.length === 0) return [];
    return [
      { name: path.join("/"), remote, tip, committedAt: gitTime(time), upstream: upstream === "" ? null : upstream },
    ];
  });
}

const TAG_FIELDS = [
  "objectname",
  "objecttype",
  "taggername",
  "taggeremail",
  "taggerdate:unix",
  "subject",
  "contents:signature",
];

async function readTag(folder: string, name: string): Promise<TagDetails> {
  const format = TAG_FIELDS.map((field) => `%(${field})`).join("%00");
  const output = await git(["for-each-ref", `--format=${format}`, `refs/tags/${name}`], { folder });
  const [object = "", type, tagger = "", email = "", time = "", subject = "", signature = ""] = output
    .toString()
    .split("\0");
  const annotated = type === "tag";
  return {
    object,
    annotated,
    signed: annotated && signature.trim() !== "",
    tagger: annotated ? `${tagger} ${email}`.trim() : null,
    taggedAt: annotated ? gitTime(time) : null,
    subject: annotated ? subject : null,
  };
}

async function readGraph(folder: string): Promise<CommitGraph> {
  const refs = ["--branches", "--remotes", "--tags", "--ignore-missing", "HEAD"]; // HEAD may lead nowhere yet
  const args = ["rev-list", "--timestamp", "--parents", ...refs, "--"];
  const output = await git(args, { folder });
  return commitGraph(
    lines(output).map((line) => {
      const [time, hash = "", ...parents] = line.split(" ");
      return { hash, parents, committedAt: gitTime(time ?? "") };
    }),
  );
}

function lines(output: Buffer): string[] {
  const text = output.toString();
  return text === "" ? [] : text.trimEnd().split("\n");
}
