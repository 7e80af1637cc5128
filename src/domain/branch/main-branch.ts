import { firstLine, shortHash, type Commit } from "../commit/commit.ts";
import { parseMessage } from "../commit/message.ts";
import { referencesOf } from "../commit/references.ts";
import { commits as counted, listed, type Finding } from "./finding.ts";
import type { Scene } from "./scene.ts";

/**
 * Commits that seem to have been pushed to main: on its own line, no merge, and without the number of a pull request.
 * A forge that rebases pull requests leaves no number, so this is a sign and not a proof.
 */
export function directPushes({ rules, main, mainLine }: Scene, commits: readonly Commit[]): Finding | undefined {
  if (rules.roles.get("main")?.pullRequest !== true) return undefined;
  const direct = commits.filter(
    ({ hash, parents, message }) =>
      mainLine.has(hash) && parents.length === 1 && referencesOf(parseMessage(message)).pullRequest === null,
  );
  if (direct.length === 0) return undefined;
  const lines = direct.map(({ hash, message }) => `${shortHash(hash)} ${firstLine(message).slice(0, 100)}`);
  return {
    rule: "B-02",
    branch: main.name,
    severity: "warns",
    found: `${counted(direct.length)} on ${main.name} since the last release came neither by a merge nor with a pull-request number:${listed(lines)}`,
    action: "protect the branch on the forge; git alone cannot tell a direct push from a rebased pull request",
  };
}

/** Something that production runs. */
export interface Live {
  /** As people name it: `1.4.0, which runs in production`, or `the latest release v1.4.0` where nobody knows more. */
  readonly name: string;
  readonly commit: string;
}

/** Where main is what production runs: whether its files are those that run there. */
export function differsFromProduction(
  { rules, main, graph }: Scene,
  live: readonly Live[],
  treeOf: (commit: string) => string | undefined,
): Finding[] {
  if (rules.meaning !== "production") return [];
  const action = "release what main holds, or revert it there";
  const finding = { rule: "B-03", branch: main.name, severity: "warns", action } as const;
  if (live.length === 0)
    return [{ ...finding, found: `${main.name} stands for production, but nothing says what runs there` }];
  return live.flatMap(({ name, commit }) => {
    if (!graph.has(commit))
      return [{ ...finding, found: `${main.name} stands for production, and ${name}, is not in this repository` }];
    if (commit === main.tip || treeOf(commit) === treeOf(main.tip)) return [];
    const ahead = graph.between([commit], main.tip).length;
    const lacks = graph.contains(main.tip, commit) ? [] : [`does not contain ${name}`];
    const says = [...(ahead === 0 ? [] : [`is ${counted(ahead)} past ${name}`]), ...lacks].join(", and ");
    return [{ ...finding, found: `${main.name} differs from production: its tip ${shortHash(main.tip)} ${says}` }];
  });
}
