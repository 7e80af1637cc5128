import type { Message } from "./message.ts";

/** What a message says it takes back: full or shortened commit hashes, a pull request, or a header. */
export interface Revert {
  readonly hashes: readonly string[];
  readonly pullRequest: number | null;
  readonly header: string | null;
  /** Whether a target has to agree with both hash and header. */
  readonly isStrict: boolean;
}

/**
 * What becomes of a revert and what it takes back inside one release. `cancel`: both leave it · `quoted`: both leave it
 * where the revert names the hash and quotes the header literally, as the parser of conventional-changelog has it · `count`:
 * both count.
 */
export const REVERT_POLICIES = ["cancel", "quoted", "count"] as const;
export type RevertPolicy = (typeof REVERT_POLICIES)[number];

/** The parts of a commit that a revert can point at. */
export interface Revertible {
  readonly hash: string;
  readonly header: string;
  readonly pullRequest: number | null;
  readonly revert: Revert | null;
}

const QUOTED = /^(?:re(?:vert|apply):? +"(.+)"|revert(?:\([^()]*\))?!?: *(.+?))(?: \(#\d+\))?$/i;
const HASH = /\bThis reverts commits? ([0-9a-f]{7,40}(?:(?:,| and|,? and)? [0-9a-f]{7,40})*)/gi;
const REFS = /^Refs?: ((?:[0-9a-f]{7,40})(?:, *[0-9a-f]{7,40})*)\s*$/gim;
const PULL_REQUEST = /^Reverts (?:[\w.-]+\/[\w.-]+)?#(\d+)/im;

/** Reads a revert in the way the policy asks for; `text` is the whole message of the commit. */
export function readRevert(message: Message, text: string, policy: RevertPolicy): Revert | null {
  return policy === "quoted" ? quotedRevertOf(text) : revertOf(message);
}

/** The quote reaches from the first word to `This reverts commit HASH`, whatever stands between them. */
function quotedRevertOf(text: string): Revert | null {
  const start = /^\s*(?:Revert|revert:)\s"?/i.exec(text)?.[0];
  if (start === undefined) return null;
  const found = /This reverts commit (\w*)/i.exec(text);
  if (found === null) return null;
  const quote = text.slice(start.length, found.index).trimEnd().replace(/"$/, "");
  return { hashes: [found[1]!.toLowerCase()], pullRequest: null, header: quote.trim(), isStrict: true };
}

/** Reads `Revert "…"`, `revert: …` and the hashes git, forges and the specification write into the body. */
export function revertOf(message: Message): Revert | null {
  const quoted = QUOTED.exec(message.header);
  if (quoted === null && message.type !== "revert") return null;
  const text = [message.body, ...message.footers.map(({ token, value }) => `${token}: ${value}`)].join("\n");
  const named = [...text.matchAll(HASH), ...text.matchAll(REFS)].flatMap(
    (found) => found[1]!.match(/[0-9a-f]{7,40}/gi) ?? [],
  );
  const pull = PULL_REQUEST.exec(text);
  return {
    hashes: named.map((hash) => hash.toLowerCase()),
    pullRequest: pull === null ? null : Number(pull[1]),
    header: (quoted?.[1] ?? quoted?.[2])?.trim() ?? null,
    isStrict: false,
  };
}

/** What became of a commit that another one in the same range cancels. */
export interface Cancellation {
  /** Whether the commit takes the other one back, or is taken back by it. */
  readonly role: "reverts" | "cancelled by";
  readonly other: string;
}

/**
 * Which commits cancel each other inside a range, newest first: a revert and what it takes back leave together, and a
 * reverted revert brings its target back. Hashes decide; where none is named the pull request or the nearest older
 * commit with the quoted header does.
 * @returns cancelled commits by hash
 */
export function cancelledPairs(commits: readonly Revertible[]): ReadonlyMap<string, Cancellation> {
  const cancelled = new Map<string, Cancellation>();
  for (const [index, { hash, revert }] of commits.entries()) {
    if (revert === null || cancelled.has(hash)) continue;
    const older = commits.slice(index + 1).filter((other) => !cancelled.has(other.hash));
    const targets = targetsOf(revert, older);
    for (const target of targets) cancelled.set(target.hash, { role: "cancelled by", other: hash });
    const [first] = targets;
    if (first !== undefined && targets.length >= revert.hashes.length)
      cancelled.set(hash, { role: "reverts", other: first.hash });
  }
  return cancelled;
}

function targetsOf(revert: Revert, older: readonly Revertible[]): Revertible[] {
  if (revert.hashes.length > 0) {
    const agrees = ({ header }: Revertible): boolean => !revert.isStrict || header === revert.header;
    return revert.hashes.flatMap((hash) => older.find((other) => other.hash.startsWith(hash) && agrees(other)) ?? []);
  }
  const byPull = older.find((other) => revert.pullRequest !== null && other.pullRequest === revert.pullRequest);
  const target = byPull ?? older.find((other) => revert.header !== null && sameHeader(other.header, revert.header));
  return target === undefined ? [] : [target];
}

function sameHeader(a: string, b: string): boolean {
  const withoutPull = (text: string): string => text.replace(/ \(#\d+\)$/, "");
  return withoutPull(a) === withoutPull(b);
}
