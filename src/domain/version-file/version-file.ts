import type { Problem } from "../../kernel/problem.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { VersionFileFormat } from "./formats.ts";
import { locateInJson } from "./json.ts";
import { locateInPattern } from "./pattern.ts";
import { locateInPython } from "./python.ts";
import { locateInToml } from "./toml.ts";
import { locateInYaml } from "./yaml.ts";
import type { Locate, VersionPlace } from "./version-place.ts";

/** How each kind of file tells where its version stands. A new kind is one file, its name, and one line here. */
const LOCATE: Readonly<Record<VersionFileFormat, Locate>> = {
  json: locateInJson,
  toml: locateInToml,
  yaml: locateInYaml,
  python: locateInPython,
  pattern: locateInPattern,
};

/** A file that states the version, and where in it. */
export interface VersionFile {
  readonly path: string;
  readonly format: VersionFileFormat;
  /** Key paths in JSON, TOML and YAML (see `parseKeyPath`), names of variables or arguments in Python. */
  readonly keys: readonly string[];
  /** Literal text with `{version}` in it, for the format `pattern`. */
  readonly pattern: string;
}

/** Every place of a text that states the version; at least one. */
export function readVersions(
  text: string,
  file: VersionFile,
): Result<readonly [VersionPlace, ...VersionPlace[]], Problem> {
  const places = LOCATE[file.format](text, file);
  if (!places.ok) return err(notStated(file, places.error));
  const [first, ...rest] = places.value;
  return first === undefined ? err(notStated(file, "the version is not in it")) : ok([first, ...rest]);
}

/** The text with another version in every place. All other characters stay as they are. */
export function writeVersion(text: string, file: VersionFile, version: string): Result<string, Problem> {
  const places = readVersions(text, file);
  if (!places.ok) return places;
  const pieces: string[] = [];
  let offset = 0;
  for (const { start, end } of places.value) {
    pieces.push(text.slice(offset, start), version);
    offset = end;
  }
  return ok(pieces.join("") + text.slice(offset));
}

function notStated({ path, format, keys, pattern }: VersionFile, reason: string): Problem {
  const where = format === "pattern" ? `the text ${pattern}` : keys.map((key) => `\`${key}\``).join(" and ");
  return {
    code: "version-file",
    kind: "input",
    found: `${path} (${format}): ${reason}`,
    expected: `the version as text at ${where}`,
    action: "add it to the file, or correct its entry in `versioning.files` of slipway.yaml",
  };
}
