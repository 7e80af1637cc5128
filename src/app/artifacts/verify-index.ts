import { absent, fails, holds, type ArtifactCheck } from "../../domain/artifact/artifact-check.ts";
import type { IndexedRelease } from "../../domain/manifest/release-index.ts";
import { releaseIndex, type ReleaseIndex } from "../manifest/release-index.ts";
import { readText } from "./read-file.ts";
import type { VerifyScene } from "./verify-scene.ts";

/**
 * The index of all releases is made again from tags, manifests and changelog, and every release it lists is compared. Later
 * releases may be missing from it, and which artifacts are present is no question of truth: a clone has only those that were
 * committed.
 */
export async function verifyIndex({ tools, product, release }: VerifyScene, path: string): Promise<ArtifactCheck> {
  const text = await readText(tools.artifacts.files, path);
  if (text === undefined) return absent("index", path, false);
  const wanted = await releaseIndex(tools, product); // it reads the file, too, and refuses what is no index
  const found = JSON.parse(text) as ReleaseIndex;
  const known = new Map(wanted.releases.map((entry) => [nameOf(entry), entryText(entry)]));
  const names = found.releases.map((entry) => nameOf(entry));
  const says = found.releases
    .filter((entry) => known.get(nameOf(entry)) !== entryText(entry))
    .map((entry) => `${nameOf(entry)} is not what its tag, its manifest and the changelog give`);
  const own = nameOf({ component: release.component.name, version: release.version });
  if (!names.includes(own)) says.push(`${own} is missing; \`slipway manifest index --write\` adds it`);
  if (new Set(names).size < names.length) says.push("a release is listed twice");
  if (found.product !== wanted.product) says.push(`it is of ${found.product}, not of ${wanted.product}`);
  if (`${JSON.stringify(found, null, 2)}\n` !== text) says.push("its bytes are not those that were written");
  return says.length > 0
    ? fails("index", path, ...says)
    : holds("index", path, `${names.length} of ${known.size} releases`);
}

function nameOf({ component, version }: Pick<IndexedRelease, "component" | "version">): string {
  return component === null ? version : `${component}@${version}`;
}

function entryText(entry: IndexedRelease): string {
  return JSON.stringify({ ...entry, artifacts: entry.artifacts.map(({ path }) => path).toSorted() });
}
