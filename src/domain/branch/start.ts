import { must } from "../../kernel/assert.ts";
import { shortHash } from "../commit/commit.ts";
import { versionOf } from "../version/version.ts";
import { LATEST_RELEASE } from "./branch-rules.ts";
import { commits, type Finding } from "./finding.ts";
import { branchesOf, latestRelease, type Branch, type BranchRelease, type Scene } from "./scene.ts";

/** Where a branch really starts, read from its first-parent line. */
export interface Start {
  /** The commit it starts after; absent for histories that share nothing with main. */
  readonly commit: string | undefined;
  /** Branches whose own line holds that commit. */
  readonly on: readonly Branch[];
  /** The release tag at or before that commit on the line. */
  readonly release: BranchRelease | undefined;
  /** Commits made on the branch itself, newest first. */
  readonly own: readonly string[];
}

/**
 * A line that holds the tip took the branch over by fast-forward, and one that is merged into branches of this role
 * brought its commits: neither is where the branch starts.
 */
export function startOf(scene: Scene, branch: Branch): Start {
  const { own, fork } = scene.line(branch.tip);
  const holders = scene.sideLinesAt(branch.tip);
  const isOrigin = (other: Branch): boolean =>
    !holders.includes(other) && (branch.role === undefined || !other.role!.into.includes(branch.role.name));
  const othersAt = (hash: string): Branch[] => scene.sideLinesAt(hash).filter((other) => isOrigin(other));
  const left = own.findIndex((hash) => othersAt(hash).length > 0);
  const release = releaseBefore(scene, branch);
  const tagged = release === undefined ? -1 : own.indexOf(release.commit);
  if (left === -1 && tagged === -1) return { commit: fork, on: fork === undefined ? [] : [scene.main], release, own };
  const end = Math.min(...[left, tagged].filter((index) => index !== -1));
  const commit = must(own[end], "the start lies on the line");
  return { commit, on: othersAt(commit), release, own: own.slice(0, end) };
}

/** A branch that starts elsewhere than its role says; absent when it is right, or when git cannot tell any more. */
export function wrongStart(scene: Scene, branch: Branch): Finding | undefined {
  const base = branch.role?.base ?? null;
  const start = startOf(scene, branch);
  const isElsewhere = scene.sideLinesAt(branch.tip).some(({ name }) => name !== branch.name);
  if (base === null || start.own.length === 0 || isElsewhere) return undefined;
  const fault = base === LATEST_RELEASE ? wrongRelease(scene, branch, start) : wrongBranch(scene, branch, base, start);
  if (fault === undefined) return undefined;
  const rule = branch.role?.name === "hotfix" ? "B-09" : "B-04";
  return {
    rule,
    branch: branch.name,
    severity: "blocks",
    found: `${branch.name} starts ${fault.found}, expected: ${fault.expected}`,
    action: `git rebase --onto ${fault.onto} ${start.commit === undefined ? "--root" : shortHash(start.commit)} ${branch.name}`,
  };
}

interface Fault {
  readonly found: string;
  readonly expected: string;
  readonly onto: string;
}

function wrongBranch(
  scene: Scene,
  { name }: Branch,
  base: Exclude<NonNullable<Branch["role"]>["base"], typeof LATEST_RELEASE | null>,
  start: Start,
): Fault | undefined {
  const allowed = branchesOf(scene, base).filter((other) => other.name !== name);
  if (start.on.some((other) => allowed.includes(other))) return undefined;
  const onMain = start.on.includes(scene.main) ? scene.mainLine.get(start.commit ?? "") : undefined;
  // A commit that both lines share belongs to either of them.
  if (
    onMain !== undefined &&
    allowed.some((other) => onMain >= (scene.mainLine.get(scene.line(other.tip).fork ?? "") ?? Infinity))
  )
    return undefined;
  const names = start.on.map((other) => other.name).join(", ");
  return {
    found: start.commit === undefined ? "with a history of its own" : `on ${names} at ${shortHash(start.commit)}`,
    expected:
      allowed.length === 0 ? `a ${base} branch (there is none)` : allowed.map((other) => other.name).join(" or "),
    onto: allowed.at(-1)?.name ?? `<${base} branch>`,
  };
}

function wrongRelease(scene: Scene, branch: Branch, start: Start): Fault | undefined {
  const version = branch.version === undefined ? undefined : versionOf(branch.version);
  const same = scene.releases.filter(({ component }) => component === (start.release?.component ?? null));
  const expected = latestRelease(same.length === 0 ? scene.releases : same, version);
  if (expected === undefined)
    return { found: "where no release is", expected: "a release tag to start from", onto: "<release tag>" };
  if (start.commit === expected.commit) return undefined;
  const where = start.commit === undefined ? "nowhere" : shortHash(start.commit);
  const lines = start.on.map((other) => other.name).join(", ");
  const unreleased = start.commit === undefined ? 0 : scene.graph.between([expected.commit], start.commit).length;
  return {
    found: `${lines === "" ? "" : `on ${lines} `}at ${where}${unreleased > 0 ? ` with ${commits(unreleased)} that ${expected.tag} does not contain` : ""}`,
    expected: `the release tag ${expected.tag}`,
    onto: expected.tag,
  };
}

/** The nearest release on the first-parent line that is not the branch's own. */
function releaseBefore({ graph, releasesAt }: Scene, { tip, version }: Branch): BranchRelease | undefined {
  const own = version === undefined ? undefined : versionOf(version);
  for (const hash of graph.firstParents(tip)) {
    const release = releasesAt(hash).find(
      ({ version, marked }) => !marked && (own === undefined || !sameNumbers(version, own)),
    );
    if (release !== undefined) return release;
  }
  return undefined;
}

function sameNumbers(a: BranchRelease["version"], b: BranchRelease["version"]): boolean {
  return a.major === b.major && a.minor === b.minor && a.patch === b.patch;
}
