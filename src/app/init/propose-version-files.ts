import type { VersionFileDocument } from "../../contract/config.ts";
import { readVersions, type VersionFile } from "../../domain/version-file/version-file.ts";
import { versionOf } from "../../domain/version/version.ts";
import { folderOf } from "./known-files.ts";

interface Candidate {
  readonly file: VersionFile;
  /** How slipway.yaml names it. */
  readonly entry: VersionFileDocument;
}

export interface ProposedVersionFiles {
  readonly files: readonly VersionFileDocument[];
  /** Files that state another version, for people. */
  readonly remarks: readonly string[];
}

/** The files of a folder that state the version: the current one, or any while there is no release. */
export function proposeVersionFiles(
  texts: ReadonlyMap<string, string>,
  folder: string,
  current: string | undefined,
): ProposedVersionFiles {
  const files: VersionFileDocument[] = [];
  const remarks: string[] = [];
  for (const [path, text] of texts) {
    for (const { file, entry } of candidates(path, folder)) {
      const stated = readVersions(text, file);
      if (!stated.ok) continue;
      const [{ version }] = stated.value;
      if (current === undefined ? versionOf(version) !== undefined : version === current) files.push(entry);
      else remarks.push(`${path} says ${version}${current === undefined ? "" : `, not ${current}`}: left out`);
    }
  }
  return { files, remarks };
}

function candidates(path: string, folder: string): Candidate[] {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (/^(?:__init__|__about__|_version|version)\.py$/.test(name))
    return isPackageOf(folder, path) ? [candidate(path, "python", "__version__")] : [];
  if (folderOf(path) !== folder) return [];
  if (["package.json", "package-lock.json", "npm-shrinkwrap.json"].includes(name))
    return [candidate(path, "json", "version")];
  if (name === "Cargo.toml") return [candidate(path, "toml", "package.version")];
  if (name === "setup.py") return [candidate(path, "python", "version")];
  if (name !== "pyproject.toml") return [];
  const poetry = candidate(path, "toml", "tool.poetry.version");
  return [candidate(path, "toml", "project.version"), { ...poetry, entry: { path, key: "tool.poetry.version" } }];
}

/** `name/__init__.py` or `src/name/__init__.py` below the folder. */
function isPackageOf(folder: string, path: string): boolean {
  const start = folder === "" ? "" : `${folder}/`;
  return path.startsWith(start) && /^(?:src\/)?[^/]+\/[^/]+$/.test(path.slice(start.length));
}

function candidate(path: string, format: VersionFile["format"], key: string): Candidate {
  return { file: { path, format, keys: [key], pattern: "{version}" }, entry: path };
}
