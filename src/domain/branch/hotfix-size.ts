import { exceptedBy, type BranchException } from "./exception.ts";
import { listed, type Finding } from "./finding.ts";
import type { Branch, Scene } from "./scene.ts";

/** An exception for a hotfix, and the files that it changed by then. */
export interface JustifiedSize {
  readonly exception: BranchException;
  readonly paths: readonly string[];
}

/**
 * A hotfix that changes more files than a smallest possible repair does, and nobody said why it needs all of them. The
 * release's own files do not count.
 */
export function largeHotfix(
  { rules }: Scene,
  branch: Branch,
  paths: readonly string[],
  justified: readonly JustifiedSize[] = [],
): Finding | undefined {
  if (paths.length <= rules.hotfixFilesMax) return undefined;
  const found = `${branch.name} changes ${paths.length} files, more than ${rules.hotfixFilesMax}`;
  const known = justified.find((size) => paths.every((path) => size.paths.includes(path)));
  const finding = { rule: "B-12", branch: branch.name };
  if (known !== undefined)
    return { ...finding, severity: "excepted", found: `${found}: ${exceptedBy(known.exception)}`, action: "" };
  return {
    ...finding,
    severity: "blocks",
    found: `${found}:${listed(paths)}`,
    action: `slipway branch except ${branch.name} --reason "why it needs all of them"   (or: move the others to a feature branch)`,
  };
}
