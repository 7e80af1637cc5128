import { LATEST_RELEASE } from "../../domain/branch/branch-rules.ts";
import { latestRelease } from "../../domain/branch/scene.ts";
import type { Version } from "../../domain/version/version.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { readBranches } from "../read-branches.ts";
import type { Services } from "../services.ts";

/** Where a branch starts. */
export interface BranchBase {
  /** Name people know it by. */
  readonly name: string;
  readonly commit: string;
}

/** The component whose line it is; the version it leads to, as far as that is known. */
interface Leading {
  readonly component: string | null;
  readonly version?: Version;
}

/** The commit that `from` names: `main`, `latest-release`, or a revision. */
export async function branchBase(
  services: Services,
  { component, version }: Leading,
  from: string,
): Promise<BranchBase> {
  const { repository, branches } = services;
  if (from !== "main" && from !== LATEST_RELEASE) return { name: from, commit: await repository.resolve(from) };
  const { scene } = await readBranches(repository, branches, await services.product());
  if (from === "main") return { name: scene.main.name, commit: scene.main.tip };
  const own = scene.releases.filter((release) => release.component === component);
  const found = latestRelease(own, version);
  if (found === undefined) throw new SlipwayError(noRelease());
  return { name: found.tag, commit: found.commit };
}

function noRelease(): Problem {
  return {
    code: "no-release",
    kind: "failed",
    found: "there is no earlier release to start from",
    expected: "a release tag that matches the tag pattern",
    action: "git fetch --tags, or set `with.from` of the step to main",
  };
}
