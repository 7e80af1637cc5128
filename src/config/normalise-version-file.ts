import type { VersionFileDocument } from "../contract/config.ts";
import type { VersionFileFormat } from "../domain/version-file/formats.ts";
import type { VersionFile } from "../domain/version-file/version-file.ts";

const FORMAT_OF_EXTENSION: Readonly<Record<string, VersionFileFormat>> = {
  json: "json",
  jsonc: "json",
  toml: "toml",
  yaml: "yaml",
  yml: "yaml",
  py: "python",
};

/** Where the version stands in files that many products have. npm writes it twice into its lock file. */
const KEYS_OF_FILE: Readonly<Record<string, readonly string[]>> = {
  "pyproject.toml": ["project.version"],
  "Cargo.toml": ["package.version"],
  "setup.py": ["version"],
  "package-lock.json": ["version", 'packages[""].version?'],
  "npm-shrinkwrap.json": ["version", 'packages[""].version?'],
};

export function normaliseVersionFile(file: VersionFileDocument): VersionFile {
  const { path, format, key, pattern } = typeof file === "string" ? { path: file } : file;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const chosen = format ?? (pattern === undefined ? formatOf(name) : "pattern");
  const usual = KEYS_OF_FILE[name] ?? [chosen === "python" ? "__version__" : "version"];
  return {
    path,
    format: chosen,
    keys: key === undefined ? usual : typeof key === "string" ? [key] : key,
    pattern: pattern ?? "{version}",
  };
}

function formatOf(name: string): VersionFileFormat {
  return FORMAT_OF_EXTENSION[name.slice(name.lastIndexOf(".") + 1)] ?? "pattern";
}
