import type { Product } from "../../config/product.ts";
import { readVersions, writeVersion, type VersionFile } from "../../domain/version-file/version-file.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import type { Services } from "../services.ts";

/** Refuses to commit what somebody else changed in a version file: of those, a release changes nothing but the version. */
export async function refuseForeignEdits(
  { repository, workspace }: Pick<Services, "repository" | "workspace">,
  { components }: Product,
): Promise<void> {
  const changed = new Set(await repository.changedPaths());
  const files = components.flatMap(({ versionFiles }) => versionFiles).filter(({ path }) => changed.has(path));
  const committed = await repository.files(
    "HEAD",
    files.map(({ path }) => path),
  );
  const problems: Problem[] = [];
  for (const file of files) {
    const [before, now] = [committed.get(file.path)?.toString(), await workspace.read(file.path)];
    if (before !== undefined && now !== undefined && !isBumpOnly(file, before, now)) problems.push(foreign(file.path));
  }
  if (problems[0] !== undefined) throw new SlipwayError([problems[0], ...problems.slice(1)]);
}

function isBumpOnly(file: VersionFile, before: string, now: string): boolean {
  const stated = readVersions(now, file);
  if (!stated.ok || stated.value[0] === undefined) return false;
  const bumped = writeVersion(before, file, stated.value[0].version);
  return bumped.ok && bumped.value === now;
}

function foreign(path: string): Problem {
  return {
    code: "dirty-tree",
    kind: "refused",
    found: `${path} has changes that are not committed, beside its version`,
    expected: "a version file in which only the version differs",
    action: `commit them, or put them aside with \`git stash -- ${path}\``,
  };
}
