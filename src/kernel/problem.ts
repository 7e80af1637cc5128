import type { Result } from "./result.ts";

/**
 * Who can do something about a problem:
 * `input` wrong use, configuration or input · `failed` a check answered no · `nothing` there is nothing to release ·
 * `refused` policy or authority says no.
 */
export type ProblemKind = "input" | "failed" | "nothing" | "refused";

/** What a person is told when something cannot be done: what was found, what was expected, what to do. */
export interface Problem {
  readonly code: string;
  readonly kind: ProblemKind;
  readonly found: string;
  readonly expected?: string;
  readonly action?: string;
}

/** Carries one or more problems up to the one place that prints them. Problems that can be found together travel together. */
export class SlipwayError extends Error {
  override readonly name = "SlipwayError";
  readonly problems: readonly [Problem, ...Problem[]];

  constructor(problems: Problem | readonly [Problem, ...Problem[]], options?: ErrorOptions) {
    const list = "code" in problems ? ([problems] as const) : problems;
    super(list.map((problem) => problem.found).join("\n"), options);
    this.problems = list;
  }
}

/** Whether an error is one of ours. Asked by name, because bundles hold copies of the class. */
export function isSlipwayError(error: unknown): error is SlipwayError {
  return error instanceof Error && error.name === "SlipwayError";
}

/** The value of a result, or its problem thrown. */
export function unwrap<T>(result: Result<T, Problem>): T {
  if (result.ok) return result.value;
  throw new SlipwayError(result.error);
}
