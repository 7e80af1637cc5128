import { LATEST_RELEASE, type RoleName } from "../domain/branch/branch-rules.ts";
import { branchesOf, latestRelease, type BranchRelease } from "../domain/branch/scene.ts";
import { formatVersion, parseVersion } from "../domain/version/version.ts";
import { SlipwayError, unwrap, type Problem } from "../kernel/problem.ts";
import { must } from "../kernel/assert.ts";
import type { BranchWriter } from "./ports.ts";
import { componentNeeded, unknownComponent } from "./problems.ts";
import type { BranchContext } from "./read-branches.ts";

export interface CreatedBranch {
  readonly branch: string;
  readonly commit: string;
  /** Name of the branch or tag it starts from. */
  readonly from: string;
  /** False when the branch was there already, at or after that commit. */
  readonly created: boolean;
}

/** Makes the release or hotfix branch of a version from where its role starts. The working tree is left alone. */
export async function createBranch(
  context: BranchContext,
  writer: BranchWriter,
  request: { role: "release" | "hotfix"; version: string; component: string | undefined; dryRun: boolean },
): Promise<CreatedBranch> {
  const { scene } = context;
  const version = formatVersion(unwrap(parseVersion(request.version)));
  const role = must(scene.rules.roles.get(request.role), `the role ${request.role} has defaults`);
  const name = role.patterns.flatMap((pattern) => pattern.write(version) ?? [])[0];
  if (name === undefined) throw new SlipwayError(noPlaceForVersion(request.role, role.patterns[0].text));
  const releases = releasesOf(context, request.component);
  const used = releases?.find((release) => formatVersion(release.version) === version);
  if (used !== undefined) throw new SlipwayError(versionUsed(version, used.tag));
  const base = baseOf(context, request.role, { version, releases });
  const known = scene.branches.find((branch) => branch.name === name);
  if (known !== undefined) {
    if (!scene.graph.contains(known.tip, base.commit)) throw new SlipwayError(branchElsewhere(name, base.from));
    if (known.remote === null) return { branch: name, ...base, commit: known.tip, created: false };
  }
  const commit = known?.tip ?? base.commit;
  if (!request.dryRun) await writer.create(name, commit);
  return { branch: name, from: base.from, commit, created: true };
}

/** The releases the version is one of. Components have numbers of their own, so without a name there is no answer. */
function releasesOf({ scene, product }: BranchContext, component: string | undefined) {
  if (component !== undefined && !product.components.some(({ name }) => name === component))
    throw new SlipwayError(unknownComponent(component, product));
  if (component === undefined && product.components.length > 1) return undefined;
  return scene.releases.filter((release) => component === undefined || release.component === component);
}

function baseOf(
  { scene, product }: BranchContext,
  name: RoleName,
  { version, releases }: { version: string; releases: readonly BranchRelease[] | undefined },
): { from: string; commit: string } {
  const base = scene.rules.roles.get(name)?.base ?? "main";
  if (base === LATEST_RELEASE) {
    if (releases === undefined) throw new SlipwayError(componentNeeded(product));
    const release = latestRelease(releases, unwrap(parseVersion(version)));
    if (release === undefined) throw new SlipwayError(noRelease(version));
    return { from: release.tag, commit: release.commit };
  }
  const [branch, ...others] = branchesOf(scene, base);
  if (branch === undefined || others.length > 0) throw new SlipwayError(baseUnclear(base, others.length));
  return { from: branch.name, commit: branch.tip };
}

function noPlaceForVersion(role: string, pattern: string): Problem {
  return {
    code: "branch-pattern",
    kind: "input",
    found: `branches.${role}.pattern is "${pattern}", which has no place for a version`,
    expected: `a pattern with {version}, such as ${role}/{version}`,
    action: "add one to the patterns in slipway.yaml, or make the branch with git",
  };
}

function versionUsed(version: string, tag: string): Problem {
  return {
    code: "version-used",
    kind: "refused",
    found: `${version} was released before, as ${tag}; a version is never used twice`,
    expected: "a version that no tag holds",
    action: "`slipway next` prints the next one",
  };
}

function branchElsewhere(name: string, from: string): Problem {
  return {
    code: "branch-exists",
    kind: "refused",
    found: `${name} exists already and does not contain ${from}, where it has to start`,
    expected: `no branch of that name, or one that starts at ${from}`,
    action: `\`slipway branch check ${name}\` says where it starts; branches are never moved`,
  };
}

function noRelease(version: string): Problem {
  return {
    code: "no-release",
    kind: "input",
    found: `there is no release before ${version} to start from`,
    expected: "a release tag that matches the tag pattern",
    action: "git fetch --tags   (or set branches.hotfix.base to main)",
  };
}

function baseUnclear(base: string, others: number): Problem {
  return {
    code: "branch-base",
    kind: "input",
    found:
      others === 0
        ? `there is no ${base} branch to start from`
        : `there are ${others + 1} ${base} branches to start from`,
    expected: `one ${base} branch`,
    action: "make the branch with git, then `slipway branch check` it",
  };
}
