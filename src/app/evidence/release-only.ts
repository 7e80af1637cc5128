import type { Product } from "../../config/product.ts";
import { readVersions, writeVersion } from "../../domain/version-file/version-file.ts";
import { isReleaseFile } from "../clean-tree.ts";
import type { BranchReader, Repository } from "../ports.ts";

/**
 * Paths in which two commits differ in more than a release itself writes. Of a version file only the version may differ:
 * the one of the later commit, written into the earlier file, has to give the later file.
 */
export async function foreignDifferences(
  { repository, branches }: { repository: Repository; branches: BranchReader },
  product: Product,
  from: string,
  to: string,
): Promise<readonly string[]> {
  const changed = await branches.changedBetween(from, to);
  const foreign = changed.filter((path) => !isReleaseFile(path, product));
  if (foreign.length > 0) return foreign;
  const files = product.components.flatMap(({ versionFiles }) => versionFiles);
  const versions = files.filter(({ path }) => changed.includes(path));
  if (versions.length === 0) return [];
  const paths = versions.map(({ path }) => path);
  const [before, after] = await Promise.all([repository.files(from, paths), repository.files(to, paths)]);
  return versions
    .filter((file) => {
      const [old, fresh] = [before.get(file.path)?.toString(), after.get(file.path)?.toString()];
      if (old === undefined || fresh === undefined) return true;
      const stated = readVersions(fresh, file);
      const written =
        stated.ok && stated.value[0] !== undefined ? writeVersion(old, file, stated.value[0].version) : stated;
      return !written.ok || written.value !== fresh;
    })
    .map(({ path }) => path);
}
