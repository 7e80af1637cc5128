import type { EditedChangelog } from "../domain/changelog/edit.ts";
import type { Component } from "../config/product.ts";
import type { ChangelogTools } from "./changelog-of-release.ts";
import { refuseDirtyTree } from "./clean-tree.ts";

export interface WrittenChangelog {
  readonly path: string;
  /** Whether the file differs from what it was, or would. */
  readonly changed: boolean;
  readonly did: readonly string[];
}

/** Writes a component's changelog in one step, beside committed work only. A dry run does everything but that. */
export async function writeChangelog(
  { repository, workspace, product }: Pick<ChangelogTools, "repository" | "workspace" | "product">,
  { changelog: path }: Component,
  edited: EditedChangelog,
  dryRun: boolean,
): Promise<WrittenChangelog> {
  const changed = (await workspace.read(path)) !== edited.text;
  await refuseDirtyTree(repository, product);
  if (changed && !dryRun) await workspace.write(path, edited.text);
  return { path, changed, did: edited.did };
}
