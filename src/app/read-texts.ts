import type { Snapshots } from "./ports.ts";

/** Texts of files and folders at a commit, by path; what does not exist is absent. */
export async function readTexts(
  snapshots: Snapshots,
  commit: string,
  paths: readonly string[],
): Promise<Map<string, string>> {
  const found = await snapshots.find(commit, paths);
  const texts = await Promise.all([...found].map(async ([path, id]) => [path, await snapshots.text(id)] as const));
  return new Map(texts);
}
