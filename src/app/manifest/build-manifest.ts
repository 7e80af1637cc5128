import { createHash } from "node:crypto";
import type { Product } from "../../config/product.ts";
import { parseEntry, entryDetails } from "../../domain/changelog/entry.ts";
import { inlineMarkdown } from "../../domain/changelog/inline.ts";
import { trailers } from "../../domain/changelog/placement.ts";
import type { Verification } from "../../domain/evidence/evidence.ts";
import { checkManifest, checkManifestText } from "../../domain/manifest/check-manifest.ts";
import { documentDuties, type DocumentDuty } from "../../domain/manifest/document-duties.ts";
import { entryContents, summaryOf } from "../../domain/manifest/entry-contents.ts";
import { environmentNote } from "../../domain/manifest/environment.ts";
import { manifestMarkdown } from "../../domain/manifest/manifest-markdown.ts";
import { MANIFEST_VERSION, type Manifest } from "../../domain/manifest/manifest.ts";
import { readManifest } from "../../domain/manifest/read-manifest.ts";
import { printedType } from "../../domain/manifest/release-type-name.ts";
import { formatVersion } from "../../domain/version/version.ts";
import { isoSecond } from "../../kernel/iso-second.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { collectVerification, type VerificationTools } from "../evidence/collect-verification.ts";
import type { Clock, Workspace } from "../ports.ts";
import { migrationSteps, rollbackSteps } from "./manifest-guides.ts";
import { manifestRelease, type ManifestRelease } from "./manifest-release.ts";
import { knownType, releaseTypeOf } from "./release-type.ts";
import { readTreeFacts, type TreeTools } from "./tree-facts.ts";

export interface ManifestTools extends TreeTools, VerificationTools {
  readonly workspace: Workspace;
  readonly clock: Clock;
}

export interface ManifestRequest {
  /** `[COMPONENT@]X.Y.Z` */
  readonly operand: string;
  /** Name of the release type, where the version alone does not tell it. */
  readonly type: string | undefined;
}

/** A manifest with the bytes of both its files. */
export interface BuiltManifest {
  readonly release: ManifestRelease;
  readonly manifest: Manifest;
  readonly markdown: string;
  readonly json: string;
  /** Whether a person wrote it; then it stays as it is. */
  readonly byHand: boolean;
  readonly duties: readonly DocumentDuty[];
}

/**
 * Makes the manifest of a release from git, the changelog and the evidence. The same release gives the same bytes before
 * its commit, after it and from its tag: files are those of a tree without the release folder, and time and type are
 * those of the manifest that was made first. One that the validator would refuse is not made.
 */
export async function buildManifest(
  tools: ManifestTools,
  product: Product,
  { operand, type }: ManifestRequest,
): Promise<BuiltManifest> {
  if (type !== undefined) knownType(product, type);
  const release = await manifestRelease(tools, product, operand);
  const { since, changes, component, version } = release;
  const standing = await standingManifest(tools, release);
  if (standing !== undefined && isByHand(standing)) return byHand(standing, product, release);
  const first = standing === undefined ? undefined : readManifest(standing).manifest;
  const [from, to] = [
    since === undefined ? undefined : await tools.trees.of(since.commit, [], [product.releaseFolder]),
    await releasedTree(tools, product, release),
  ];
  const footers = changes.filter(({ cancelled }) => !cancelled);
  const notes = new Map(
    footers.toReversed().flatMap((change) => trailers(change, "Env").flatMap((text) => notesIn(text))),
  );
  const facts = await readTreeFacts(tools, { release, from, to, settings: product.manifest, notes });
  const { paths, modified, ...fromTrees } = facts;
  const contents = entryContents(parseEntry(release.entry.raw), changes);
  const head = {
    product: release.product,
    version,
    releaseDate: release.entry.date!, // an entry without a date was refused
    releaseType: releaseTypeOf(product, {
      version: release.parsed,
      previous: since?.version,
      title: entryDetails(parseEntry(release.entry.raw)).title,
      named: type ?? first?.releaseType,
    }),
    previousVersion: since === undefined ? null : formatVersion(since.version),
  };
  const manifest: Manifest = {
    ...head,
    summary: summaryOf(parseEntry(release.entry.raw), { ...head, ...contents }),
    changelog: release.changelogLink,
    ...contents,
    ...fromTrees,
    verification: await recordedTests(tools, product, release),
    migration: migrationSteps(product, release, paths, contents.breakingChanges.length > 0),
    rollback: rollbackSteps(product, release, paths, fromTrees.dataMigration.length > 0),
    generated: first?.generated || isoSecond(tools.clock.now()),
  };
  refuseFaults(checkManifest(manifest, { types: typeNames(product), version }), `the manifest of ${version}`);
  const duties = documentDuties(
    { modified, apis: component.apis, environment: manifest.environment },
    product.manifest.docs,
  );
  return { release, manifest, byHand: false, duties, ...manifestFiles(manifest, release) };
}

