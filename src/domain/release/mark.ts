import type { Mark } from "../history/marks.ts";
import type { ReleaseState } from "./release-state.ts";

/**
 * The mark that a release still owes its tag, because it did not stay: later plans count past it, and its number is used
 * (rule 4). Absent when it owes none, or has it.
 */
export function markOwed({ status, facts }: Pick<ReleaseState, "status" | "facts">): Mark | undefined {
  if (status !== "rejected" && status !== "rolled-back") return undefined;
  return typeof facts.get("tag") === "string" && facts.get("mark") === undefined ? status : undefined;
}
