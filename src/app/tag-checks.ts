import type { Product } from "../config/product.ts";
import { checkChangelog } from "../domain/changelog/check.ts";
import { isMilestone } from "../domain/artifact/artifact-settings.ts";
import { compareVersions } from "../domain/version/version.ts";
import type { Problem } from "../kernel/problem.ts";
import { checkGates, openGates } from "./check-gates.ts";
import { foreignWork, unfinishedWork } from "./clean-tree.ts";
import type { Repository } from "./ports.ts";
import { releaseNames } from "./release-names.ts";
import { releaseBranchProblems, type BranchTools } from "./release-branch.ts";
import { filesAt, type ReleaseFacts } from "./release-facts.ts";
import { versionFileProblems } from "./version-files.ts";

/** Everything that speaks against tagging a version, at once. */
export async function tagProblems(
  tools: BranchTools,
  product: Product,
  facts: ReleaseFacts,
  reason: string | undefined,
): Promise<readonly Problem[]> {
  const { repository } = tools;
  const { component, text, commit, changelog } = facts;
  const { required } = product.changelog;
  const answers = await Promise.all([
    versionFileProblems(component, text, filesAt(repository, commit), required),
    treeProblems(repository, product, commit),
    checkGates(repository, product, facts).then(openGates),
    releaseBranchProblems(tools, product, facts),
  ]);
  const manifest = await manifestProblems(repository, product, facts);
  const entryProblems = required ? changelogProblems(component.changelog, text, changelog) : [];
  return [...facts.planProblems, ...versionProblems(facts, reason), ...answers.flat(), ...manifest, ...entryProblems];
}

/** A milestone has its manifest in the commit that is tagged: afterwards it is too late (R-15). */
async function manifestProblems(
  repository: Repository,
  product: Product,
  { component, text, commit }: ReleaseFacts,
): Promise<Problem[]> {
  if (!isMilestone(text, product.artifacts)) return [];
  const { manifest } = releaseNames(product, component, text);
  if ((await repository.files(commit, [manifest])).has(manifest)) return [];
  return [
    {
      code: "manifest-missing",
      kind: "failed",
      found: `${text} is a milestone, and ${manifest} is not in the commit to tag`,
      expected: "the manifest in the commit that is tagged",
      action: `\`slipway manifest ${text} --write\`, commit it, then tag; \`slipway release prepare\` does all of it`,
    },
  ];
}

/** What speaks against a version before its changelog, version files and commit are made. */
export async function releaseObstacles(
  tools: BranchTools,
  product: Product,
  facts: ReleaseFacts,
  reason: string | undefined,
): Promise<readonly Problem[]> {
  const { repository } = tools;
  const [unfinished, ...answers] = await Promise.all([
    foreignWork(repository, product),
    checkGates(repository, product, facts).then(openGates),
    releaseBranchProblems(tools, product, facts),
  ]);
  const tree = unfinished === undefined ? [] : [unfinished];
  return [...facts.planProblems, ...versionProblems(facts, reason), ...tree, ...answers.flat()];
}

/** What speaks against a version itself: a mark, a tag that is gone, its place in the order, another plan. */
export function versionProblems(facts: ReleaseFacts, reason: string | undefined): Problem[] {
  const { isMarked, isLost, tag, plan, current, version, text } = facts;
  if (isMarked) return [markedVersion(tag)];
  if (isLost) return [lostVersion(tag)];
  if (plan === undefined) return [];
  if (current !== undefined && compareVersions(version, current) <= 0) return [notLater(text, plan.current!.tag)];
  const isPlanned = plan.next === text;
  return isPlanned || (reason ?? "").trim() !== "" ? [] : [notPlanned(text, plan.next, plan.reason)];
}

/** The two messages of Appendix C. */
function changelogProblems(path: string, version: string, changelog: string): Problem[] {
  const { ok, message } = checkChangelog(changelog, version, path);
  if (ok) return [];
  const expected = `a heading \`## [${version}] - YYYY-MM-DD\` in the commit that is tagged`;
  return [{ code: "changelog", kind: "failed", found: message, expected, action: "write it, commit it, then tag" }];
}

/** Only what stands at HEAD can be unfinished; an older commit is tagged as it is. */
export async function treeProblems(repository: Repository, product: Product, commit: string): Promise<Problem[]> {
  const { root, head } = await repository.state();
  if (root === undefined || head !== commit) return [];
  const folder = `${product.releaseFolder}/`;
  const problem = await unfinishedWork(repository, (path) => path.startsWith(folder), `files in ${folder}`);
  return problem === undefined ? [] : [problem];
}

function markedVersion(tag: string): Problem {
  return {
    code: "version-used",
    kind: "refused",
    found: `${tag} was rejected or rolled back; its version is not used again`,
    expected: "a version that was never used",
    action: "release another version; `slipway next` tells which",
  };
}

function lostVersion(tag: string): Problem {
  return {
    code: "version-used",
    kind: "refused",
    found: `${tag} was made once, as the ledger tells, and is gone from this repository`,
    expected: "a version that was never used",
    action: `fetch the tag again, \`slipway tag check\` says which object it was; or release another version`,
  };
}

function notLater(text: string, tag: string): Problem {
  return {
    code: "version-not-later",
    kind: "refused",
    found: `${text} does not come after the current release ${tag}`,
    expected: "a version that is higher than the current one",
    action: "`slipway next` tells which",
  };
}

function notPlanned(text: string, next: string | null, why: string): Problem {
  return {
    code: "version-not-planned",
    kind: "refused",
    found: `${text} is not what the history leads to: ${next === null ? "nothing to release" : next} (${why})`,
    expected: next === null ? "a reason for a release without changes" : `${next}, or a reason for another version`,
    action: `${next === null ? "" : `tag ${next}, or `}add --reason "why ${text}"; it is kept in the tag`,
  };
}
