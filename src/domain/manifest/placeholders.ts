/** What stands in a text until somebody fills it in. Code spans and addresses may hold the like. */
const OPEN = [
  /\{\{[^{}]*\}\}/,
  /\{[A-Z][A-Z0-9 _-]*\}/,
  /<(?:[A-Z][A-Z0-9 _-]*|[a-z]+(?: [a-z]+)+)>/,
  /\b(?:TBD|TBA|FIXME|XXX)\b/,
  /\bTODO\b(?=:|$)|^TODO\b/,
  /\bYYYY-MM-DD\b|\bX\.Y\.Z\b|(?:^|\s)[nNX]\/[mMX](?=\s|$)/,
  /^\[[^\]]*\]$/,
  /^(?:\.{3}|…|\?+)$/,
] as const;

/** The first open placeholder of a text. */
export function placeholderIn(text: string): string | undefined {
  const words = text.replaceAll(/`[^`]*`/g, "").replaceAll(/\]\([^)]*\)/g, "]()");
  for (const pattern of OPEN) {
    const found = pattern.exec(words.trim());
    if (found !== null) return found[0].trim();
  }
  return undefined;
}
