import { firstLine, shortHash, type Commit } from "../commit/commit.ts";
import { GRAMMAR, grammarOf, type MessageGrammar } from "../commit/grammar.ts";
import { parseMessage, type Message } from "../commit/message.ts";
import { referencesOf } from "../commit/references.ts";
import { cancelledPairs, readRevert, type Cancellation, type Revert } from "../commit/revert.ts";
import { splitSquash } from "../commit/squash.ts";
import type { Bump } from "../version/bump.ts";
import { compileRules, type RuleSet, type Ruling } from "./rules.ts";

/** A commit, or one of the messages a commit holds, seen as a change of the product. */
export interface Change {
  readonly commit: string;
  readonly type: string | null;
  readonly scope: string | null;
  readonly subject: string;
  readonly breaking: boolean;
  readonly bump: Bump;
  /** The rule that gave the bump, or the reason why the change counts for nothing. */
  readonly rule: string;
  readonly breakingNotes: readonly string[];
  readonly body: string;
  readonly footers: Message["footers"];
  readonly pullRequest: number | null;
  readonly issues: readonly string[];
  readonly author: string;
  /** Unix seconds at which the author wrote it. */
  readonly authoredAt: number;
  /** Taken back inside the same range, or taking back something in it. */
  readonly cancelled: boolean;
}

/** The text to use instead of a commit's message, and the file that says so. */
export interface Correction {
  readonly file: string;
  readonly message: string;
}

/** Corrections by commit hash, which may be shortened. */
export type Corrections = ReadonlyMap<string, Correction>;

/**
 * Commits whose header has a `!` that the grammar does not know. People mean a break by it, so a plan names them.
 */
export function unreadBangs(commits: readonly Commit[], { grammar }: Pick<RuleSet, "grammar">): Commit[] {
  if (grammar !== "angular") return [];
  return commits.filter(({ message }) => {
    const { type, breaking } = parseMessage(message, GRAMMAR[grammar]);
    return type === null && !breaking && GRAMMAR.specification.header.exec(firstLine(message))?.[3] === "!";
  });
}

const NOTHING_CANCELLED: ReadonlyMap<string, Cancellation> = new Map();
const SKIPPED = /\[(?:skip release|release skip)\]/i;
const FIXUP = /^(?:fixup|squash|amend)! /;

interface Read {
  readonly commit: Commit;
  readonly messages: readonly Message[];
  readonly correction: Correction | undefined;
  readonly pullRequest: number | null;
  /** Of the first message. */
  readonly issues: readonly string[];
  readonly revert: Revert | null;
}

/** Every commit of a range as changes, in the order given (newest first), each with the rule that fired. */
export function changesOf(commits: readonly Commit[], rules: RuleSet, corrections: Corrections = new Map()): Change[] {
  return changeReader(rules, corrections)(commits);
}

/** Like {@link changesOf} for many ranges: the rules are made ready once. */
export function changeReader(rules: RuleSet, corrections: Corrections): (commits: readonly Commit[]) => Change[] {
  const rule = compileRules(rules);
  const reading: Reading = {
    squash: rules.squash,
    reverts: rules.reverts,
    grammar: grammarOf(rules.grammar, rules.breakingKeywords),
  };
  return (commits) =>
    changesIn(
      commits.map((commit) => readCommit(commit, reading, corrections)),
      rules,
      rule,
    );
}

function changesIn(read: readonly Read[], rules: RuleSet, rule: ReturnType<typeof compileRules>): Change[] {
  const cancelled = rules.reverts === "count" ? NOTHING_CANCELLED : cancellations(read);
  const changes: Change[] = [];
  for (const entry of read) {
    const cancellation = cancelled.size === 0 ? undefined : cancelled.get(entry.commit.hash);
    for (const message of entry.messages) {
      const isRevert = entry.revert !== null && message === entry.messages[0];
      const ruling = overruled(entry, message, cancellation) ?? rule(message, isRevert);
      changes.push(toChange(entry, message, withCorrection(ruling, entry.correction), cancellation !== undefined));
    }
  }
  return changes;
}

/** Most ranges hold no revert, and then there is nothing to compare. */
function cancellations(read: readonly Read[]): ReadonlyMap<string, Cancellation> {
  if (read.every(({ revert }) => revert === null)) return NOTHING_CANCELLED;
  return cancelledPairs(
    read.map(({ commit, messages, ...rest }) => ({ hash: commit.hash, header: messages[0]?.header ?? "", ...rest })),
  );
}

/** How messages are taken apart, with the grammar made once for all of them. */
interface Reading extends Pick<RuleSet, "squash" | "reverts"> {
  readonly grammar: MessageGrammar;
}

function readCommit(commit: Commit, { squash, reverts, grammar }: Reading, corrections: Corrections): Read {
  const correction = corrections.size === 0 ? undefined : correctionOf(commit.hash, corrections);
  const text = correction?.message ?? commit.message;
  const parts = splitSquash(text, squash);
  const header = parseMessage(parts[0] ?? "", grammar);
  const messages = parts.length < 2 ? [header] : [header, ...parts.slice(1).map((part) => parseMessage(part, grammar))];
  const { pullRequest, issues } = referencesOf(header);
  return {
    commit,
    messages,
    correction,
    pullRequest,
    issues,
    revert: readRevert(header, text, reverts),
  };
}

function correctionOf(hash: string, corrections: Corrections): Correction | undefined {
  for (const [prefix, correction] of corrections) if (hash.startsWith(prefix)) return correction;
  return undefined;
}

function overruled({ commit }: Read, message: Message, cancellation: Cancellation | undefined): Ruling | undefined {
  if (cancellation !== undefined) {
    return { bump: "none", rule: `${cancellation.role} ${shortHash(cancellation.other)} in the same release` };
  }
  if (SKIPPED.test(commit.message)) return { bump: "none", rule: "marked [skip release]" };
  if (message.type !== null || message.breaking) return undefined;
  if (commit.parents.length > 1) return { bump: "none", rule: "merge commit: its commits count themselves" };
  if (FIXUP.test(message.header)) return { bump: "none", rule: "fixup of another commit" };
  return undefined;
}

function withCorrection(ruling: Ruling, correction: Correction | undefined): Ruling {
  return correction === undefined ? ruling : { ...ruling, rule: `${ruling.rule} (corrected by ${correction.file})` };
}

function toChange(
  { commit, messages, pullRequest, issues }: Read,
  message: Message,
  ruling: Ruling,
  cancelled: boolean,
): Change {
  return {
    commit: commit.hash,
    type: message.type,
    scope: message.scope,
    subject: message.subject,
    breaking: message.breaking,
    bump: ruling.bump,
    rule: ruling.rule,
    breakingNotes: message.breakingNotes,
    body: message.body,
    footers: message.footers,
    issues: message === messages[0] ? issues : referencesOf(message).issues,
    pullRequest,
    author: commit.author.name,
    authoredAt: commit.authoredAt,
    cancelled,
  };
}
