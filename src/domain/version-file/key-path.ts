import { err, ok, type Result } from "../../kernel/result.ts";
import type { VersionPlace } from "./version-place.ts";

/** Where a value stands in a tree of maps and lists; places in a list are written as numbers. */
export interface KeyPath {
  readonly text: string;
  readonly segments: readonly string[];
  /** Whether a file may do without it: written with a `?` at the end. */
  readonly optional: boolean;
}

/** A value some format found at a key path. Without `place` it is no text, and `kind` says what it is instead. */
export interface FoundValue {
  readonly path: readonly string[];
  readonly place: VersionPlace | undefined;
  readonly kind: string;
}

const SEGMENT = /\.?([^.[\]"]+)|\[(\d+)\]|\["([^"]*)"\]/y;

/** Reads `project.version`, `packages[0].version`, or `packages[""].version`: any key may stand quoted in brackets. */
export function parseKeyPath(text: string): Result<KeyPath, string> {
  const optional = text.endsWith("?");
  const path = optional ? text.slice(0, -1) : text;
  const segments: string[] = [];
  SEGMENT.lastIndex = 0;
  while (SEGMENT.lastIndex < path.length) {
    const found = path.startsWith(".") ? null : SEGMENT.exec(path);
    if (found === null) return err(`\`${text}\` is no key path such as project.version or packages[""].version`);
    segments.push(found[1] ?? found[2] ?? found[3] ?? "");
  }
  return segments.length === 0 ? err("the key path is empty") : ok({ text, segments, optional });
}

export function parseKeyPaths(texts: readonly string[]): Result<readonly KeyPath[], string> {
  const paths: KeyPath[] = [];
  for (const text of texts) {
    const path = parseKeyPath(text);
    if (!path.ok) return path;
    paths.push(path.value);
  }
  return ok(paths);
}

/** The one text at each path. A key that is missing, written twice or not a text is refused: no reader agrees on it. */
export function placesAt(paths: readonly KeyPath[], found: readonly FoundValue[]): Result<VersionPlace[], string> {
  const places: VersionPlace[] = [];
  for (const path of paths) {
    const here = found.filter((value) => samePath(value.path, path.segments));
    const [only, second] = here;
    if (only === undefined && path.optional) continue;
    if (only === undefined) return err(`there is no \`${path.text}\``);
    if (second !== undefined) return err(`\`${path.text}\` is written twice`);
    if (only.place === undefined) return err(`\`${path.text}\` is ${only.kind}, not a text`);
    places.push(only.place);
  }
  return ok(places.toSorted((a, b) => a.start - b.start));
}

export function samePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((segment, index) => segment === b[index]);
}
