import type { Product } from "../../config/product.ts";
import { inlineMarkdown } from "../../domain/changelog/inline.ts";
import { trailers } from "../../domain/changelog/placement.ts";
import { guidesOf, isAddress } from "../../domain/version-gate/migration-guide.ts";
import { formatVersion } from "../../domain/version/version.ts";
import { fromFolder, type ManifestRelease } from "./manifest-release.ts";

/** Where operators usually write down how a release is taken back; the first that exists counts. */
const ROLLBACK_GUIDES = [
  "ROLLBACK.md",
  "docs/rollback.md",
  "RUNBOOK.md",
  "docs/runbook.md",
  "OPERATIONS.md",
  "docs/operations.md",
];

/**
 * How users get over the breaks of a release: guides by link, steps from footers. A break without either is described in
 * the changelog, so that is where the reader is sent.
 */
export function migrationSteps(
  product: Product,
  { parsed, changes, changelogLink }: ManifestRelease,
  paths: ReadonlySet<string>,
  hasBreaks: boolean,
): string[] {
  const guides = guidesOf(parsed, product.gates.migrationGuide, changes);
  const links = guides.flatMap((guide) => linkTo(product, guide, paths) ?? []);
  const written = changes.filter(({ cancelled }) => !cancelled).flatMap((change) => trailers(change, "Migration"));
  const steps = [...links, ...written.map((text) => inlineMarkdown(text))];
  return steps.length === 0 && hasBreaks ? [`[As the changelog describes](${changelogLink})`] : steps;
}

/** How a release is taken back: what commits say, the written procedure, and the version to go back to. */
export function rollbackSteps(
  product: Product,
  { changes, since, product: name }: ManifestRelease,
  paths: ReadonlySet<string>,
  movesData: boolean,
): string[] {
  const written = changes.filter(({ cancelled }) => !cancelled).flatMap((change) => trailers(change, "Rollback"));
  const { rollback } = product.manifest;
  const guide = rollback ?? ROLLBACK_GUIDES.find((path) => paths.has(path));
  const link = guide === undefined ? undefined : linkTo(product, guide, paths);
  const back =
    since === undefined
      ? `There is no earlier release: take ${name} out of service`
      : `Deploy ${formatVersion(since.version)} again (tag \`${since.tag}\`)`;
  const data = movesData ? ["Take the data migrations back, or restore the data of before the release"] : [];
  return [...written.map((text) => inlineMarkdown(text)), ...(link === undefined ? [] : [link]), ...data, back];
}

/** A link to an address, or to a file that exists. */
function linkTo(product: Product, guide: string, paths: ReadonlySet<string>): string | undefined {
  if (isAddress(guide)) return `<${guide}>`;
  return paths.has(guide) ? `[${guide}](${fromFolder(product, guide)})` : undefined;
}
