/** The first lines of what git says, in one. */
export function shorten(words: string, linesMax = 4): string {
  const lines = words.split("\n").map((line) => line.replaceAll("\t", " ").trim());
  return lines
    .filter((line) => line !== "")
    .slice(0, linesMax)
    .join("; ");
}
