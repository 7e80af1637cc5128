/** A broken branch rule. `rule` is the requirement behind it; a finding that `blocks` keeps a release from going on. */
export interface Finding {
  readonly rule: string;
  readonly branch: string;
  readonly severity: "blocks" | "warns";
  readonly found: string;
  readonly action: string;
}

const LISTED_MAX = 10;

/** One line per item, ten at most, for the text of a finding. */
export function listed(items: readonly string[]): string {
  const more = items.length > LISTED_MAX ? [`and ${items.length - LISTED_MAX} more`] : [];
  return [...items.slice(0, LISTED_MAX), ...more].map((item) => `\n  ${item}`).join("");
}

export function days(count: number): string {
  return `${count} day${count === 1 ? "" : "s"}`;
}

export function commits(count: number): string {
  return `${count} commit${count === 1 ? "" : "s"}`;
}
