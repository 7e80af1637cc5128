import { compareVersions, isPrerelease, type Version } from "../version/version.ts";
import type { Release } from "../history/base-search.ts";
import type { CommitGraph } from "../history/commit-graph.ts";
import { roleOf, versionIn, type BranchRole, type BranchRules, type RoleName } from "./branch-rules.ts";

/** A branch with what its name says about it. */
export interface Branch {
  readonly name: string;
  readonly tip: string;
  /** Unix seconds of the commit at the tip. */
  readonly committedAt: number;
  /** The remote it was read from; `null` when it is local. */
  readonly remote: string | null;
  /** Short name of the branch a local one follows. */
  readonly upstream: string | null;
  readonly role: BranchRole | undefined;
  readonly version: string | undefined;
}

/** A release tag, seen together with the component it belongs to. */
export interface BranchRelease extends Release {
  readonly component: string | null;
  /** Rejected or rolled back: the release was not carried through. */
  readonly marked: boolean;
}

/** What happened on a branch itself: its first-parent commits, newest first, back to where it left main. */
export interface Line {
  readonly own: readonly string[];
  /** The commit of main's line it left; absent for main itself and for unrelated histories. */
  readonly fork: string | undefined;
}

/** A release that is on record: under way or not closed yet, closed, or given up. */
export type RecordedRelease = "open" | "closed" | "cancelled";

/** Everything the branch rules look at. */
export interface Scene {
  readonly rules: BranchRules;
  readonly graph: CommitGraph;
  readonly branches: readonly Branch[];
  readonly main: Branch;
  readonly releases: readonly BranchRelease[];
  /** Position of each commit on main's line, 0 at the tip. */
  readonly mainLine: ReadonlyMap<string, number>;
  /** What became of the release of a branch, by name, where that is on record. */
  readonly recorded: ReadonlyMap<string, RecordedRelease>;
  line(tip: string): Line;
  releasesAt(commit: string): readonly BranchRelease[];
  /** Side lines whose own commits include this one. */
  sideLinesAt(commit: string): readonly Branch[];
}

interface SceneInput {
  readonly rules: BranchRules;
  readonly graph: CommitGraph;
  readonly branches: readonly Omit<Branch, "role" | "version">[];
  readonly releases: readonly BranchRelease[];
  readonly recorded?: ReadonlyMap<string, RecordedRelease>;
}

/** Absent when no branch is main. The first pattern of main that names an existing branch decides. */
export function branchScene({
  rules,
  graph,
  branches: found,
  releases,
  recorded = new Map(),
}: SceneInput): Scene | undefined {
  const branches = found.map((branch): Branch => {
    const role = roleOf(rules, branch.name);
    return { ...branch, role, version: role === undefined ? undefined : versionIn(role, branch.name) };
  });
  const main = rules.roles
    .get("main")
    ?.patterns.flatMap((pattern) => branches.filter(({ name }) => pattern.matches(name)))[0];
  if (main === undefined) return undefined;
  const mainLine = new Map([...graph.firstParents(main.tip)].map((hash, position) => [hash, position]));
  const known = new Map<string, Line>();
  const line = (tip: string): Line => {
    const found = known.get(tip) ?? readLine(graph, mainLine, tip);
    known.set(tip, found);
    return found;
  };
  const byCommit = Map.groupBy(releases, ({ commit }) => commit);
  const releasesAt = (commit: string): readonly BranchRelease[] => byCommit.get(commit) ?? [];
  const scene = { rules, graph, branches, main, releases, recorded, mainLine, line, releasesAt };
  let owners: Map<string, Branch[]> | undefined; // built once, however many branches ask
  return { ...scene, sideLinesAt: (commit) => (owners ??= ownersOf(scene)).get(commit) ?? [] };
}

function ownersOf(scene: Omit<Scene, "sideLinesAt">): Map<string, Branch[]> {
  const owners = new Map<string, Branch[]>();
  for (const branch of sideLines(scene)) {
    for (const hash of scene.line(branch.tip).own) {
      const here = owners.get(hash);
      if (here === undefined) owners.set(hash, [branch]);
      else here.push(branch);
    }
  }
  return owners;
}

function readLine(graph: CommitGraph, mainLine: ReadonlyMap<string, number>, tip: string): Line {
  const own: string[] = [];
  for (const hash of graph.firstParents(tip)) {
    if (mainLine.has(hash)) return { own, fork: hash };
    own.push(hash);
  }
  return { own, fork: undefined };
}

/** Branches of one role; of main there is one, whatever else its pattern matches. */
export function branchesOf({ branches, main }: Pick<Scene, "branches" | "main">, role: RoleName): readonly Branch[] {
  return role === "main" ? [main] : branches.filter((branch) => branch.role?.name === role && branch !== main);
}

/** Long-lived branches other than main: those that others may start from or be merged into. */
export function sideLines(scene: Pick<Scene, "branches" | "main">): readonly Branch[] {
  return (["develop", "release", "hotfix"] as const).flatMap((role) => branchesOf(scene, role));
}

/**
 * The release a branch of that version led to; absent while it has no tag. Components share version numbers, so the
 * tag of one of several must stand on the branch or on something that holds the branch's work.
 */
export function releaseOfBranch({ releases, graph, line }: Scene, { version, tip }: Branch): BranchRelease | undefined {
  if (version === undefined) return undefined;
  const first = line(tip).own.at(-1) ?? tip;
  return releases.find(
    (release) =>
      versionText(release.version) === version && (release.component === null || graph.contains(release.commit, first)),
  );
}

/** The highest stable release that counts, below a version where one is given. */
export function latestRelease(releases: readonly BranchRelease[], below?: Version): BranchRelease | undefined {
  return releases
    .filter(({ version, marked }) => !marked && !isPrerelease(version))
    .filter(({ version }) => below === undefined || compareVersions(version, below) < 0)
    .reduce<BranchRelease | undefined>(
      (best, release) => (best === undefined || compareVersions(release.version, best.version) > 0 ? release : best),
      undefined,
    );
}

function versionText({ major, minor, patch, prerelease }: Version): string {
  return `${major}.${minor}.${patch}${prerelease.length > 0 ? `-${prerelease.join(".")}` : ""}`;
}
