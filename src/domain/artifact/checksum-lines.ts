/** One line of a checksums file. */
export interface Checksum {
  /** SHA-256 in hex. */
  readonly sha256: string;
  readonly path: string;
}

/**
 * The text that `sha256sum -c` reads: digest, two spaces, path. As coreutils does, a backslash opens the line of a path
 * that holds a backslash or a line break, which are escaped.
 */
export function checksumLines(checksums: readonly Checksum[]): string {
  return checksums.map((checksum) => `${checksumLine(checksum)}\n`).join("");
}

export function checksumLine({ sha256, path }: Checksum): string {
  const escaped = path.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
  return `${escaped === path ? "" : "\\"}${sha256}  ${escaped}`;
}

/** What differs between the lines that are expected and those that are there, in words; at most `limit` of them. */
export function checksumDifferences(expected: string, found: string, limit = 5): string[] {
  const [wanted, there] = [linesByPath(expected), linesByPath(found)];
  const differences: string[] = [];
  for (const [path, line] of wanted) {
    const other = there.get(path);
    if (other === undefined) differences.push(`the line of ${path} is missing or damaged`);
    else if (other !== line) differences.push(`the line of ${path} is another one`);
  }
  for (const path of there.keys()) if (!wanted.has(path)) differences.push(`the line of ${path} does not belong there`);
  if (differences.length === 0) differences.push("the lines are the same, but their order or the ends of lines differ");
  const more = differences.length - limit;
  return more > 0 ? [...differences.slice(0, limit), `and ${more} more`] : differences;
}

function linesByPath(text: string): Map<string, string> {
  return new Map(text.split("\n").flatMap((line) => (line === "" ? [] : [[line.replace(/^\\?\S* {2}/, ""), line]])));
}
