import type { Product } from "../config/product.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import type { Repository } from "./ports.ts";

/**
 * Refuses to write beside somebody's unfinished work. What a release itself writes (changelogs, version files,
 * `releases/`) may already be changed: a release is prepared in several commands, and a killed one is run again.
 */
export async function refuseDirtyTree(repository: Repository, product: Product): Promise<void> {
  const problem = await foreignWork(repository, product);
  if (problem !== undefined) throw new SlipwayError(problem);
}

/** Unfinished work in files that a release does not write itself; absent when there is none. */
export function foreignWork(repository: Repository, product: Product): Promise<Problem | undefined> {
  return unfinishedWork(repository, (path) => isReleaseFile(path, product), "files that a release writes itself");
}

/** What is not committed and not expected to differ; absent when there is nothing. */
export async function unfinishedWork(
  repository: Repository,
  mayDiffer: (path: string) => boolean,
  exempt: string,
): Promise<Problem | undefined> {
  const dirty = (await repository.changedPaths()).filter((path) => !mayDiffer(path));
  return dirty.length === 0 ? undefined : dirtyTree(dirty, exempt);
}

/** Whether a release writes this file by itself. */
export function isReleaseFile(path: string, { components, releaseFolder }: Product): boolean {
  if (path.startsWith(`${releaseFolder}/`)) return true;
  return components.some(
    ({ changelog, versionFiles }) => path === changelog || versionFiles.some((file) => file.path === path),
  );
}

function dirtyTree(paths: readonly string[], exempt: string): Problem {
  const more = paths.length > 10 ? `\n  and ${paths.length - 10} more` : "";
  return {
    code: "dirty-tree",
    kind: "refused",
    found: `the working tree has changes that are not committed:\n  ${paths.slice(0, 10).join("\n  ")}${more}`,
    expected: `a clean working tree; only ${exempt} may differ`,
    action: "commit them, or put them aside with `git stash --include-untracked`",
  };
}
