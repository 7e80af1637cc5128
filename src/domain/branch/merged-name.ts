const MERGED_NAME = /^Merge (?:remote-tracking )?branch '([^']+)'|^Merge pull request #\d+ from [^/\s]+\/(\S+)/;

/** The branch that a merge commit says it brought in, in the words of git or of a forge. */
export function mergedName(message: string): string | undefined {
  const found = MERGED_NAME.exec(message);
  return found?.[1]?.replace(/^origin\//, "") ?? found?.[2];
}
