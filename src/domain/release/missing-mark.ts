import { MARKS, markTag, type Mark } from "../history/marks.ts";
import { MAIN, type ReleaseState } from "./release-state.ts";

/** A mark to be set beside the tag of a release, under the name that it gets. */
export interface MissingMark {
  readonly mark: Mark;
  /** The tag of the release. */
  readonly tag: string;
  readonly name: string;
}

/**
 * The mark that a release must carry and does not: its tag exists, and it was rejected or rolled back. That it was
 * rejected is final before it ends.
 */
export function missingMark({ status, runs, facts }: ReleaseState): MissingMark | undefined {
  const end = status === "running" ? runs.get(MAIN)?.status : status;
  const mark = MARKS.find((each) => each === end);
  const tag = facts.get("tag");
  if (mark === undefined || typeof tag !== "string") return undefined;
  const name = markTag(mark, tag);
  return facts.get("mark") === name ? undefined : { mark, tag, name };
}
