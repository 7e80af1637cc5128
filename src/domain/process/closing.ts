/** What has to hold before a release is closed, beside the end of every run and of every debt (G-21, G-23). */
export const EXIT_CONDITIONS = [
  "in-production",
  "watched",
  "merged-back",
  "nothing-critical",
  "told",
  "documents",
  "outputs",
] as const;
export type ExitCondition = (typeof EXIT_CONDITIONS)[number];

export interface Closing {
  readonly conditions: readonly ExitCondition[];
  /** Items of checklists and forms that say that nothing critical is open. */
  readonly critical: readonly string[];
  /** Items that hold the mean score of users, of 5, and how many answered; `null`: nobody is asked. */
  readonly feedback: { readonly score: string; readonly answers: string } | null;
}
