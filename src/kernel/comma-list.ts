/** The parts of a list whose items commas separate, without the space around them; empty ones do not count. */
export function commaList(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
