/** How headers and breaking notes are read. Tools differ here, and their users' histories are written for them. */
export interface MessageGrammar {
  /** Groups, in this order: type, scope, bang, subject. They have no names, which would cost more than the match. */
  readonly header: RegExp;
  /** Whether `Feat` is another type than `feat`. */
  readonly isTypeExact: boolean;
  /** A line that starts a breaking note; group 1 is its text. */
  readonly breakingNote: RegExp;
  /** Words without which no breaking note can stand in a message; absent for `BREAKING CHANGE` and `BREAKING-CHANGE`. */
  readonly breakingKeyword?: RegExp;
}

/**
 * `specification` Conventional Commits 1.0.0 · `conventional-changelog` the parser of semantic-release's
 * conventionalcommits preset, standard-version and lerna · `angular` the same parser with the angular preset, which
 * does not know `!` · `python-semantic-release` its parser · `commitizen` the rules of the Python tool, where a breaking
 * note is a header of its own.
 */
export const GRAMMARS = [
  "specification",
  "conventional-changelog",
  "angular",
  "python-semantic-release",
  "commitizen",
] as const;
export type GrammarName = (typeof GRAMMARS)[number];

const SPECIFIED_NOTE = /^[ \t]*(?:[*-][ \t]+)?BREAKING[ -]CHANGE[ \t]*:[ \t]*(.*)$/;
const LOOSE_HEADER = String.raw`^(\w+)(?:\((.*)\))?(!)?:[ \t]+(\S.*)$`;

/**
 * The specification wants the keyword in capitals and a colon. The parsers of conventional-changelog accept any case
 * and white space instead of the colon, after bullets and table bars, but a keyword alone on its line is no note.
 */
export const GRAMMAR: Readonly<Record<GrammarName, MessageGrammar>> = {
  specification: {
    header: /^([\p{L}\p{N}_][\p{L}\p{N}_/-]*)[ \t]*(?:\(([^()\n]*)\))?(!)?:[ \t]*(\S.*)$/u,
    isTypeExact: false,
    breakingNote: SPECIFIED_NOTE,
  },
  "conventional-changelog": {
    header: new RegExp(LOOSE_HEADER),
    isTypeExact: true,
    breakingNote: /^[ \t|*]*BREAKING[ -]CHANGE[: \t]+(.*)$/i,
  },
  angular: {
    header: new RegExp(LOOSE_HEADER.replace("(!)?", "((?!))?")),
    isTypeExact: true,
    breakingNote: /^[ \t|*]*BREAKING CHANGE[: \t]+(.*)$/i,
  },
  "python-semantic-release": {
    header: new RegExp(LOOSE_HEADER),
    isTypeExact: true,
    breakingNote: SPECIFIED_NOTE,
  },
  commitizen: {
    isTypeExact: true,
    header: /^(BREAKING[- ]CHANGE|\w+)(?:\((.+)\))?(!)?:(.*)$/,
    breakingNote: /^BREAKING[- ]CHANGE(?:\(.+\))?!?:(.*)$/,
  },
};

/** A grammar by its name, with other words for breaking notes where some are given; the longest that fits counts. */
export function grammarOf(name: GrammarName, breakingKeywords?: readonly string[]): MessageGrammar {
  if (breakingKeywords === undefined) return GRAMMAR[name];
  const words = breakingKeywords
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join("|");
  return {
    header: GRAMMAR[name].header,
    isTypeExact: GRAMMAR[name].isTypeExact,
    breakingNote: new RegExp(String.raw`^[ \t|*]*(?:${words})[: \t]+(.*)$`, "i"),
    breakingKeyword: new RegExp(words, "i"),
  };
}
