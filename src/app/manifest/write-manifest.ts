import type { Product } from "../../config/product.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { sealFits } from "../../domain/manifest/check-manifest.ts";
import { readManifest } from "../../domain/manifest/read-manifest.ts";
import {
  buildManifest,
  sha256Of,
  type BuiltManifest,
  type ManifestRequest,
  type ManifestTools,
} from "./build-manifest.ts";

export interface WrittenManifest extends BuiltManifest {
  /** Both files, relative to the top of the repository. */
  readonly paths: readonly [string, string];
  /** Whether other bytes, or none, stood there before. */
  readonly changed: boolean;
}

/** Writes the manifest of a release as Markdown and as JSON. Equal bytes are left alone; with `dryRun` all of them are. */
export async function writeManifest(
  tools: ManifestTools,
  product: Product,
  request: ManifestRequest & { readonly dryRun: boolean },
): Promise<WrittenManifest> {
  const built = await buildManifest(tools, product, request);
  const { names, existing } = built.release;
  const files = [
    { path: names.manifest, text: built.markdown },
    { path: names.manifestJson, text: built.json },
  ] as const;
  const stands = await Promise.all(files.map(async ({ path, text }) => (await tools.workspace.read(path)) === text));
  refuseEdited(names.manifest, (await tools.workspace.read(names.manifest)) ?? "");
  if (existing !== undefined) await refuseChange(tools, existing.commit, files);
  if (!request.dryRun)
    for (const [index, { path, text }] of files.entries()) if (!stands[index]) await tools.workspace.write(path, text);
  return { ...built, paths: [names.manifest, names.manifestJson], changed: stands.includes(false) };
}

/** What somebody changed in a generated manifest is not lost without a word. */
function refuseEdited(path: string, text: string): void {
  const { seal } = readManifest(text);
  if (seal !== null && !sealFits(text, seal, sha256Of)) throw new SlipwayError(edited(path));
}

/** A manifest that belongs to a tag is never another one again. */
async function refuseChange(
  { repository }: ManifestTools,
  commit: string,
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<void> {
  const tagged = await repository.files(
    commit,
    files.map(({ path }) => path),
  );
  const changed = files.filter(({ path, text }) => tagged.has(path) && tagged.get(path)?.toString() !== text);
  const [first, ...more] = changed.map(({ path }) => permanent(path, commit));
  if (first !== undefined) throw new SlipwayError([first, ...more]);
}

function edited(path: string): Problem {
  return {
    code: "manifest-edited",
    kind: "refused",
    found: `${path} was generated and changed afterwards: its Manifest Checksum does not fit`,
    expected: "a generated manifest as it was, or one that was written by hand and has no checksum of itself",
    action: "take the Manifest Checksum out to keep the changes, or delete the file to have it made again",
  };
}

function permanent(path: string, commit: string): Problem {
  return {
    code: "manifest-permanent",
    kind: "refused",
    found: `${path} is part of the tagged release, and what would be written now differs from it`,
    expected: "the manifest that was tagged",
    action: `git checkout ${commit.slice(0, 12)} -- ${path}   (what was learnt since belongs into the next release)`,
  };
}
