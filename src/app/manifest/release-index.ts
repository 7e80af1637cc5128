import type { Component, Product } from "../../config/product.ts";
import { releaseIndexSchema } from "../../contract/release-index.ts";
import { firstIssue } from "../../contract/schema-issue.ts";
import { parseChangelog } from "../../domain/changelog/document.ts";
import { readManifest } from "../../domain/manifest/read-manifest.ts";
import { indexMarkdown, mergeIndex, statusOf, type IndexedRelease } from "../../domain/manifest/release-index.ts";
import type { VersionRow } from "../../domain/tag/version-row.ts";
import { compareVersions, isPrerelease, versionOf, type Version } from "../../domain/version/version.ts";
import { must } from "../../kernel/assert.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { readChangelog } from "../changelog-file.ts";
import type { ListFolder } from "../manifest-ports.ts";
import type { Repository, Snapshots, TagReader, Workspace } from "../ports.ts";
import { readTexts } from "../read-texts.ts";
import { versionHistory } from "../version-history.ts";
import { releaseNames } from "../release-names.ts";

export interface IndexTools {
  readonly repository: Repository;
  readonly workspace: Workspace;
  readonly tags: TagReader;
  readonly listFolder: ListFolder;
}

export interface ReleaseIndex {
  readonly product: string;
  readonly releases: readonly IndexedRelease[];
}

/** Every release of every component with its status and its artifacts, those included that only the written index knows. */
export async function releaseIndex(tools: IndexTools, product: Product): Promise<ReleaseIndex> {
  const { repository, workspace } = tools;
  const { root } = await repository.state();
  const { index: path } = releaseNames(product, product.components[0], "0.0.0");
  const before = root === undefined ? [] : readIndex(path, await workspace.read(path));
  const standing = new Set(root === undefined ? [] : await tools.listFolder(product.releaseFolder));
  const snapshots = repository.snapshots();
  const now: IndexedRelease[] = [];
  for (const component of product.components)
    now.push(...(await releasesOf({ ...tools, snapshots }, product, component, standing)));
  return { product: product.name, releases: mergeIndex(before, now) };
}

/** Writes the index for programs and for people. Returns the paths, and whether anything changed. */
export async function writeReleaseIndex(
  tools: IndexTools,
  product: Product,
): Promise<{ index: ReleaseIndex; paths: readonly [string, string]; changed: boolean }> {
  const index = await releaseIndex(tools, product);
  const { index: json } = releaseNames(product, product.components[0], "0.0.0");
  const table = json.replace(/\.json$/, ".md");
  const files = [
    { path: json, text: `${JSON.stringify(index, null, 2)}\n` },
    { path: table, text: indexMarkdown(index.product, index.releases) },
  ];
  let changed = false;
  for (const { path, text } of files) {
    if ((await tools.workspace.read(path)) === text) continue;
    await tools.workspace.write(path, text);
    changed = true;
  }
  return { index, paths: [json, table], changed };
}

/** Whether the process of a product applies to a version (U-11). */
export function isInScope({ appliesFrom }: Product, version: Version): boolean {
  return appliesFrom === null || compareVersions(version, appliesFrom) >= 0;
}

type Tools = IndexTools & { readonly snapshots: Snapshots };

async function releasesOf(
  tools: Tools,
  product: Product,
  component: Component,
  standing: ReadonlySet<string>,
): Promise<IndexedRelease[]> {
  const rows = await versionHistory(tools.repository, tools.tags, product, component.name ?? undefined);
  const text = await readChangelog(tools.repository, tools.workspace, component, undefined);
  const yanked = new Set(
    parseChangelog(text ?? "").entries.flatMap((entry) => (entry.yanked ? (entry.version ?? []) : [])),
  );
  const commits = new Map([...(await tools.repository.tags())].map((tag) => [tag.name, tag.commit]));
  const releases: IndexedRelease[] = [];
  for (const row of rows) {
    const commit = must(commits.get(row.tag), `the commit of ${row.tag}`);
    releases.push(await indexed(tools, product, component, { row, commit, standing, yanked }));
  }
  return releases;
}

interface Sources {
  readonly row: VersionRow;
  readonly commit: string;
  /** Files in the release folder of the working tree. */
  readonly standing: ReadonlySet<string>;
  /** Versions that the changelog calls yanked. */
  readonly yanked: ReadonlySet<string>;
}

async function indexed(
  { snapshots }: Tools,
  product: Product,
  component: Component,
  { row, commit, standing, yanked }: Sources,
): Promise<IndexedRelease> {
  const { version, tag, date, title, mark } = row;
  const parsed = versionOf(version)!; // it was formatted from a version
  const { manifest, manifestJson, bundle, checksums, sbom, provenance } = releaseNames(product, component, version);
  const tagged = await readTexts(snapshots, commit, [manifest, manifestJson]);
  const text = tagged.get(manifest);
  const paths = [manifest, manifestJson, bundle, checksums, sbom, provenance];
  return {
    component: component.name,
    version,
    tag,
    date,
    type: text === undefined ? row.type : readManifest(text).manifest.releaseType || row.type,
    title,
    status: statusOf({ mark, yanked: yanked.has(version), isPrerelease: isPrerelease(parsed) }),
    inScope: isInScope(product, parsed),
    artifacts: paths.filter((path) => tagged.has(path) || standing.has(path)).map((path) => ({ path, present: true })),
  };
}

/** The index is a record: one that cannot be read is never written over. */
function readIndex(path: string, text: string | undefined): readonly IndexedRelease[] {
  if (text === undefined) return [];
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new SlipwayError(brokenIndex(path, `it is no JSON: ${(error as Error).message}`), { cause: error });
  }
  const parsed = releaseIndexSchema.safeParse(document);
  if (parsed.success) return parsed.data.releases;
  const { found, expected } = firstIssue(parsed.error, document);
  throw new SlipwayError(brokenIndex(path, `${found}, expected ${expected}`));
}

function brokenIndex(path: string, found: string): Problem {
  return {
    code: "release-index",
    kind: "input",
    found: `${path}: ${found}`,
    expected: "the index of releases as `slipway manifest index --write` wrote it",
    action: `restore it from a backup or from git (\`git log -- ${path}\`), or move it away`,
  };
}
