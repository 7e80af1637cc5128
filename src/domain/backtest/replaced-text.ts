import type { Commit } from "../commit/commit.ts";
import { GRAMMAR } from "../commit/grammar.ts";
import { parseMessage } from "../commit/message.ts";
import { splitSquash } from "../commit/squash.ts";
import type { ReleaseFacts } from "./release-facts.ts";
import type { SectionKind } from "./release-section.ts";

type Asked = Pick<ReleaseFacts, "section" | "range" | "prereleases">;

/**
 * Whether the notes list a commit under a kind that its text does not have, or keep quiet about one that it has. Then the
 * text was replaced where the repository does not keep it: in the description of a pull request.
 */
export function isTextReplaced({ section, range, prereleases }: Asked): boolean {
  if (section === undefined) return false;
  const listed = section.commits;
  const texts = range.map(({ hash, message }) => ({ hash: hash.slice(0, 7), message, kinds: kindsOf(message) }));
  if (texts.some(({ hash, kinds }) => contradicts(kinds, listed.get(hash), section.kinds))) return true;
  const isChore = ({ message, kinds }: (typeof texts)[number]): boolean => /^chore\b/.test(message) && kinds.size === 1;
  if (texts.some((text) => isChore(text) && listed.get(text.hash)?.has("dependency"))) return true;
  const isOnlyTakenAlong = section.kinds.size === 1 && section.kinds.has("dependency");
  if (listed.size === 0 && !isOnlyTakenAlong) return false;
  const isAbsent = texts.some(
    ({ hash, message, kinds }) =>
      !listed.has(hash) &&
      (beginsWithFeature(message) || (prereleases.length === 0 && isKeptQuiet(kinds, section.kinds))),
  );
  return isAbsent || (section.kinds.has("breaking") && !texts.some(({ kinds }) => kinds.has("breaking")));
}

/**
 * Whether the notes tell of a break where no text does or take features for fixes, so that a person wrote them, or miss features that are newer than
 * every commit they list, so that they were made before these. What is reverted, notes keep quiet about.
 */
export function isToldOtherwise({ section, range }: Pick<ReleaseFacts, "section" | "range">): boolean {
  if (section === undefined) return false;
  const texts = range.map(({ message }) => message);
  if (section.kinds.has("breaking") && !texts.some((text) => /breaking[ -]change|!:/i.test(text))) return true;
  if (range.some(({ hash, message }) => isMistaken(message, section.commits.get(hash.slice(0, 7))))) return true;
  if (texts.some((text) => /^revert/im.test(text))) return false;
  const isListed = ({ hash }: Commit): boolean => section.commits.has(hash.slice(0, 7));
  const isFeature = ({ message }: Commit): boolean => typeIn(message) === "feat";
  const newest = range.findIndex((commit) => isListed(commit));
  return (
    newest > 0 &&
    range.some((commit) => isFeature(commit) && !isListed(commit)) &&
    range.slice(newest).every((commit) => isListed(commit) || !isFeature(commit))
  );
}

/** A kind that the notes have nowhere, although a message inside of the text has it. */
function isKeptQuiet(text: ReadonlySet<SectionKind>, notes: ReadonlySet<SectionKind>): boolean {
  return (["feature", "breaking"] as const).some((kind) => text.has(kind) && !notes.has(kind));
}

/** Whether a feature is listed as a fix alone, or a fix as a feature alone. */
function isMistaken(message: string, listed: ReadonlySet<SectionKind> | undefined): boolean {
  if (listed?.size !== 1) return false;
  const type = typeIn(message);
  return (type === "feat" && listed.has("fix")) || (type === "fix" && listed.has("feature"));
}

function typeIn(message: string): string | undefined {
  return /^(\w+)(?:\([^)]*\))?!?: /.exec(message)?.[1];
}

function contradicts(
  text: ReadonlySet<SectionKind>,
  notes: ReadonlySet<SectionKind> | undefined,
  all: ReadonlySet<SectionKind>,
): boolean {
  if (notes === undefined) return false;
  const invented = (["feature", "fix", "breaking"] as const).some((kind) => notes.has(kind) && !text.has(kind));
  const demoted = text.has("feature") && !notes.has("feature");
  return invented || demoted || (text.has("breaking") && !all.has("breaking"));
}

function kindsOf(message: string): Set<SectionKind> {
  const kinds = new Set<SectionKind>();
  for (const { type, breaking } of messagesOf(message)) {
    if (type === null && !breaking) continue;
    kinds.add(type === "feat" || type === "feature" ? "feature" : type === "fix" ? "fix" : "other");
    if (breaking) kinds.add("breaking");
  }
  return kinds;
}

function beginsWithFeature(message: string): boolean {
  return messagesOf(message)[0]?.type === "feat";
}

function messagesOf(message: string) {
  return splitSquash(message, ["paragraphs"]).map((part) => parseMessage(part, GRAMMAR.specification));
}
