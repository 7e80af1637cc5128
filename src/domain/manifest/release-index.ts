import type { Mark } from "../history/marks.ts";

export const RELEASE_STATUSES = [
  "released",
  "pre-release",
  "yanked",
  "rejected",
  "rolled-back",
  "tag missing",
] as const;
export type ReleaseStatus = (typeof RELEASE_STATUSES)[number];

/** One release in the index of all of them. */
export interface IndexedRelease {
  readonly component: string | null;
  readonly version: string;
  readonly tag: string;
  /** ISO day. */
  readonly date: string;
  readonly type: string;
  readonly title: string | null;
  readonly status: ReleaseStatus;
  /** Whether the process applies to it; older releases are outside its scope and owe it nothing (U-11). */
  readonly inScope: boolean;
  readonly artifacts: readonly IndexedArtifact[];
}

/** An artifact that is there, or was there once. */
export interface IndexedArtifact {
  readonly path: string;
  readonly present: boolean;
}

/** What became of a release that has a tag. */
export function statusOf({ mark, yanked, isPrerelease }: StatusFacts): ReleaseStatus {
  if (mark !== null) return mark;
  if (yanked) return "yanked";
  return isPrerelease ? "pre-release" : "released";
}

interface StatusFacts {
  readonly mark: Mark | null;
  readonly yanked: boolean;
  readonly isPrerelease: boolean;
}

/**
 * The index as it is now, over the one that was written last. Nothing leaves it: a release whose tag is gone stays and says
 * so, and an artifact that is gone stays in its list.
 */
export function mergeIndex(before: readonly IndexedRelease[], now: readonly IndexedRelease[]): IndexedRelease[] {
  const old = new Map(before.map((release) => [keyOf(release), release]));
  const current = now.map((release) => {
    const paths = new Set(release.artifacts.map(({ path }) => path));
    const lost = (old.get(keyOf(release))?.artifacts ?? []).filter(({ path }) => !paths.has(path));
    return { ...release, artifacts: [...release.artifacts, ...lost.map(({ path }) => ({ path, present: false }))] };
  });
  const known = new Set(now.map((release) => keyOf(release)));
  const gone = before.filter((release) => !known.has(keyOf(release)));
  return [...current, ...gone.map((release) => ({ ...release, status: "tag missing" as const }))];
}

/** The index for people, newest first as it is given. */
export function indexMarkdown(product: string, releases: readonly IndexedRelease[]): string {
  const withComponents = releases.some(({ component }) => component !== null);
  const head = [
    ...(withComponents ? ["Component"] : []),
    "Version",
    "Date",
    "Type",
    "Status",
    "Title",
    "Tag",
    "Artifacts",
  ];
  const rows = releases.map((release) => [
    ...(withComponents ? [release.component ?? ""] : []),
    release.version,
    release.date,
    release.type,
    release.inScope ? release.status : `${release.status}, outside scope`,
    release.title ?? "",
    `\`${release.tag}\``,
    release.artifacts.map(({ path, present }) => (present ? linkTo(path) : `${nameOf(path)} (missing)`)).join(", "),
  ]);
  const table = [head, head.map(() => "---"), ...rows].map(
    (row) => `| ${row.map((cell) => cellOf(cell)).join(" | ")} |`,
  );
  return `# Releases of ${product}\n\n${table.join("\n")}\n`;
}

function linkTo(path: string): string {
  return `[${nameOf(path)}](${encodeURI(nameOf(path))})`;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function cellOf(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ");
}

function keyOf({ component, version }: IndexedRelease): string {
  return `${component ?? ""}\0${version}`;
}
