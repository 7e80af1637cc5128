import type { Lines } from "../app/line-ports.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import { tryGit, type GitResult } from "./run.ts";
import { shorten } from "./shorten.ts";

type RemoteRefs = Pick<Lines, "hasRemote" | "remoteRefs" | "push">;

/** Branches and tags at remotes. Git finds the credentials; nobody is asked for one. */
export function openRemoteRefs(folder: string): RemoteRefs {
  return {
    hasRemote: async (remote) => (await tryGit(["config", "--get", `remote.${remote}.url`], { folder })).code === 0,
    remoteRefs: async (remote, names, signal) => {
      const args = ["ls-remote", "--quiet", "--", remote, ...names];
      const result = await tryGit(args, { folder, ...(signal === undefined ? {} : { signal }) });
      if (result.code !== 0) throw new SlipwayError(notAnswered(remote, result));
      const rows = result.stdout.toString().split("\n");
      const found = rows.filter((row) => row !== "").map((row) => row.split("\t") as [string, string]);
      // A pattern of ls-remote also matches the end of longer names.
      return new Map(found.filter(([, name]) => names.includes(name)).map(([object, name]) => [name, object]));
    },
    push: async (remote, refs, signal) => {
      const specs = refs.map(({ name, object }) => `${object}:${name}`);
      const args = ["push", "--porcelain", "--no-follow-tags", remote, ...specs];
      const result = await tryGit(args, { folder, ...(signal === undefined ? {} : { signal }) });
      if (result.code !== 0) throw new SlipwayError(notTaken(remote, result));
    },
  };
}

function notAnswered(remote: string, { stderr }: GitResult): Problem {
  return {
    code: "remote-unreachable",
    kind: "failed",
    found: `the remote ${remote} does not answer: ${shorten(stderr)}`,
    expected: "a remote that can be reached with the credentials git has",
    action: `\`git ls-remote ${remote}\` shows the same; correct address or credentials, then try again`,
  };
}

function notTaken(remote: string, { stdout, stderr }: GitResult): Problem {
  const refused = stdout
    .toString()
    .split("\n")
    .filter((line) => line.startsWith("!"));
  return {
    code: "push-refused",
    kind: "failed",
    found: `${remote} does not take it: ${shorten([...refused, stderr].join("\n"))}`,
    expected: "a remote that takes the commits and the tag as they are",
    action: `\`git fetch ${remote}\` shows what it has; nothing there is ever overwritten`,
  };
}
