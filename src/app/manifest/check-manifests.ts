import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Product } from "../../config/product.ts";
import { manifestSchema } from "../../contract/manifest.ts";
import { firstIssue } from "../../contract/schema-issue.ts";
import { checkManifest, checkManifestText } from "../../domain/manifest/check-manifest.ts";
import { compareVersions, formatVersion, isPrerelease } from "../../domain/version/version.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import type { Repository } from "../ports.ts";
import { readTexts } from "../read-texts.ts";
import { indexTags, releaseTags } from "../release-tags.ts";
import { sha256Of, typeNames } from "./build-manifest.ts";
import { isInScope } from "./release-index.ts";
import { releaseNames } from "../release-names.ts";

export interface CheckedManifest {
  readonly path: string;
  /** The tag it was looked for at; `null` for a file of the file system. */
  readonly tag: string | null;
  readonly state: "complete" | "faulty" | "missing" | "outside scope";
  readonly faults: readonly string[];
}

/** Checks one manifest, Markdown or JSON, by its path from where the command was started. */
export async function checkManifestFile(product: Product, file: string): Promise<CheckedManifest> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new SlipwayError(unreadable(file), { cause: error });
  });
  const faults = [...faultsIn(product, file, text), ...nameFaults(file, text)];
  return { path: file, tag: null, state: faults.length === 0 ? "complete" : "faulty", faults };
}

/** Checks the manifest of every release at its tag. Releases from before the process owe it none (U-11). */
export async function checkAllManifests(repository: Repository, product: Product): Promise<readonly CheckedManifest[]> {
  const index = indexTags(await repository.tags());
  const snapshots = repository.snapshots();
  const checked: CheckedManifest[] = [];
  for (const component of product.components) {
    const tags = releaseTags(index, component);
    const releases = tags.all().filter(({ version, tag }) => !isPrerelease(version) && !tags.isMarked(tag));
    for (const { version, tag, commit } of releases.toSorted((a, b) => compareVersions(b.version, a.version))) {
      const { manifest: path } = releaseNames(product, component, formatVersion(version));
      const text = (await readTexts(snapshots, commit, [path])).get(path);
      const faults = text === undefined ? [] : faultsIn(product, path, text, formatVersion(version));
      const state = text === undefined ? "missing" : faults.length === 0 ? "complete" : "faulty";
      checked.push({ path, tag, state: isInScope(product, version) ? state : "outside scope", faults });
    }
  }
  return checked;
}

function faultsIn(product: Product, file: string, text: string, version?: string): readonly string[] {
  const rules = { types: typeNames(product), version };
  return file.endsWith(".json") ? jsonFaults(text, rules) : checkManifestText(text, rules, sha256Of);
}

function jsonFaults(text: string, rules: { types: readonly string[]; version: string | undefined }): readonly string[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return [`it is no JSON: ${(error as Error).message}`];
  }
  const parsed = manifestSchema.safeParse(document);
  if (parsed.success) return checkManifest(parsed.data, rules);
  const { found, expected } = firstIssue(parsed.error, document);
  return [`${found}, expected ${expected}`];
}

/** A file under the standard name is of the version in its name. */
function nameFaults(file: string, text: string): string[] {
  const name = /^RELEASE-MANIFEST-(.+)\.(md|json)$/.exec(basename(file));
  if (name === null) return [];
  const found =
    name[2] === "json" ? /"version": *"([^"]*)"/.exec(text) : /^## .*\bv?(\d+\.\d+\.\d+\S*)\s*$/m.exec(text);
  const version = found?.[1];
  if (version === undefined || name[1] === version || name[1]!.endsWith(`-${version}`)) return [];
  return [`it is the manifest of ${version}, and its name says ${name[1]}`];
}

function unreadable(file: string) {
  return {
    code: "manifest-file",
    kind: "input",
    found: `the manifest ${file} cannot be read`,
    expected: "a file RELEASE-MANIFEST-VERSION.md or .json",
    action: "correct the path; `slipway manifest template` prints an empty one to fill in",
  } as const;
}
