import { isSlipwayError } from "../../kernel/problem.ts";
import type { Repository } from "../ports.ts";

type History = Pick<Repository, "log" | "resolve">;

export interface Writing {
  readonly commit: string;
  readonly path: string;
  /** Commit of the version before; `null` where there is none. */
  readonly since: string | null;
}

/**
 * Ids of those who changed a file since an earlier version of it, or of who changed it last where there is none or it was
 * not changed. Merges do not count: what they bring was written by others. Empty when no commit has the file.
 */
export async function authorsSince(repository: History, { commit, path, since }: Writing): Promise<readonly string[]> {
  const not = since === null ? [] : await knownCommit(repository, since);
  const authors = new Set<string>();
  for await (const batch of repository.log({ to: commit, not, paths: true }))
    for (const { author, parents, paths = [] } of batch) {
      if (parents.length > 1 || !paths.includes(path)) continue;
      authors.add(author.email);
      if (not.length === 0) return [...authors];
    }
  if (authors.size > 0 || not.length === 0) return [...authors];
  return authorsSince(repository, { commit, path, since: null });
}

/** A history that was rewritten does not know the commit any more. */
async function knownCommit(repository: History, commit: string): Promise<readonly string[]> {
  try {
    return [await repository.resolve(commit)];
  } catch (error) {
    if (isSlipwayError(error) && error.problems[0].code === "unknown-revision") return [];
    throw error;
  }
}
