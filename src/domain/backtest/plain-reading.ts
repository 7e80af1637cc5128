/**
 * A second, deliberately coarse reading of messages, which shares no code with the rules. It is there to ask how often
 * "nothing to release" is answered where nothing can be found, and never where something plainly stands.
 */
export interface PlainReading {
  /** No line of any message could release anything under any convention. */
  readonly isSilent: boolean;
  /** A header releases something under every convention read here. */
  readonly isPlain: boolean;
}

/** @param types further types that the repository's own rules release, globs included */
export function readPlainly(messages: readonly string[], types: readonly string[]): PlainReading {
  const own = types.flatMap((type) => type.match(/\w+/g) ?? []);
  const words = ["feat", "feature", "fix", "perf", ...own].join("|");
  const anywhere = new RegExp(
    String.raw`^\W*(?:${words}).*:|^\W*\w+(?:\(.*\))?!:|\bbreaking\b|\brevert|release-as`,
    "im",
  );
  const plain = /^(?:feat|fix|perf)(?:\([\w ./-]+\))?: \S/;
  const skipped = /\[(?:skip\s+release|release\s+skip)\]/i;
  const hasRevert = messages.some((message) => /\brevert/i.test(message));
  return {
    isSilent: !messages.some((message) => anywhere.test(message)),
    isPlain: !hasRevert && messages.some((message) => plain.test(message) && !skipped.test(message)),
  };
}
