/** What kinds of change a changelog section tells of. */
export type SectionKind = "breaking" | "feature" | "fix" | "dependency" | "other";

/** The section of one release in a changelog that a tool wrote. */
export interface ReleaseSection {
  readonly kinds: ReadonlySet<SectionKind>;
  /** The kinds under which each commit is listed, by the first seven characters of its hash. */
  readonly commits: ReadonlyMap<string, ReadonlySet<SectionKind>>;
  /** Its heading stands a level below that of the others, as the conventionalcommits preset has it for a patch. */
  readonly isHeadedAsPatch: boolean;
  /** The release that its heading compares with: `1.2.0` of `…/compare/v1.2.0...v1.3.0`; absent without such a link. */
  readonly since: string | undefined;
}

const HEADING = /^#{1,5}\s+(?:Version |Release )?\[?v?(\d+\.\d+\.\d+[0-9A-Za-z.+-]*)/i;
const COMPARED = /\/compare\/[^)\s]*?(\d+\.\d+\.\d+[0-9A-Za-z.+-]*?)\.{2,3}[^.]/;
const SUBHEADING = /^(?:#{2,5}\s+|\*\*)(.+?)(?:\*\*)?\s*$/;
/** A bullet, or the link to a commit with which cog begins a line; `- - -` is a rule. */
const ITEM = /^\s*[*-]\s+(?!- -)\S|^\[[0-9a-f]{6,40}\]\(/;
const COMMIT = /\/commit\/([0-9a-f]{7,40})|\[`?([0-9a-f]{7,10})`?\]/g;

/** Whether a changelog has the section of any release. */
export function tellsOfReleases(changelog: string): boolean {
  return new RegExp(HEADING.source, "im").test(changelog);
}

/** Finds the section of a version; absent when there is none. */
export function releaseSection(changelog: string, version: string): ReleaseSection | undefined {
  const lines = linesOfSection(changelog, version);
  if (lines === undefined) return undefined;
  const [heading = "", ...entries] = lines;
  const kinds = new Set<SectionKind>();
  const commits = new Map<string, Set<SectionKind>>();
  let kind: SectionKind = "other";
  for (const line of entries) {
    if (line.startsWith("#") || /^\*\*[^*]+\*\*\s*$/.test(line)) {
      kind = kindOf(SUBHEADING.exec(line)?.[1] ?? line);
      continue;
    }
    const isItem = ITEM.test(line);
    if (isItem || (kind === "breaking" && line.trim() !== "")) kinds.add(kind);
    if (!isItem) continue;
    for (const [, long, short] of line.matchAll(COMMIT)) {
      const hash = (long ?? short!).slice(0, 7);
      commits.set(hash, (commits.get(hash) ?? new Set()).add(kind));
    }
  }
  const isHeadedAsPatch = heading.startsWith("### ");
  return { kinds, commits, isHeadedAsPatch, since: COMPARED.exec(heading)?.[1] };
}

/** Without splitting the whole file: changelogs are long, and the section is near the top. */
function linesOfSection(changelog: string, version: string): string[] | undefined {
  let section: string[] | undefined;
  for (let start = 0; start < changelog.length;) {
    const next = changelog.indexOf("\n", start);
    const end = next === -1 ? changelog.length : next;
    const line = changelog.slice(start, end);
    const heading = line.startsWith("#") ? HEADING.exec(line)?.[1] : undefined;
    if (heading === version) section ??= [line]; // lerna may write one for each of several packages
    else if (heading !== undefined && section !== undefined) return section;
    else section?.push(line);
    start = end + 1;
  }
  return section;
}

function kindOf(title: string): SectionKind {
  if (/breaking/i.test(title)) return "breaking";
  if (/\bfeat|features?\b|new feature|added|enhancements?/i.test(title)) return "feature";
  if (/bug|fix/i.test(title)) return "fix";
  return /dependenc/i.test(title) ? "dependency" : "other";
}
