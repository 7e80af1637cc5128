import type { Mark } from "../history/marks.ts";
import { bumpBetween, type Bump } from "../version/bump.ts";
import { compareVersions, formatVersion, isPrerelease, type Version } from "../version/version.ts";

/** What is known of one release tag. */
export interface TaggedVersion {
  readonly version: Version;
  readonly tag: string;
  /** ISO day. */
  readonly date: string;
  /** Message of the tag; absent for a lightweight one. */
  readonly message: string | undefined;
  /** Title of the changelog entry, for tags that say none. */
  readonly entryTitle: string | null;
  readonly mark: Mark | undefined;
}

/** One line of the history of versions (V-16). */
export interface VersionRow {
  readonly version: string;
  readonly tag: string;
  readonly date: string;
  /** How it differs from the highest lower release: its bump, or what else it is. */
  readonly type: Exclude<Bump, "none"> | "first" | "pre-release";
  readonly title: string | null;
  /** The phase or workstream its title names. */
  readonly label: string | null;
  readonly mark: Mark | null;
}

/** The history of versions, highest first. */
export function versionRows(releases: readonly TaggedVersion[]): VersionRow[] {
  const ordered = releases.toSorted((a, b) => compareVersions(a.version, b.version));
  let previous: Version | undefined;
  const rows = ordered.map((release) => {
    const type = typeOf(release.version, previous);
    if (!isPrerelease(release.version)) previous = release.version;
    const title = titleIn(release.message) ?? release.entryTitle;
    const label = /\b(?:phase|workstream)\s+[\w.]+/i.exec(title ?? "")?.[0] ?? null;
    const { version, tag, date, mark } = release;
    return { version: formatVersion(version), tag, date, type, title, label, mark: mark ?? null };
  });
  return rows.toReversed();
}

function typeOf(version: Version, previous: Version | undefined): VersionRow["type"] {
  if (isPrerelease(version)) return "pre-release";
  const bump = previous === undefined ? "none" : bumpBetween(previous, version);
  return bump === "none" ? "first" : bump;
}

/** `Release v1.4.0: Title`; a first line of another form is the title itself, unless it only repeats the version. */
function titleIn(message: string | undefined): string | null {
  const line = message?.trimStart().split("\n")[0]?.trim() ?? "";
  const found = /^Release .*?\d+\.\d+\.\d+\S*?: (.+)$/.exec(line);
  if (found !== null) return found[1]!;
  return line === "" || /^\S*\d+\.\d+\.\d+\S*$/.test(line) ? null : line;
}
