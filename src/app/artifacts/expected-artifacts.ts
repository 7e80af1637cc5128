import { createHash } from "node:crypto";
import { bundleLayout, type BundleLayout, type TreeFile } from "../../domain/artifact/bundle-layout.ts";
import { billOfMaterials } from "../../domain/artifact/bill-of-materials.ts";
import { checksumLines, type Checksum } from "../../domain/artifact/checksum-lines.ts";
import { standsIn } from "../component-paths.ts";
import type { Piece } from "../artifact-ports.ts";
import type { ArtifactTools } from "./artifact-tools.ts";
import { checksumScope } from "./checksum-scope.ts";
import { countedEvidence } from "./counted-evidence.ts";
import { releaseDependencies } from "./release-dependencies.ts";
import type { TaggedRelease } from "./tagged-release.ts";

/** What the artifacts of a release have to be, made from its tag alone. Each is made once, when it is first asked for. */
export interface ExpectedArtifacts {
  readonly release: TaggedRelease;
  layout(): Promise<BundleLayout>;
  /** The tar archive inside the bundle, as a stream. */
  tar(): AsyncGenerator<Uint8Array>;
  /** The bundle as a stream. */
  bundle(): AsyncGenerator<Uint8Array>;
  bundleDigest(): Promise<string>;
  /** Text of the checksums file; at milestones it covers the bundle, too. */
  checksums(): Promise<string>;
  sbom(): Promise<string>;
  /** Contents of a file at the tag; absent when there is none. */
  fileAtTag(path: string): Promise<Buffer | undefined>;
}

export function expectedArtifacts(tools: ArtifactTools, release: TaggedRelease): ExpectedArtifacts {
  const { archiver, tree, sha256 } = tools.artifacts;
  const { product, component, version, tag, time, names, homes } = release;
  const files = once(() => tree.files(tag.commit));
  const layout = once(async () =>
    bundleLayout({
      files: await files(),
      isSource: standsIn(component),
      evidence: await countedEvidence(tools, release),
      names,
      folder: product.releaseFolder,
      changelog: component.changelog,
      settings: product.artifacts,
      homes,
    }),
  );
  const tar = async function* (): AsyncGenerator<Uint8Array> {
    const { entries } = await layout();
    const contents = tree.contents(entries.map(({ file }) => file.id));
    const total = entries.reduce((sum, { file }) => sum + file.size, 0);
    yield* archiver.tar(
      entries,
      told(contents, total, (text) => tools.progress(`bundle: ${text}`)),
      time,
    );
  };
  let made: string | undefined;
  const bundle = async function* (): AsyncGenerator<Uint8Array> {
    const hash = createHash("sha256");
    for await (const chunk of archiver.gzip(tar())) {
      hash.update(chunk);
      yield chunk;
    }
    made = hash.digest("hex");
  };
  const bundleDigest = async (): Promise<string> => made ?? digestOf(bundle());
  return {
    release,
    layout,
    tar,
    bundle,
    bundleDigest,
    checksums: once(async () => {
      const { covered, manifest, withBundle } = checksumScope(release, await files());
      const lines = await digests(tools, [...covered, ...manifest]);
      const own = withBundle ? [{ path: names.bundle, sha256: await bundleDigest() }] : [];
      return checksumLines([...lines.slice(0, covered.length), ...own, ...lines.slice(covered.length)]);
    }),
    sbom: once(async () =>
      billOfMaterials(
        {
          product: product.name,
          component: component.name,
          version,
          commit: tag.commit,
          time,
          dependencies: await releaseDependencies(tools, release, await files()),
        },
        sha256,
      ),
    ),
    fileAtTag: async (path) => (await tools.repository.files(tag.commit, [path])).get(path),
  };
}

export async function digestOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest("hex");
}

/** SHA-256 of each file, read one after the other. */
async function digests({ artifacts, progress }: ArtifactTools, files: readonly TreeFile[]): Promise<Checksum[]> {
  const hashes = files.map(() => createHash("sha256"));
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const contents = artifacts.tree.contents(files.map(({ id }) => id));
  for await (const pieces of told(contents, total, (text) => progress(`checksums: ${text}`)))
    for (const { index, bytes } of pieces) hashes[index]!.update(bytes);
  return files.map(({ path }, index) => ({ path, sha256: hashes[index]!.digest("hex") }));
}

const TOLD_EVERY_BYTES = 8 * 1024 * 1024;

/** Passes pieces on, and tells every few megabytes how far it has come. */
async function* told(
  contents: AsyncIterable<readonly Piece[]>,
  totalBytes: number,
  tell: (text: string) => void,
): AsyncGenerator<readonly Piece[]> {
  let bytes = 0;
  let next = TOLD_EVERY_BYTES;
  for await (const pieces of contents) {
    for (const piece of pieces) bytes += piece.bytes.length;
    if (bytes >= next) {
      tell(`${Math.floor(bytes / 1e6)} of ${Math.ceil(totalBytes / 1e6)} MB`);
      next = bytes + TOLD_EVERY_BYTES;
    }
    yield pieces;
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
