/**
 * A broken branch rule. `rule` is the requirement behind it; a finding that `blocks` keeps a release from going on, and
 * one that is `excepted` was allowed by somebody, with a reason.
 */
export interface Finding {
  readonly rule: string;
  readonly branch: string;
  readonly severity: "blocks" | "warns" | "excepted";
  readonly found: string;
  /** Empty where nothing is to be done. */
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
