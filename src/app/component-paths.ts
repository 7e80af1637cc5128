import picomatch from "picomatch";
import type { Component, Product } from "../config/product.ts";
import type { Commit } from "../domain/commit/commit.ts";
import { isLockFile } from "../domain/component/lock-files.ts";

/**
 * Whether a commit counts for a component. Lock files of parts follow from other files, and a commit without any path
 * belongs to the product as a whole; settings can say otherwise of both, and then a merge counts where it brings files.
 */
export function belongsTo(component: Component): (commit: Commit) => boolean {
  const { paths, exclude, countsLockFiles, countsEmptyCommits } = component;
  const whole = isWhole(paths);
  if (whole && exclude.length === 0) return () => true;
  const stands = standsIn(component);
  const counts = (path: string): boolean => stands(path) && (whole || countsLockFiles || !isLockFile(path));
  return ({ paths: touched = [], parents }) => {
    const isMerge = parents.length > 1;
    if (touched.length === 0 || (isMerge && !countsEmptyCommits)) return whole || (countsEmptyCommits && !isMerge);
    return touched.some((path) => counts(path));
  };
}

/** Whether a file stands in the folders of a component, and is not excluded. */
export function standsIn({ paths, exclude }: Component): (path: string) => boolean {
  const inside = isWhole(paths) ? () => true : below(paths ?? []);
  const outside = exclude.length === 0 ? () => false : below(exclude);
  return (path) => inside(path) && !outside(path);
}

/** Plain folders are compared as text: with fifty components, patterns would cost more than the rest of the plan. */
function below(globs: readonly string[]): (path: string) => boolean {
  const plain = globs.filter((glob) => /^[\w./@-]+$/.test(glob)).map((folder) => ({ folder, inside: `${folder}/` }));
  const [only] = plain;
  if (only !== undefined && globs.length === 1) return (path) => path.startsWith(only.inside) || path === only.folder;
  const patterns = globs.filter((glob) => !plain.some(({ folder }) => folder === glob));
  const matches =
    patterns.length === 0
      ? () => false
      : picomatch(
          patterns.flatMap((glob) => [glob, `${glob}/**`]),
          { dot: true },
        );
  return (path) => plain.some(({ folder, inside }) => path.startsWith(inside) || path === folder) || matches(path);
}

/** Whether commits have to be read with the paths they touch. */
export function needsPaths({ components }: Product): boolean {
  return components.some(({ paths, exclude }) => !isWhole(paths) || exclude.length > 0);
}

function isWhole(paths: Component["paths"]): boolean {
  return paths === null || paths.includes(".");
}
