import type { ConfigDocument } from "../contract/config.ts";

/** Puts overrides on a base: maps merge key by key, lists of phases, steps and items by name, everything else is replaced. */
export function mergeConfig(base: ConfigDocument, overrides: ConfigDocument): ConfigDocument {
  return merge(base, overrides, []) as ConfigDocument;
}

type Path = readonly string[];

function merge(base: unknown, overrides: unknown, path: Path): unknown {
  if (isNamedList(base, path) && isNamedList(overrides, path)) return mergeNamed(base, overrides, path);
  if (!isMap(base) || !isMap(overrides)) return overrides === undefined ? base : overrides;
  const keys = new Set([...Object.keys(base), ...Object.keys(overrides)]);
  return Object.fromEntries([...keys].map((key) => [key, merge(base[key], overrides[key], [...path, key])]));
}

type Entry = Readonly<Record<string, unknown>>;

/** Entries that are there already are changed where they stand; a new one goes to the end, or behind `after`. */
function mergeNamed(base: readonly Entry[], overrides: readonly Entry[], path: Path): Entry[] {
  const merged = base.map((entry) => spelledOut(entry, path));
  for (const short of overrides) {
    const entry = spelledOut(short, path);
    const name = nameOf(entry);
    const place = merged.findIndex((candidate) => nameOf(candidate) === name);
    if (place !== -1) {
      merged[place] = merge(merged[place], entry, path) as Entry;
      continue;
    }
    const content = entry[name];
    const before = isMap(content) ? merged.findIndex((candidate) => nameOf(candidate) === content["after"]) : -1;
    merged.splice(before === -1 ? merged.length : before + 1, 0, entry);
  }
  return merged;
}

/** Phases are named by their key `phase`, steps and items by the only key they have. */
function nameOf(entry: Entry): string {
  return typeof entry["phase"] === "string" ? entry["phase"] : Object.keys(entry)[0]!;
}

/** An item may be its text alone; merged with a map, it is the text of the map. */
function spelledOut(entry: Entry, path: Path): Entry {
  if (path[0] !== "templates") return entry;
  return Object.fromEntries(
    Object.entries(entry).map(([id, item]) => [id, typeof item === "string" ? { text: item } : item]),
  );
}

const NAMED_LISTS = ["phases", "steps", "together"];

function isNamedList(value: unknown, path: Path): value is readonly Entry[] {
  if (!Array.isArray(value)) return false;
  if (path[0] === "templates") return path.at(-1) === "items";
  return path[0] === "workflows" && (NAMED_LISTS.includes(path.at(-1) ?? "") || path.at(-2) === "detours");
}

function isMap(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
