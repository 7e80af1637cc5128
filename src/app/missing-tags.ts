import { firstLine } from "../domain/commit/commit.ts";
import type { Repository } from "./ports.ts";
import type { ComponentHistory } from "./component-history.ts";

const RELEASE_COMMIT =
  /^(?:chore|build|release)(?:\([^)]*\))?: (?:release|bump|publish|prepare)?.*?v?\d+\.\d+\.\d+|^v?\d+\.\d+\.\d+$|^release v?\d+\.\d+\.\d+/i;
const DATED_ENTRY = /^#{1,2} \[?v?(\d+\.\d+\.\d+[^\s\]]*)\]?[^\n]*\d{4}-\d{2}-\d{2}/m;

/**
 * Signs that a repository without release tags had releases all the same, so that its tags are missing here.
 * A first number must never be given to a product that was released before.
 */
export async function missingTagsEvidence(
  repository: Repository,
  histories: readonly ComponentHistory[],
  { to, releasing }: { to: string; releasing: string | undefined },
): Promise<string | undefined> {
  if ((await repository.setting("remote.origin.tagOpt")) === "--no-tags") return "this clone was made with --no-tags";
  for (const { component, commits } of histories) {
    const changelog = (await repository.files(to, [component.changelog])).get(component.changelog)?.toString() ?? "";
    const entries = [...changelog.matchAll(new RegExp(DATED_ENTRY, "gm"))]
      .map((found) => found[1]!)
      .filter((version) => version !== releasing);
    const released = commits.find(({ message }) => {
      const header = firstLine(message);
      return RELEASE_COMMIT.test(header) && (releasing === undefined || !header.includes(releasing));
    });
    if (entries.length > 1)
      return `${component.changelog} tells of ${entries.length} releases, the latest ${entries[0]}`;
    if (released !== undefined && entries.length > 0)
      return `commit ${released.hash.slice(0, 8)} says "${firstLine(released.message)}"`;
  }
  return undefined;
}
