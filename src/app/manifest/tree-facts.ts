import { createHash } from "node:crypto";
import { dependencyChanges } from "../../domain/dependency/dependency-changes.ts";
import type { Dependency } from "../../domain/dependency/dependency.ts";
import {
  ENVIRONMENT_EXPRESSION,
  environmentChanges,
  environmentFile,
  variableIn,
  type Environment,
} from "../../domain/manifest/environment.ts";
import { fileSorter, type FileSorter } from "../../domain/manifest/file-groups.ts";
import { FILE_GROUPS, type FileGroup, type Manifest, type ModifiedFile } from "../../domain/manifest/manifest.ts";
import { standsIn } from "../component-paths.ts";
import type { DependencyReader, FileDifference, Trees } from "../manifest-ports.ts";
import type { Repository } from "../ports.ts";
import type { ManifestSettings } from "../../config/product.ts";
import type { ManifestRelease } from "./manifest-release.ts";

export interface TreeTools {
  readonly repository: Repository;
  readonly trees: Trees;
  readonly dependencies: DependencyReader;
}

/** What the files of two releases tell about the later one. */
export type TreeFacts = Pick<Manifest, "files" | "dependencies" | "environment" | "dataMigration" | "checksums"> & {
  /** Paths of the release, of every component, without the release folder. */
  readonly paths: ReadonlySet<string>;
  /** Paths that differ, deleted ones too, of every component. */
  readonly modified: readonly string[];
};

export interface TreeQuestion {
  readonly release: ManifestRelease;
  /** Tree of the release before; absent for a first one. */
  readonly from: string | undefined;
  readonly to: string;
  readonly settings: ManifestSettings;
  /** What commits say about environment variables, by name. */
  readonly notes: ReadonlyMap<string, string>;
}

export async function readTreeFacts(tools: TreeTools, question: TreeQuestion): Promise<TreeFacts> {
  const { from, to, settings, notes, release } = question;
  const sorter = fileSorter(settings.kinds);
  const isOwn = standsIn(release.component);
  const [differences, paths, before, after] = await Promise.all([
    tools.trees.difference(from, to),
    tools.repository.list(to, ""),
    from === undefined ? NOTHING : readNeeds(tools, from, sorter, isOwn),
    readNeeds(tools, to, sorter, isOwn),
  ]);
  const own = differences.filter(({ path }) => isOwn(path));
  const measured = await measure(tools.repository, to, own);
  return {
    files: grouped(measured, sorter),
    dependencies: dependencyChanges(before.dependencies, after.dependencies),
    environment: environmentChanges(before.environment, after.environment, notes),
    dataMigration: measured
      .filter(({ path, sha256 }) => sha256 !== null && sorter.isMigration(path))
      .map(({ path }) => path),
    checksums: settings.checksums
      ? measured.flatMap(({ path, sha256 }) => (sha256 === null ? [] : [{ sha256, path }]))
      : [],
    paths: new Set(paths),
    modified: differences.map(({ path }) => path),
  };
}

const BATCH = 128; // files held in memory at a time

interface MeasuredFile extends ModifiedFile {
  /** `null` for a deleted file. */
  readonly sha256: string | null;
}

/** Lines and digest of each file as git stores it. */
async function measure(
  repository: Repository,
  tree: string,
  differences: readonly FileDifference[],
): Promise<MeasuredFile[]> {
  const measured: MeasuredFile[] = [];
  for (let start = 0; start < differences.length; start += BATCH) {
    const batch = differences.slice(start, start + BATCH);
    const contents = await repository.files(
      tree,
      batch.map(({ path }) => path).filter((path) => !path.includes("\n")),
    );
    measured.push(...batch.map((difference) => measuredFile(difference, contents.get(difference.path))));
  }
  return measured;
}

/** A file that has new lines and no content has a name that cannot be asked for: then only the short form is true. */
function measuredFile(difference: FileDifference, content: Buffer | undefined): MeasuredFile {
  const { added, deleted } = difference;
  const path = difference.path.replaceAll(/\p{Cc}/gu, (found) => encodeURIComponent(found)); // one line each
  if (content === undefined && added !== null && added > 0)
    return { path, lines: null, added, deleted: null, sha256: null };
  const sha256 = content === undefined ? null : createHash("sha256").update(content).digest("hex");
  const lines = added === null ? null : content === undefined ? 0 : linesIn(content);
  return { path, lines, added, deleted, sha256 };
}

/** A last line without a line feed counts, as it does for git. */
function linesIn(content: Buffer): number {
  let count = content.length > 0 && content.at(-1) !== 10 ? 1 : 0;
  for (let at = content.indexOf(10); at !== -1; at = content.indexOf(10, at + 1)) count++;
  return count;
}

function grouped(files: readonly MeasuredFile[], sorter: FileSorter): Record<FileGroup, ModifiedFile[]> {
  const groups: Record<FileGroup, ModifiedFile[]> = { "Source Code": [], Documentation: [], Tests: [] };
  for (const { path, lines, added, deleted } of files) groups[sorter.group(path)].push({ path, lines, added, deleted });
  for (const group of FILE_GROUPS) groups[group].sort((a, b) => (a.path < b.path ? -1 : 1));
  return groups;
}

/** What the source of a release asks for. */
interface Needs {
  readonly dependencies: readonly Dependency[];
  readonly environment: Environment;
}

const NOTHING: Needs = { dependencies: [], environment: { names: new Set(), defaults: new Map() } };

async function readNeeds(
  { repository, trees, dependencies }: TreeTools,
  tree: string,
  sorter: FileSorter,
  isOwn: (path: string) => boolean,
): Promise<Needs> {
  const counts = (path: string): boolean => isOwn(path) && !sorter.isIgnored(path) && sorter.group(path) !== "Tests";
  const paths = (await repository.list(tree, "")).filter((path) => counts(path));
  const lists = paths.filter((path) => dependencies.reads(path));
  const settings = paths.filter((path) => sorter.isEnvironmentFile(path));
  const [contents, found] = await Promise.all([
    repository.files(tree, [...lists, ...settings]),
    trees.grep(tree, ENVIRONMENT_EXPRESSION),
  ]);
  const text = (path: string): string => contents.get(path)?.toString() ?? "";
  const asked = found.filter(({ path }) => counts(path) && sorter.group(path) === "Source Code");
  return {
    dependencies: dependencies.read(new Map(lists.map((path) => [path, text(path)]))),
    environment: {
      names: new Set(asked.flatMap(({ text }) => variableIn(text) ?? [])),
      defaults: new Map(settings.flatMap((path) => [...environmentFile(text(path))])),
    },
  };
}
