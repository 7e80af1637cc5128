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

/** Everything the branch rules look at. */
export interface Scene {
  readonly rules: BranchRules;
  readonly graph: CommitGraph;
  readonly branches: readonly Branch[];
  readonly main: Branch;
  readonly releases: readonly BranchRelease[];
  /** Position of each commit on main's line, 0 at the tip. */
  readonly mainLine: ReadonlyMap<string, number>;
  line(tip: string): Line;
}

interface SceneInput {
  readonly rules: BranchRules;
  readonly graph: CommitGraph;
  readonly branches: readonly Omit<Branch, "role" | "version">[];
  readonly releases: readonly BranchRelease[];
}

/** Absent when no branch is main. The first pattern of main that names an existing branch decides. */
export function branchScene({ rules, graph, branches: found, releases }: SceneInput): Scene | undefined {
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
  return { rules, graph, branches, main, releases, mainLine, line };
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
export function branchesOf({ branches, main }: Scene, role: RoleName): readonly Branch[] {
  return role === "main" ? [main] : branches.filter((branch) => branch.role?.name === role && branch !== main);
}

/** Long-lived branches other than main: those that others may start from or be merged into. */
export function sideLines(scene: Scene): readonly Branch[] {
  return (["develop", "release", "hotfix"] as const).flatMap((role) => branchesOf(scene, role));
}

/** The release a branch of that version led to; absent while it has no tag. */
export function releaseOfBranch({ releases }: Scene, { version }: Branch): BranchRelease | undefined {
  if (version === undefined) return undefined;
  return releases.find((release) => versionText(release.version) === version);
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
