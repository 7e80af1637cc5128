/** What the heading of a changelog entry says. */
export interface VersionHeading {
  /** The version as written, without a `v`; `null` for what is not released yet. */
  readonly version: string | null;
  /** Day as written, `YYYY-MM-DD`; `null` when the heading has none. */
  readonly date: string | null;
  readonly yanked: boolean;
}

const UNRELEASED = /^\[?unreleased\b/i;
const VERSION =
  /^(?:release +|version +|@?[\w./-]+@|[\w.-]*[a-z]-(?=v?\d+\.\d+\.))?v?(?<version>\d+\.\d+(?:\.\d+)?(?:-[0-9a-z.-]*[0-9a-z])?(?:\+[0-9a-z.-]*[0-9a-z])?)(?<rest>.*)$/i;
const GOES_ON = /^\s*(?:$|[-–—:;,/(["“`*]|\d|released?\b|yanked\b)/i;
const DATE = /\b\d{4}-\d{2}-\d{2}\b/;

/**
 * Reads the headings changelogs have in the wild: `[1.2.0] - 2026-01-31`, `1.2.0 (2026-01-31)`, `v1.2.0`,
 * `[1.2.0](https://…) (2026-01-31) [YANKED]`, `api@1.2.0`. Anything else, such as a section title, is `undefined`.
 */
export function readVersionHeading(text: string, level: number): VersionHeading | undefined {
  if (level > 3) return undefined;
  const plain = text.replace(/^[^\p{L}\p{N}[@]+/u, "").replace(/[*_]+$/, "");
  if (level < 3 && UNRELEASED.test(plain)) return { version: null, date: null, yanked: false };
  const bracketed = plain.startsWith("[");
  const groups = VERSION.exec(bracketed ? plain.slice(1) : plain)?.groups;
  if (groups === undefined) return undefined;
  const rest = groups["rest"]!;
  if (bracketed ? !rest.startsWith("]") : !GOES_ON.test(rest)) return undefined;
  const date = DATE.exec(rest)?.[0] ?? null;
  if (level === 3 && date === null && !bracketed) return undefined;
  return { version: groups["version"]!, date, yanked: /\[?\byanked\b\]?/i.test(rest) };
}
