import type { TreeFile } from "../../domain/artifact/bundle-layout.ts";
import type { Dependency } from "../../domain/dependency/dependency.ts";
import { fileSorter } from "../../domain/manifest/file-groups.ts";
import { standsIn } from "../component-paths.ts";
import type { ArtifactTools } from "./artifact-tools.ts";
import type { TaggedRelease } from "./tagged-release.ts";

/** What a release is built with: the dependency files of its own at the tag. Those of tests, copies and samples do not count. */
export async function releaseDependencies(
  { repository, artifacts }: ArtifactTools,
  { product, component, tag }: TaggedRelease,
  files: readonly TreeFile[],
): Promise<readonly Dependency[]> {
  const sorter = fileSorter(product.manifest.kinds);
  const isOwn = standsIn(component);
  const counts = (path: string): boolean => isOwn(path) && !sorter.isIgnored(path) && sorter.group(path) !== "Tests";
  const paths = files.filter(({ path, kind }) => kind !== "link" && counts(path) && artifacts.dependencies.reads(path));
  const contents = await repository.files(
    tag.commit,
    paths.map(({ path }) => path),
  );
  return artifacts.dependencies.read(new Map([...contents].map(([path, bytes]) => [path, bytes.toString()])));
}
