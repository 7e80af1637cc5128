import type { ConfigDocument } from "../contract/config.ts";

/** Puts overrides on a base: maps merge key by key, lists of phases and steps by name, everything else is replaced. */
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
  const merged = [...base];
  for (const entry of overrides) {
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

/** Phases are named by their key `phase`, steps by the only key they have. */
function nameOf(entry: Entry): string {
  return typeof entry["phase"] === "string" ? entry["phase"] : Object.keys(entry)[0]!;
}

const NAMED_LISTS = ["phases", "steps", "together"];

function isNamedList(value: unknown, path: Path): value is readonly Entry[] {
  const isOfSteps = NAMED_LISTS.includes(path.at(-1) ?? "") || path.at(-2) === "detours";
  return path[0] === "workflows" && isOfSteps && Array.isArray(value);
}

function isMap(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
