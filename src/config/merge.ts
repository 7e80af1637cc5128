import type { ConfigDocument } from "../contract/config.ts";

/** Puts overrides on a base: maps merge key by key, everything else is replaced. */
export function mergeConfig(base: ConfigDocument, overrides: ConfigDocument): ConfigDocument {
  return merge(base, overrides) as ConfigDocument;
}

function merge(base: unknown, overrides: unknown): unknown {
  if (!isMap(base) || !isMap(overrides)) return overrides === undefined ? base : overrides;
  const keys = new Set([...Object.keys(base), ...Object.keys(overrides)]);
  return Object.fromEntries([...keys].map((key) => [key, merge(base[key], overrides[key])]));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
