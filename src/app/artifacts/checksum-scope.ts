import picomatch from "picomatch";
import type { TreeFile } from "../../domain/artifact/bundle-layout.ts";
import { standsIn } from "../component-paths.ts";
import type { TaggedRelease } from "./tagged-release.ts";

/** The files that a checksums file covers, in its order. */
export interface ChecksumScope {
  readonly covered: readonly TreeFile[];
  /** The manifest, which stands last; none when the release has none. */
  readonly manifest: readonly TreeFile[];
  /** Whether the bundle is covered, before the manifest. */
  readonly withBundle: boolean;
}

/**
 * Every file at a milestone, and the bundle; otherwise the files that match `artifacts.source`. Links are left
 * out: `sha256sum` would read what they point at.
 */
export function checksumScope(release: TaggedRelease, files: readonly TreeFile[]): ChecksumScope {
  const { product, component, names, isMilestone } = release;
  const { source } = product.artifacts;
  const isOwn = standsIn(component);
  const pattern = picomatch([...source], { dot: true });
  const matches = (path: string): boolean => pattern(path.replaceAll("\n", " ")); // a dot matches no line break
  const isCovered = ({ path, kind }: TreeFile): boolean => {
    if (kind === "link" || path === names.manifest) return false;
    const ofRelease = path.startsWith(`${product.releaseFolder}/`);
    return isMilestone ? ofRelease || isOwn(path) : !ofRelease && isOwn(path) && matches(path);
  };
  return {
    covered: files.filter((file) => isCovered(file)),
    manifest: files.filter(({ path }) => path === names.manifest),
    withBundle: isMilestone,
  };
}
