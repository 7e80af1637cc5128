import { compareBytes } from "./byte-order.ts";
import type { ArtifactNames } from "./artifact-names.ts";
import type { ArtifactSettings } from "./artifact-settings.ts";

/** A file or symbolic link of the repository at one commit. */
export interface TreeFile {
  /** Relative to the top of the repository. */
  readonly path: string;
  readonly kind: "file" | "program" | "link";
  /** Object id of its contents. */
  readonly id: string;
  /** Length of its contents in bytes. */
  readonly size: number;
}

/** A file in an archive: the contents of a file of the repository under another name. */
export interface ArchiveEntry {
  readonly name: string;
  readonly file: TreeFile;
}

/** What a bundle holds, in the order of its names, and which parts of Appendix D were not found. */
export interface BundleLayout {
  readonly entries: readonly ArchiveEntry[];
  readonly missing: readonly MissingPart[];
}

export interface MissingPart {
  readonly part: string;
  /** Where it was looked for. */
  readonly looked: readonly string[];
}

export interface BundleParts {
  /** Every file of the repository at the tag. */
  readonly files: readonly TreeFile[];
  /** Whether a file belongs to what is released. */
  isSource(path: string): boolean;
  /** Paths of reports and records of tests and scans that count for this release. */
  readonly evidence: readonly string[];
  readonly names: ArtifactNames;
  readonly folder: string;
  readonly changelog: string;
  readonly settings: ArtifactSettings;
  /** Folders in which guides and dependency lists are looked for, the first one first; `""` is the top. */
  readonly homes: readonly string[];
}

const GUIDES = [
  {
    name: "INSTALL.md",
    key: "install",
    known: ["INSTALL.md", "INSTALLATION.md", "docs/INSTALL.md", "docs/installation.md"],
  },
  {
    name: "OPERATIONS.md",
    key: "operations",
    known: ["OPERATIONS.md", "DEPLOYMENT.md", "docs/OPERATIONS.md", "docs/DEPLOYMENT.md"],
  },
  { name: "RUNBOOK.md", key: "runbook", known: ["RUNBOOK.md", "docs/RUNBOOK.md"] },
] as const;

/** Files that say what a product is built with, lock files first; of each pair the first that exists is enough. */
const DEPENDENCY_LISTS = [
  ["package-lock.json", "package.json"],
  ["requirements.txt"],
  ["poetry.lock", "uv.lock", "pyproject.toml"],
  ["go.mod"],
  ["Cargo.lock", "Cargo.toml"],
  ["pom.xml"],
] as const;

/**
 * The layout of Appendix D below one folder `{product}-{VERSION}/`: the source at the tag in `src/`, guides, changelog,
 * manifest and dependency lists beside it, and in `test-results/` the evidence. The release folder is no source: what
 * belongs to this release stands beside it, what belongs to others does not belong here.
 */
export function bundleLayout(parts: BundleParts): BundleLayout {
  const { files, names, folder, isSource, evidence } = parts;
  const find = finder(files);
  const entries: ArchiveEntry[] = [];
  const missing: MissingPart[] = [];
  const add = (name: string, file: TreeFile): void => void entries.push({ name: `${names.base}/${name}`, file });
  for (const file of files)
    if (isSource(file.path) && !file.path.startsWith(`${folder}/`)) add(`src/${file.path}`, file);
  for (const { name, looked } of singleFiles(parts)) {
    const file = looked.map((path) => find(path)).find((found) => found !== undefined);
    if (file === undefined) missing.push({ part: name, looked });
    else add(name, file);
  }
  const manifestJson = find(names.manifestJson);
  if (manifestJson !== undefined) add(baseName(manifestJson.path), manifestJson);
  addDependencyLists(parts, find, add, missing);
  const results = evidence.flatMap((path) => find(path) ?? []);
  if (results.length === 0) missing.push({ part: "test results", looked: [`${names.evidence}/`] });
  for (const file of results) add(`test-results/${baseName(file.path)}`, file);
  return { entries: entries.toSorted((a, b) => compareBytes(a.name, b.name)), missing };
}

type Find = (path: string) => TreeFile | undefined;

/** Looks a file up by its path, in any case of letters if none has exactly this one. Links would point at nothing elsewhere. */
function finder(files: readonly TreeFile[]): Find {
  const real = files.filter(({ kind }) => kind !== "link");
  const exact = new Map(real.map((file) => [file.path, file]));
  const folded = new Map(real.map((file) => [file.path.toLowerCase(), file]));
  return (path) => exact.get(path) ?? folded.get(path.toLowerCase());
}

function singleFiles({ names, changelog, settings, homes }: BundleParts) {
  const guides = GUIDES.map(({ name, key, known }) => {
    const own = settings[key];
    return { name, looked: own === null ? homes.flatMap((home) => known.map((path) => home + path)) : [own] };
  });
  return [
    { name: "CHANGELOG.md", looked: [changelog] },
    { name: baseName(names.manifest), looked: [names.manifest] },
    ...guides,
  ];
}

/** The lists that are named, each of which has to exist; otherwise per format the first one that does, from the nearest folder. */
function addDependencyLists(
  { settings, homes }: BundleParts,
  find: Find,
  add: (name: string, file: TreeFile) => void,
  missing: MissingPart[],
): void {
  const named = settings.dependencies?.map((path) => [path]);
  const places = named ?? DEPENDENCY_LISTS.map((known) => homes.flatMap((home) => known.map((name) => home + name)));
  const taken = new Set<string>();
  for (const looked of places) {
    const file = looked.map((path) => find(path)).find((found) => found !== undefined);
    if (file === undefined && named !== undefined) missing.push({ part: `dependency list ${looked[0]}`, looked });
    if (file === undefined) continue;
    const name = baseName(file.path);
    add(taken.has(name) ? `dependencies/${file.path}` : name, file);
    taken.add(name);
  }
  if (named === undefined && taken.size === 0) missing.push({ part: "dependency list", looked: places.flat() });
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
