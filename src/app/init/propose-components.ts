import type { ConfigDocument } from "../../contract/config.ts";
import { cycleIn } from "../../domain/component/graph.ts";
import { tagFamilies, type TagFamily } from "../../domain/history/tag-families.ts";
import { changelogFile, folderOf } from "./known-files.ts";
import type { RepositoryFacts } from "./repository-facts.ts";
import { workspaceMembers, type Member } from "./workspace-members.ts";

export interface ProposedComponents {
  /** Absent: the product is released as one. */
  readonly components: NonNullable<ConfigDocument["components"]> | undefined;
  /** Tag patterns of a product that is released as one; absent while there are no tags. */
  readonly tag: string | string[] | undefined;
  /** What could not be placed, for people. */
  readonly remarks: readonly string[];
}

/** Tags decide what is released on its own; without tags, packages with versions of their own do. */
export function proposeComponents(facts: RepositoryFacts): ProposedComponents {
  const families = tagFamilies(facts.tags);
  const plain = families.filter(({ component }) => component === "");
  const named = families.filter(({ component }) => component !== "");
  const members = workspaceMembers(facts.texts);
  if (families.length === 0) return withoutTags(facts, members);
  const placed = place(named, members, facts.paths);
  if (countOf(plain) >= countOf(named) || placed.components.size === 0) {
    const own = plain.length > 0 ? plain : named.slice(0, 1);
    const others = families.filter((family) => !own.includes(family));
    return { components: undefined, tag: oneOrMany(own.map(({ pattern }) => pattern)), remarks: others.map(unplaced) };
  }
  const remarks = [...placed.left, ...plain].map(unplaced);
  const found = [...placed.components].map(([name, { path, families: own }]) => ({
    name,
    path,
    tag: oneOrMany(own.map(({ pattern }) => pattern)),
  }));
  return { components: componentsOf(found, members, facts), tag: undefined, remarks };
}

function withoutTags(facts: RepositoryFacts, members: readonly Member[]): ProposedComponents {
  const versions = new Set(members.map(({ version }) => version));
  const none = { components: undefined, tag: undefined, remarks: [] };
  if (members.length < 2) return none;
  if (versions.size < 2) {
    return { ...none, remarks: [`${members.length} packages share one version, so they are released together`] };
  }
  const found = members.map(({ name, path }) => ({ name, path, tag: `${name}@{version}` }));
  return { components: componentsOf(found, members, facts), tag: undefined, remarks: [] };
}

interface Found {
  readonly name: string;
  readonly path: string;
  readonly tag: string | string[];
}

function componentsOf(found: readonly Found[], members: readonly Member[], { paths }: RepositoryFacts) {
  const nameAt = new Map(found.map(({ name, path }) => [path, name]));
  const nameOf = new Map(members.map(({ name, path }) => [name, nameAt.get(path)]));
  const needsAt = new Map(members.map(({ path, needs }) => [path, needs.flatMap((need) => nameOf.get(need) ?? [])]));
  const graph = new Map(found.map(({ name, path }) => [name, [...new Set(needsAt.get(path))]]));
  const cyclic = cycleIn(graph) !== undefined;
  return Object.fromEntries(
    found.map(({ name, path, tag }) => {
      const needs = graph.get(name) ?? [];
      const changelog = changelogFile(paths, `${path}/`);
      const settings = {
        path,
        tag,
        ...(needs.length === 0 || cyclic ? {} : { dependsOn: needs }),
        ...(changelog === undefined ? {} : { changelog }),
      };
      return [name, settings];
    }),
  );
}

/** Finds the folder of each family: a package of that name, else a folder of that name, the one nearest to the top. */
function place(named: readonly TagFamily[], members: readonly Member[], paths: readonly string[]) {
  const components = new Map<string, { path: string; families: TagFamily[] }>();
  const left: TagFamily[] = [];
  const folders = foldersOf(paths);
  for (const family of named) {
    const { component } = family;
    const member = members.find((each) => namesOf(each).includes(component));
    const path = member?.path ?? folders.find((folder) => folder === component || folder.endsWith(`/${component}`));
    const same = [...components.values()].find((other) => other.path === path);
    if (path === undefined) left.push(family);
    else if (same !== undefined) same.families.push(family); // a package that changed its name
    else components.set(component, { path, families: [family] });
  }
  return { components, left };
}

function namesOf({ name, path }: Member): string[] {
  return [name, name.replace(/^@[^/]+\//, ""), path, path.slice(path.lastIndexOf("/") + 1)];
}

function foldersOf(paths: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let folder = folderOf(path); folder !== "" && !folders.has(folder); folder = folderOf(folder))
      folders.add(folder);
  }
  return [...folders].toSorted((a, b) => a.split("/").length - b.split("/").length || (a < b ? -1 : 1));
}

function countOf(families: readonly TagFamily[]): number {
  return families.reduce((sum, { count }) => sum + count, 0);
}

function oneOrMany(patterns: readonly string[]): string | string[] {
  return patterns.length === 1 ? patterns[0]! : [...patterns];
}

function unplaced({ pattern, count }: TagFamily): string {
  return `${count} tags like ${pattern} belong to nothing here`;
}
