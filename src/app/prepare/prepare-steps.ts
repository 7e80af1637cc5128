import type { Product } from "../../config/product.ts";
import { shortHash } from "../../domain/commit/commit.ts";
import { bumpVersion, type BumpResult } from "../bump-version.ts";
import { changelogOfRelease, type ChangelogTools } from "../changelog-of-release.ts";
import { collectVerification } from "../evidence/collect-verification.ts";
import type { ManifestTools } from "../manifest/build-manifest.ts";
import { writeManifest } from "../manifest/write-manifest.ts";
import type { ReleaseFacts } from "../release-facts.ts";
import { tagRelease, type TagTools } from "../tag-release.ts";
import { settledTag } from "../tag-proof.ts";
import { writeChangelog } from "../write-changelog.ts";

export interface PrepareRequest {
  /** `[COMPONENT@]X.Y.Z` */
  readonly operand: string;
  /** Release type that limits what may change. */
  readonly type: string | undefined;
  readonly title: string | undefined;
  readonly objective: string | undefined;
  /** Why the version is another one than planned; kept in the tag. */
  readonly reason: string | undefined;
  readonly sign: boolean;
  readonly dryRun: boolean;
}

export type PrepareTools = Omit<ChangelogTools, "product"> & TagTools & ManifestTools;

/** Everything a step works with. Clock and writer of the tools stand at `time`. */
export interface Preparation {
  readonly tools: PrepareTools;
  readonly product: Product;
  /** What was known before the first step. */
  readonly facts: ReleaseFacts;
  readonly request: PrepareRequest;
  /** Unix seconds at which the preparation began. */
  readonly time: number;
}

export interface StepResult {
  readonly state: "done" | "there already" | "would be done" | "left out";
  /** What was made, or why not. */
  readonly says: string;
}

interface PrepareStep {
  readonly name: string;
  run(preparation: Preparation): Promise<StepResult>;
}

/** In this order: everything that belongs into the release commit, the tag on it, and what is made from the tag. */
export const PREPARE_STEPS: readonly PrepareStep[] = [
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
  const verification = style === "conventional" ? await recordedTests(tools, product, facts) : undefined;
  const release = await changelogOfRelease({ ...tools, product }, { ...about, ...details, style, verification });
  const { path, changed } = await writeChangelog({ ...tools, product }, component, release.edited()!, dryRun);
  return { state: stateOf(changed, dryRun), says: `${version} in ${path}` };
}

/** What the changelog says about tests and scan, as far as evidence is recorded. */
async function recordedTests(tools: PrepareTools, product: Product, { version, commit, plan }: ReleaseFacts) {
  const question = { version, commit, since: plan?.current?.commit };
  const { suites, scan } = await collectVerification(tools, product, question);
  const ran = suites.filter(({ total }) => total > 0);
  const tests = ran.map(({ label, passed, total }) => `${label}: ${passed}/${total} passing`).join(", ");
  return { tests: tests === "" ? undefined : tests, securityScan: scan ?? undefined };
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

function stateOf(changed: boolean, dryRun: boolean): StepResult["state"] {
  if (!changed) return "there already";
  return dryRun ? "would be done" : "done";
}
