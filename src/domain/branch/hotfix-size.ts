import { listed, type Finding } from "./finding.ts";
import type { Branch, Scene } from "./scene.ts";

/** A hotfix that changes more files than a smallest possible repair does. The release's own files do not count. */
export function largeHotfix({ rules }: Scene, branch: Branch, paths: readonly string[]): Finding | undefined {
  if (paths.length <= rules.hotfixFilesMax) return undefined;
  return {
    rule: "B-12",
    branch: branch.name,
    severity: "warns",
    found: `${branch.name} changes ${paths.length} files, more than ${rules.hotfixFilesMax}:${listed(paths)}`,
    action: "say why the fix needs all of them, or move what it does not need to a feature branch",
  };
}
