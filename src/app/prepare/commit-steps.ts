import { shortHash } from "../../domain/commit/commit.ts";
import { bumpVersion, type BumpResult } from "../bump-version.ts";
import { changelogOfRelease } from "../changelog-of-release.ts";
import { testsForChangelog } from "../evidence/tests-for-changelog.ts";
import { writeManifest } from "../manifest/write-manifest.ts";
import { settledTag } from "../tag-proof.ts";
import { tagRelease } from "../tag-release.ts";
import { writeChangelog } from "../write-changelog.ts";
import { stateOf, type Preparation, type PrepareStep, type StepResult } from "./prepare-step.ts";

/** Everything that belongs into the release commit, that commit, and the tag on it. */
export const COMMIT_STEPS: readonly PrepareStep[] = [
  { name: "changelog", run: untilTagged(changelog) },
  { name: "version files", run: untilTagged(versionFiles) },
  { name: "manifest", run: untilTagged(manifest) },
  { name: "commit", run: untilTagged(commit) },
  { name: "tag", run: tag },
];

/** What is written before the tag is never written again once the tag stands. */
function untilTagged(run: PrepareStep["run"]): PrepareStep["run"] {
  return async (preparation) => {
    const { existing } = preparation.facts;
    return existing === undefined ? run(preparation) : { state: "there already", says: `in ${existing.name}` };
  };
}

async function changelog({ tools, product, facts, request }: Preparation): Promise<StepResult> {
  const { component, text: version } = facts;
  const { type, title, objective, dryRun } = request;
  const { style } = product.changelog;
  const details = style === "conventional" ? { title, objective } : {}; // a plain one has no place for them, the tag has
  const about = { component: component.name ?? undefined, version, releasing: version, type };
  const recordedTests = testsForChangelog(tools, product);
  const release = await changelogOfRelease({ ...tools, product, recordedTests }, { ...about, ...details, style });
  const { path, changed } = await writeChangelog({ ...tools, product }, component, release.edited()!, dryRun);
  return { state: stateOf(changed, dryRun), says: `${version} in ${path}` };
}

async function manifest({ tools, product, request }: Preparation): Promise<StepResult> {
  const { operand, type, dryRun } = request;
  if (dryRun) return { state: "would be done", says: "of what is committed then" };
  const { paths, changed, byHand } = await writeManifest(tools, product, { operand, type, dryRun });
  const says = byHand ? `${paths[0]}, written by hand` : paths[0];
  return { state: stateOf(changed, dryRun), says };
}

async function versionFiles(preparation: Preparation): Promise<StepResult> {
  const { component } = preparation.facts;
  if (component.versionFiles.length === 0) return { state: "left out", says: "no version file is configured" };
  const { files } = await bump(preparation, undefined);
  const changed = files.some((file) => file.changed);
  return { state: stateOf(changed, preparation.request.dryRun), says: files.map(({ path }) => path).join(", ") };
}

async function commit(preparation: Preparation): Promise<StepResult> {
  const { commit: made } = await bump(preparation, "release");
  if (made === null) return { state: "left out", says: "nothing differs from HEAD" };
  const hash = made.hash === null ? "" : `${shortHash(made.hash)} `;
  return { state: stateOf(made.made, preparation.request.dryRun), says: `${hash}${made.message.split("\n")[0]}` };
}

function bump({ tools, product, request }: Preparation, commits: "release" | undefined): Promise<BumpResult> {
  const { operand, type, dryRun } = request;
  return bumpVersion(tools, product, { operand, component: undefined, type, dryRun, commit: commits });
}

async function tag({ tools, product, facts, request }: Preparation): Promise<StepResult> {
  const { operand, type, sign, title, objective: summary, reason, dryRun } = request;
  const { existing, commit: at } = facts;
  if (existing !== undefined && [title, summary, reason].every((given) => given === undefined)) {
    await settledTag(tools.tags, existing.object, { name: existing.name, commit: at, sign });
    return { state: "there already", says: `${existing.name} at ${shortHash(at)}` };
  }
  if (dryRun) return { state: stateOf(existing === undefined, true), says: facts.tag };
  const wanted = { operand, commit: existing?.commit, type, sign, title, summary, reason, dryRun };
  const made = await tagRelease(tools, product, wanted);
  const signed = made.signedBy === null ? "" : `, signed by ${made.signedBy}`;
  return { state: stateOf(made.state === "made", false), says: `${made.tag} at ${shortHash(made.commit)}${signed}` };
}
