/** A lie that was found in a log, or a file that nobody can account for. */
export interface LogFinding {
  readonly code: "checkpoint" | "entry" | "tile" | "forked" | "truncated" | "extra" | "index";
  /** The file, or `entry 17`. */
  readonly where: string;
  /** The first entry it is about; `null` when it is about none. */
  readonly index: number | null;
  readonly explains: string;
}

/** More of them would help nobody. */
export const FINDINGS_MAX = 100;
