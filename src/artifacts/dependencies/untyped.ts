/** Members of what a file holds; none where it holds something else. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

export function entriesOf(value: unknown): [string, unknown][] {
  return Object.entries(objectOf(value));
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text, or the empty one where there is none. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
