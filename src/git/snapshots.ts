import type { Snapshots } from "../app/ports.ts";
import type { GitObject, GitObjects } from "./objects.ts";
import { objectMissing } from "./problems.ts";
import { treeEntries, treeListing, type TreeEntry } from "./tree.ts";

const CACHED_BYTES_MAX = 8 * 1024 * 1024;
/** Git reads such a path from the folder it stands in, and there is none in a tree. */
export const RELATIVE = /^\.\.?(?:\/|$)/;
/** Only such a name always stands for the same commit. */
const FULL_HASH = /^[0-9a-f]{40,}$/;

/** Reads trees and files of many commits; what is unchanged is asked for once. */
export function openSnapshots(objects: GitObjects): Snapshots {
  const folders = new Map<string, Promise<ReadonlyMap<string, TreeEntry>>>();
  const texts = new Map<string, Promise<string>>();
  const first = new Map<string, GitObject>();
  let looked: Promise<void> | undefined;
  let cachedBytes = 0;

  /** Each round of questions may be the start of a git, so the first look asks for everything at once. */
  async function firstLook(commit: string, paths: readonly string[]): Promise<void> {
    const plain = paths.filter((path) => !RELATIVE.test(path)).map((path) => path.replace(/\/$/, ""));
    const wanted = new Set(plain.flatMap((path) => [path, ...foldersAbove(path)]));
    const names = [`${commit}^{tree}`, ...[...wanted].map((path) => `${commit}:${path}`)];
    const found = await Promise.all(names.map((name) => objects.read(name)));
    for (const object of found) if (object !== undefined) first.set(object.id, object);
    if (FULL_HASH.test(commit) && found[0] !== undefined) first.set(names[0]!, found[0]);
  }

  const read = async (name: string): Promise<GitObject | undefined> => first.get(name) ?? objects.read(name);

  async function entriesOf(name: string): Promise<ReadonlyMap<string, TreeEntry>> {
    const entries = new Map<string, TreeEntry>();
    const tree = await read(name);
    if (tree === undefined) throw objectMissing(name);
    for (const entry of treeEntries(tree.content, tree.id.length / 2)) entries.set(entry.name, entry);
    return entries;
  }

  async function entryAt(root: ReadonlyMap<string, TreeEntry>, path: string): Promise<TreeEntry | undefined> {
    const steps = path.replace(/\/$/, "").split("/");
    let entries = root;
    for (const step of steps.slice(0, -1)) {
      const entry = entries.get(step);
      if (entry?.kind !== "folder") return undefined;
      const known = folders.get(entry.id) ?? entriesOf(entry.id);
      folders.set(entry.id, known);
      entries = await known;
    }
    return entries.get(steps.at(-1)!);
  }

  async function readText(id: string): Promise<string> {
    const found = await read(id);
    if (found === undefined) throw objectMissing(id);
    const text = found.type === "tree" ? treeListing(found.content, found.id.length / 2) : found.content.toString();
    cachedBytes += text.length;
    return text;
  }

  return {
    async find(commit, paths) {
      await (looked ??= firstLook(commit, paths));
      const root = await entriesOf(`${commit}^{tree}`);
      const entries = await Promise.all(paths.map((path) => entryAt(root, path)));
      return new Map(
        entries.flatMap((entry, index) => {
          const path = paths[index]!;
          return entry?.kind === (path.endsWith("/") ? "folder" : "file") ? [[path, entry.id] as const] : [];
        }),
      );
    },
    text(id) {
      const known = texts.get(id);
      if (known !== undefined) return known;
      if (cachedBytes > CACHED_BYTES_MAX) {
        texts.clear();
        cachedBytes = 0;
      }
      const text = readText(id);
      texts.set(id, text);
      return text;
    },
  };
}

function foldersAbove(path: string): string[] {
  const steps = path.split("/");
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join("/"));
}
