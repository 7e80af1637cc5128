import { firstLine, shortHash, type Commit } from "../commit/commit.ts";
import { parseMessage } from "../commit/message.ts";
import { referencesOf } from "../commit/references.ts";
import { commits as counted, listed, type Finding } from "./finding.ts";
import type { BranchRelease, Scene } from "./scene.ts";

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

/** Where main is what production runs: whether its files are those of the latest release, as far as tags tell. */
export function differsFromProduction(
  { rules, main, graph }: Scene,
  live: BranchRelease | undefined,
  treeOf: (commit: string) => string | undefined,
): Finding | undefined {
  if (rules.meaning !== "production") return undefined;
  const action = "release what main holds, or revert it there; git knows tags only, a store knows what runs";
  const finding = { rule: "B-03", branch: main.name, severity: "warns", action } as const;
  if (live === undefined)
    return { ...finding, found: `${main.name} stands for production, but no release tag says what runs there` };
  if (live.commit === main.tip || treeOf(live.commit) === treeOf(main.tip)) return undefined;
  const ahead = graph.between([live.commit], main.tip).length;
  const lacks = graph.contains(main.tip, live.commit) ? "" : `, and does not contain it`;
  return {
    ...finding,
    found: `${main.name} differs from production: its tip ${shortHash(main.tip)} is ${counted(ahead)} past the latest release ${live.tag}${lacks}`,
  };
}
