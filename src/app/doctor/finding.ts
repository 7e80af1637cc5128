import { isSlipwayError } from "../../kernel/problem.ts";

export type Health = "ok" | "warning" | "problem";

/** What one check of the doctor saw. */
export interface Finding {
  /** Name of the check, such as `tags`. */
  readonly check: string;
  readonly result: Health;
  readonly found: string;
  /** What to do; absent when all is well. */
  readonly action?: string;
}

/** A finding before it has the name of its check. */
export type Seen = Omit<Finding, "check">;

export function fine(found: string): Seen {
  return { result: "ok", found };
}

export function warning(found: string, action: string): Seen {
  return { result: "warning", found, action };
}

export function problem(found: string, action: string): Seen {
  return { result: "problem", found, action };
}

/** Runs a check to its end: what stops it is a finding too, so that every other check still runs. */
export async function examine(check: string, look: () => Promise<readonly Seen[]>): Promise<Finding[]> {
  try {
    return (await look()).map((seen) => ({ check, ...seen }));
  } catch (error) {
    if (!isSlipwayError(error)) throw error;
    return error.problems.map(({ found, expected, action }) => ({
      check,
      ...problem(found, action ?? `expected: ${expected ?? "something else"}`),
    }));
  }
}
