import type { Commit } from "../commit/commit.ts";
import { compareVersions, formatVersion, isPrerelease } from "../version/version.ts";
import { roleOf, versionIn } from "./branch-rules.ts";
import { mergedName } from "./merged-name.ts";
import { latestRelease, type Branch, type Scene } from "./scene.ts";

/**
 * Patch releases that only their tags hold: each as the branch that it was, under the name of its tag. Those from before
 * the last but one release in main are history.
 */
export function taggedHotfixes(scene: Scene): Branch[] {
  const { graph, rules } = scene;
  const role = rules.roles.get("hotfix");
  if (role === undefined) return [];
  const since = lastButOne(scene);
  const patches = scene.releases.filter(
    ({ version, marked, commit }) =>
      version.patch > 0 && !marked && !isPrerelease(version) && graph.committedAt(commit) > since,
  );
  // One branch after the other: to ask every branch about one tag after the other is quadratic.
  const lost = [scene.main, ...scene.branches].reduce(
    (open, { tip }) => open.filter(({ commit }) => !graph.contains(tip, commit)),
    patches,
  );
  return lost.map(({ tag, commit, version }) =>
    pseudoBranch(scene, tag, commit, { role, version: formatVersion(version) }),
  );
}

/** When the last but one release was committed that main holds, in Unix seconds. */
function lastButOne({ graph, main, releases }: Scene): number {
  const times = releases
    .filter(({ version, commit }) => !isPrerelease(version) && graph.contains(main.tip, commit))
    .map(({ commit }) => graph.committedAt(commit));
  return times.toSorted((a, b) => b - a)[1] ?? 0;
}

/** Hotfix branches that are gone and that a merge commit names. */
export function mergedHotfixes(scene: Scene, commits: readonly Commit[]): Branch[] {
  const known = new Set(scene.branches.map(({ name }) => name));
  return commits.flatMap(({ message, parents: [, merged] }) => {
    const name = merged === undefined ? undefined : mergedName(message);
    const role = name === undefined || known.has(name) ? undefined : roleOf(scene.rules, name);
    if (name === undefined || merged === undefined || role?.name !== "hotfix") return [];
    return [pseudoBranch(scene, name, merged, { role, version: versionIn(role, name) })];
  });
}

/** Whether a patch release is older than what main releases: then its line may have been given up. */
export function isOlderLine(scene: Scene, tag: string): boolean {
  const { graph, main, releases } = scene;
  const found = releases.find((release) => release.tag === tag);
  const own = releases.filter(({ component, commit }) => {
    return component === found?.component && graph.contains(main.tip, commit);
  });
  const latest = latestRelease(own);
  return found !== undefined && latest !== undefined && compareVersions(found.version, latest.version) < 0;
}

function pseudoBranch({ graph }: Scene, name: string, tip: string, named: Pick<Branch, "role" | "version">): Branch {
  return { name, tip, committedAt: graph.committedAt(tip), remote: null, upstream: null, ...named };
}
