import type { Problem } from "../../kernel/problem.ts";

/** One thing that has to hold before a release goes on, and that a machine can see for itself (G-03). */
export interface CheckItem {
  readonly id: string;
  readonly title: string;
  readonly state: "met" | "open";
  /** Whether the release waits for it. */
  readonly required: boolean;
  /** What was found. */
  readonly evidence: string;
  /** What to do while it is open. */
  readonly action: string | null;
}

/** Open with what is wrong, met with what was found. */
export function itemOf(id: string, title: string, problems: readonly Problem[], evidence: string): CheckItem {
  if (problems.length === 0) return { id, title, state: "met", required: true, evidence, action: null };
  const actions = [...new Set(problems.flatMap(({ action }) => action ?? []))];
  const found = problems.map((problem) => problem.found).join("\n");
  return { id, title, state: "open", required: true, evidence: found, action: actions.join("; ") || null };
}

export function isPassed(items: readonly CheckItem[]): boolean {
  return items.every(({ state, required }) => state === "met" || !required);
}
