import type { Repository } from "../ports.ts";

/** Id of whoever changed a file last, up to a commit; `null` when no commit has it: then it comes with Slipway. */
export async function lastAuthor(
  repository: Pick<Repository, "log">,
  commit: string,
  path: string,
): Promise<string | null> {
  for await (const batch of repository.log({ to: commit, paths: true })) {
    const found = batch.find(({ paths = [] }) => paths.includes(path));
    if (found !== undefined) return found.author.email;
  }
  return null;
}
