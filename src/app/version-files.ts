import type { Component } from "../config/product.ts";
import { parseChangelog } from "../domain/changelog/document.ts";
import { readVersions, writeVersion, type VersionFile } from "../domain/version-file/version-file.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import { err, ok, type Result } from "../kernel/result.ts";

/** Reads files from wherever the question is about: the working tree, or a commit. */
export type ReadFile = (path: string) => Promise<string | undefined>;

/** What a file says its version is. */
export interface StatedVersion {
  readonly path: string;
  readonly versions: readonly string[];
}

export interface VersionEdit {
  readonly path: string;
  /** The versions that stand there now. */
  readonly from: readonly string[];
  readonly to: string;
  /** The whole new text; absent when the file states the version already. */
  readonly content: string | undefined;
}

/** The edits that make every version file of a component state a version. All faults are told together. */
export async function planEdits({ versionFiles }: Component, version: string, read: ReadFile): Promise<VersionEdit[]> {
  const edits = await Promise.all(versionFiles.map(async (file) => planEdit(file, version, await read(file.path))));
  const problems = edits.flatMap((edit) => (edit.ok ? [] : [edit.error]));
  if (problems[0] !== undefined) throw new SlipwayError([problems[0], ...problems.slice(1)]);
  return joinEdits(edits.flatMap((edit) => (edit.ok ? [edit.value] : [])));
}

/** What is wrong with the version files of a component, when each of them has to state `version` (V-13). */
export async function versionFileProblems(
  component: Component,
  version: string,
  read: ReadFile,
  changelogCounts: boolean,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const stated: StatedVersion[] = [];
  for (const file of component.versionFiles) {
    const found = statedIn(file, await read(file.path));
    if (found.ok) stated.push({ path: file.path, versions: found.value });
    else problems.push({ ...found.error, kind: "failed" });
  }
  stated.push(...statedInChangelog(component, version, await read(component.changelog), changelogCounts));
  const differing = stated.filter(({ versions }) => versions.some((found) => found !== version));
  return differing.length === 0 ? problems : [...problems, inconsistent(version, stated, differing)];
}

function statedIn(file: VersionFile, text: string | undefined): Result<readonly string[], Problem> {
  if (text === undefined) return err(fileMissing(file.path));
  const places = readVersions(text, file);
  return places.ok ? ok([...new Set(places.value.map(({ version }) => version))]) : places;
}

/** An entry for the version states it. Without one, the newest entry is what the changelog states. */
function statedInChangelog(
  { changelog: path }: Component,
  version: string,
  text: string | undefined,
  counts: boolean,
): StatedVersion[] {
  if (text === undefined) return [];
  const versions = parseChangelog(text).entries.flatMap((entry) => entry.version ?? []);
  if (versions.includes(version)) return [{ path, versions: [version] }];
  const [newest] = versions;
  return counts && newest !== undefined ? [{ path, versions: [newest] }] : [];
}

function planEdit(file: VersionFile, version: string, text: string | undefined): Result<VersionEdit, Problem> {
  const from = statedIn(file, text);
  if (!from.ok) return from;
  if (text!.includes("\uFFFD")) return err(notUtf8(file.path));
  const content = writeVersion(text!, file, version);
  if (!content.ok) return content;
  return ok({
    path: file.path,
    from: from.value,
    to: version,
    content: content.value === text ? undefined : content.value,
  });
}

/** A file may be listed more than once, each time with another place: then the edits have to be made one after another. */
function joinEdits(edits: readonly VersionEdit[]): VersionEdit[] {
  const paths = edits.map(({ path }) => path);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw new SlipwayError(listedTwice(twice));
  return [...edits];
}

function inconsistent(version: string, stated: readonly StatedVersion[], differing: readonly StatedVersion[]): Problem {
  const list = stated.map(({ path, versions }) => `${path}: ${versions.join(" and ")}`);
  return {
    code: "version-files-differ",
    kind: "failed",
    found: `not every file states ${version}:\n  ${list.join("\n  ")}`,
    expected: `${version} in ${differing.map(({ path }) => path).join(", ")}, in the commit that is tagged`,
    action: `\`slipway bump ${version} --commit\`, then tag`,
  };
}

function fileMissing(path: string): Problem {
  return {
    code: "version-file-missing",
    kind: "input",
    found: `the version file ${path} does not exist`,
    expected: "every file of `versioning.files` in slipway.yaml",
    action: "add the file, or take it out of slipway.yaml",
  };
}

function notUtf8(path: string): Problem {
  return {
    code: "version-file-encoding",
    kind: "input",
    found: `${path} has bytes that are no UTF-8, and writing it would lose them`,
    expected: "a text in UTF-8",
    action: `convert it, for example with \`iconv -f latin1 -t utf-8\``,
  };
}

function listedTwice(path: string): Problem {
  return {
    code: "version-file-twice",
    kind: "input",
    found: `${path} is listed twice in \`versioning.files\``,
    expected: "one entry a file",
    action: "join the entries: `key` may be a list",
  };
}