/** From the tag where there is one, so that evidence that came later changes nothing. */
async function recordedTests(tools: ManifestTools, product: Product, release: ManifestRelease): Promise<Verification> {
  const { existing, commit, since, parsed } = release;
  const { root } = await tools.repository.state();
  const revision = existing !== undefined || root === undefined ? commit : undefined;
  return collectVerification(tools, product, { version: parsed, commit, since: since?.commit, revision });
}

/** Both forms of a manifest. */
export function manifestFiles(manifest: Manifest, { names }: Pick<ManifestRelease, "names">) {
  const file = names.manifest.slice(names.manifest.lastIndexOf("/") + 1);
  const json = `${JSON.stringify({ ...manifest, manifestVersion: MANIFEST_VERSION }, null, 2)}\n`;
  return { markdown: manifestMarkdown(manifest, { sha256: sha256Of, file }), json };
}

export function sha256Of(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Before the tag, what the release itself writes counts as it stands in the working tree. */
async function releasedTree(
  { workspace, trees, repository }: ManifestTools,
  product: Product,
  release: ManifestRelease,
) {
  const { root } = await repository.state();
  if (release.existing !== undefined || root === undefined)
    return trees.of(release.commit, [], [product.releaseFolder]);
  const { changelog, versionFiles } = release.component;
  const written: string[] = [];
  for (const path of new Set([changelog, ...versionFiles.map((file) => file.path)]))
    if ((await workspace.read(path)) !== undefined) written.push(path);
  return trees.of(release.commit, written, [product.releaseFolder]);
}

/** The manifest as it was made first: at the tag, otherwise in the working tree. */
async function standingManifest(
  { repository, workspace }: ManifestTools,
  { existing, names }: ManifestRelease,
): Promise<string | undefined> {
  const { root } = await repository.state();
  const tagged =
    existing && (await repository.files(existing.commit, [names.manifest])).get(names.manifest)?.toString();
  return tagged ?? (root === undefined ? undefined : await workspace.read(names.manifest));
}

/** One without the checksum of itself, which no person computes. */
export function isByHand(text: string): boolean {
  return readManifest(text).seal === null;
}

/** Held to the same rules as a generated one. */
function byHand(text: string, product: Product, release: ManifestRelease): BuiltManifest {
  const { version, names } = release;
  const faults = checkManifestText(text, { types: typeNames(product), version }, sha256Of);
  refuseFaults(faults, `${names.manifest}, which was written by hand,`);
  const { manifest } = readManifest(text);
  return { release, manifest, byHand: true, duties: [], ...manifestFiles(manifest, release), markdown: text };
}

function notesIn(text: string): (readonly [string, string])[] {
  const note = environmentNote(text);
  return note === undefined ? [] : [[note[0], inlineMarkdown(note[1])]];
}

/** The release types of a product as manifests print them. */
export function typeNames({ types }: Product): string[] {
  return [...types.keys()].map((name) => printedType(name));
}

function refuseFaults(faults: readonly string[], what: string): void {
  const [first, ...more] = faults.map((fault) => openManifest(fault, what));
  if (first !== undefined) throw new SlipwayError([first, ...more]);
}

function openManifest(fault: string, what: string): Problem {
  return {
    code: "manifest-open",
    kind: "failed",
    found: `${what} is not complete: ${fault}`,
    expected: "a manifest that says everything (docs/manifest.md)",
    action:
      "correct it, or the changelog entry and the commit footers it is made from, then run the same command again",
  };
}
