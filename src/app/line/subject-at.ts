import { createHash } from "node:crypto";
import type { Component, Product } from "../../config/product.ts";
import { AUDIENCES } from "../../domain/notes/notes.ts";
import { findEntry, parseChangelog } from "../../domain/changelog/document.ts";
import { facetDigest } from "../../domain/subject/subject.ts";
import { writeVersion } from "../../domain/version-file/version-file.ts";
import { componentOf } from "../component-of.ts";
import { releaseNames } from "../release-names.ts";
import type { Services } from "../services.ts";
import type { LineRelease } from "./release-line.ts";

/** A version that stands for every version, so that a bump changes no digest. */
const ANY_VERSION = "0.0.0";

export type SubjectServices = Pick<Services, "repository" | "trees" | "artifacts">;

/** The facets of a release that a commit decides: `source`, and `notes` and `manifest` where the commit has them. */
export async function subjectAt(
  services: SubjectServices,
  { component: name, version }: Pick<LineRelease, "component" | "version">,
  commit: string,
): Promise<Record<string, string>> {
  const product = await (await services.artifacts()).productAt(commit);
  const component = componentOf(product, name);
  const { manifest, manifestJson, notes } = releaseNames(product, component, version);
  const written = AUDIENCES.map((audience) => notes(audience));
  const files = await services.repository.files(commit, [component.changelog, manifest, manifestJson, ...written]);
  const entry = findEntry(parseChangelog(files.get(component.changelog)?.toString() ?? ""), version);
  const manifests = [manifest, manifestJson].flatMap((path) => files.get(path)?.toString() ?? []);
  return {
    source: await sourceDigest(services, product, commit),
    ...(entry === undefined
      ? {}
      : {
          notes: notesDigest(
            entry.raw,
            written.flatMap((path) => textOf(files.get(path))),
          ),
        }),
    ...(manifests.length === 0 ? {} : { manifest: manifestDigest(manifests) }),
  };
}

function textOf(bytes: Buffer | undefined): string[] {
  return bytes === undefined ? [] : [bytes.toString()];
}

/** Of the changelog entry of the release, and of its notes where they are written. */
function notesDigest(entry: string, notes: readonly string[]): string {
  const told = entry.trim();
  return facetDigest("notes", notes.length === 0 ? told : [told, ...notes.map(sha256Text)], sha256Text);
}

/** Of the manifest in each of its forms, the text for people first. */
export function manifestDigest(texts: readonly string[]): string {
  return facetDigest("manifest", texts.map(sha256Text), sha256Text);
}

/**
 * Of everything but what a release writes by itself. Version files count with any version in the place of theirs: a bump
 * changes nothing, another dependency in the same file does.
 */
export async function sourceDigest(services: SubjectServices, product: Product, commit: string): Promise<string> {
  const { components, releaseFolder } = product;
  const versionFiles = components.flatMap((component) => component.versionFiles);
  const paths = versionFiles.map(({ path }) => path);
  const without = new Set([...components.map(({ changelog }) => changelog), ...paths]);
  const [tree, files] = await Promise.all([
    services.trees.of(commit, [], [releaseFolder, ...without]),
    services.repository.files(commit, paths),
  ]);
  const texts = versionFiles.map(
    (file) => [file.path, withoutVersion(file, files.get(file.path)?.toString())] as const,
  );
  return facetDigest("source", { tree, versionFiles: Object.fromEntries(texts) }, sha256Text);
}

/** A file without a version in its place counts as it is. */
function withoutVersion(file: Component["versionFiles"][number], text: string | undefined): string | null {
  if (text === undefined) return null;
  const written = writeVersion(text, file, ANY_VERSION);
  return sha256Text(written.ok ? written.value : text);
}

/** In hex. */
export function sha256Text(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
