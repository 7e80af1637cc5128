const PLACE = /\{(\w+)\}/g;

/**
 * Puts values into the braces of a template. Each value becomes one line, so that a message keeps its form; texts keep
 * their lines.
 */
export function fillTemplate(
  template: string,
  values: Readonly<Record<string, string>>,
  texts: Readonly<Record<string, string>> = {},
): string {
  return template.replaceAll(PLACE, (whole, name: string) => {
    if (texts[name] !== undefined) return texts[name].trim();
    const value = values[name];
    return value === undefined ? whole : value.replaceAll(/\s+/g, " ").trim();
  });
}

/** The names in braces a template may not use. */
export function unknownPlaces(template: string, known: readonly string[]): string[] {
  return [...template.matchAll(PLACE)].map((found) => found[1]!).filter((name) => !known.includes(name));
}
