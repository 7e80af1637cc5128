import { entryDetails, itemsOfSection, titleBlock, type EntryText } from "./entry.ts";
import { inlineMarkdown } from "./inline.ts";
import type { ReleaseEntry } from "./release-entry.ts";
import type { Section } from "./section.ts";

/** Stands before what is said about a scan. */
export const SCAN_LABEL = "Security scan: ";

/** What the Appendix C structure says where nobody said anything. */
export const UNRECORDED = {
  noBreak: "None",
  tests: "Tests: not recorded",
  securityScan: `${SCAN_LABEL}not recorded`,
} as const;

const OBJECTIVE = "**Objective:** ";
const NOTHING_SEEN = "No change that users see.";

const COUNTED: readonly (readonly [Section, string, string])[] = [
  ["Added", "addition", "additions"],
  ["Changed", "change", "changes"],
  ["Deprecated", "deprecation", "deprecations"],
  ["Removed", "removal", "removals"],
  ["Fixed", "fix", "fixes"],
  ["Security", "security fix", "security fixes"],
  ["Breaking Changes", "breaking change", "breaking changes"],
];
const COUNTED_WORDS = new Set(COUNTED.flatMap(([, one, many]) => [one, many]));

/** A patch release that fixes a security fault is marked, so that nobody takes it for an ordinary one. */
export function titleOf(entry: ReleaseEntry): string {
  const title = entry.title === null ? defaultTitle(entry) : inlineMarkdown(entry.title);
  const urgent = entry.type === "patch" && entry.changes.some(({ section }) => section === "Security");
  return urgent && !/^SECURITY\b/.test(title) ? `SECURITY: ${title}` : title;
}

export function objectiveOf(entry: ReleaseEntry): string {
  return `${OBJECTIVE}${entry.objective === null ? countedChanges(entry) : inlineMarkdown(entry.objective)}`;
}

export function isDefaultTitle(title: string): boolean {
  return /^(?:SECURITY: )?(?:(?:Major|Minor|Patch) release|Pre-release|Unreleased)$/.test(title);
}

/** Whether an objective is the count that stands where nobody wrote one. */
export function isDefaultObjective(objective: string): boolean {
  if (objective === NOTHING_SEEN) return true;
  const parts = objective.replace(/\.$/, "").split(/, | and /);
  return parts.every((part) => /^\d+ /.test(part) && COUNTED_WORDS.has(part.replace(/^\d+ /, "")));
}

/** Counts again where the objective is a count, because items came in from elsewhere. */
export function recounted(entry: EntryText): EntryText {
  const title = titleBlock(entry);
  const { objective } = entryDetails(entry);
  if (title === undefined || objective === null || !isDefaultObjective(objective)) return entry;
  const told = counted((section) => itemsOfSection(entry, section).length);
  const body = title.body.replace(`${OBJECTIVE}${objective}`, `${OBJECTIVE}${told}`);
  return { ...entry, blocks: [{ ...title, body }, ...entry.blocks.slice(1)] };
}

/** Lines that nobody wrote; a text that has nothing but these and generated items may be written anew. */
export function isDefaultLine(line: string): boolean {
  return (
    (line.startsWith("### ") && isDefaultTitle(line.slice(4))) ||
    (line.startsWith(OBJECTIVE) && isDefaultObjective(line.slice(OBJECTIVE.length))) ||
    [UNRECORDED.noBreak, `- ${UNRECORDED.tests}`, `- ${UNRECORDED.securityScan}`].includes(line)
  );
}

function defaultTitle({ type }: ReleaseEntry): string {
  if (type === null) return "Unreleased";
  return type === "prerelease" ? "Pre-release" : `${type[0]!.toUpperCase()}${type.slice(1)} release`;
}

function countedChanges({ changes }: ReleaseEntry): string {
  return counted((section) => changes.filter((change) => change.section === section).length);
}

function counted(count: (section: Section) => number): string {
  const parts = COUNTED.flatMap(([section, one, many]) => {
    const number = count(section);
    return number === 0 ? [] : [`${number} ${number === 1 ? one : many}`];
  });
  if (parts.length === 0) return NOTHING_SEEN;
  return `${parts.length === 1 ? "" : `${parts.slice(0, -1).join(", ")} and `}${parts.at(-1)}.`;
}
