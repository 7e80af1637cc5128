import { shortHash } from "../commit/commit.ts";
import type { Change } from "../plan/change.ts";
import { compareVersions, formatVersion, type Version } from "../version/version.ts";
import { met, open, type GateResult } from "./gate.ts";

/** An announcement that something will go: one entry of the registry. */
export interface Deprecation {
  readonly item: string;
  /** The release that announced it. */
  readonly announced: Version;
  /** The release that may remove it. */
  readonly removal: Version;
  /** What users are told about when and how. */
  readonly timeline: string;
}

/** The registry as it stands, and what earlier releases really held. */
export interface DeprecationRegistry {
  readonly path: string;
  readonly entries: readonly Deprecation[];
  /** Whether the registry of the release that announced an entry has the entry. */
  wasRecorded(entry: Deprecation): boolean;
}

/** Something a release takes away, and who says so. */
export interface Removal {
  readonly item: string;
  readonly source: string;
  /** `footer`: `item` is the exact name. `changelog`: a sentence that mentions it. */
  readonly kind: "footer" | "changelog";
}

const ID = "deprecation";

/** What a release removes: `Removes:` footers, and the list under `Removed` in its changelog entry. */
export function removalsOf(changes: readonly Change[], removed: readonly string[]): readonly Removal[] {
  const footers = changes
    .filter(({ cancelled }) => !cancelled)
    .flatMap(({ commit, footers }) =>
      footers
        .filter(({ token }) => token.toLowerCase() === "removes")
        .map(({ value }) => ({ item: plain(value), source: `commit ${shortHash(commit)}`, kind: "footer" as const })),
    );
  return [...footers, ...removed.map((item) => ({ item, source: "the changelog", kind: "changelog" as const }))];
}

/** Whatever a MAJOR removes was announced by a MINOR before it (V-11). One result a removal. */
export function deprecationGates(
  version: Version,
  removals: readonly Removal[],
  registry: DeprecationRegistry,
): readonly GateResult[] {
  if (removals.length === 0) return [met(ID, "removals were announced", "nothing is removed")];
  return removals.map((removal) => {
    const title = `removal of ${removal.item} (${removal.source}) was announced`;
    const entry = registry.entries.find(({ item }) => means(removal, plain(item)));
    if (entry === undefined)
      return open(
        ID,
        title,
        `${registry.path} has no entry for it`,
        `announce it in a MINOR release first: add it to ${registry.path}, release that, then remove it`,
      );
    const fault = faultOf(entry, version, registry);
    const announced = `${registry.path}: announced in ${formatVersion(entry.announced)}, ${entry.timeline}`;
    return fault === undefined
      ? met(ID, title, announced)
      : open(
          ID,
          title,
          `${registry.path}: ${fault}`,
          "keep it in this release, and remove it when the announcement allows",
        );
  });
}

function faultOf(entry: Deprecation, version: Version, registry: DeprecationRegistry): string | undefined {
  const { announced, removal } = entry;
  const text = formatVersion(announced);
  if (compareVersions(announced, version) >= 0) return `it is announced in ${text}, which is not an earlier release`;
  if (announced.minor === 0 || announced.patch !== 0 || announced.prerelease.length > 0)
    return `it is announced in ${text}, which is no MINOR release`;
  if (compareVersions(removal, version) > 0) return `its removal is planned for ${formatVersion(removal)}, not earlier`;
  return registry.wasRecorded(entry) ? undefined : `the registry of release ${text} does not hold it`;
}

function means({ item, kind }: Removal, name: string): boolean {
  if (kind === "footer") return item.toLowerCase() === name.toLowerCase();
  const text = plain(item).toLowerCase();
  for (let at = text.indexOf(name.toLowerCase()); at !== -1; at = text.indexOf(name.toLowerCase(), at + 1)) {
    const around = `${text[at - 1] ?? " "}${text[at + name.length] ?? " "}`;
    if (!/[\p{L}\p{N}_]/u.test(around)) return true;
  }
  return false;
}

function plain(text: string): string {
  return text.replaceAll("`", "").replaceAll(/\s+/g, " ").trim();
}
