import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Document, type Scalar } from "yaml";
import { err, type Result } from "../../kernel/result.ts";
import { parseKeyPaths, placesAt, type FoundValue } from "./key-path.ts";
import type { PlaceSetting, VersionPlace } from "./version-place.ts";

/** Finds texts by key path in YAML, in whichever document of the file holds them. */
export function locateInYaml(text: string, { keys }: PlaceSetting): Result<readonly VersionPlace[], string> {
  const paths = parseKeyPaths(keys);
  if (!paths.ok) return paths;
  const parsed = parseAllDocuments(text, { uniqueKeys: false, logLevel: "error", prettyErrors: true });
  const documents: readonly Document[] = Array.isArray(parsed) ? parsed : [];
  const fault = documents.flatMap(({ errors }) => errors)[0];
  if (fault !== undefined) return err(`it is no YAML: ${fault.message.split("\n")[0]}`);
  const found = paths.value.flatMap(({ segments }) =>
    documents.flatMap(({ contents }) =>
      nodesAt(contents, segments).map((node) => ({ path: segments, ...valueOf(text, node) })),
    ),
  );
  return placesAt(paths.value, found);
}

/** Every value at a path; more than one when a key is repeated. */
function nodesAt(node: unknown, [segment, ...rest]: readonly string[]): unknown[] {
  if (segment === undefined) return [node];
  if (isMap(node)) {
    const pairs = node.items.filter(({ key }) => (isScalar(key) ? String(key.value) : String(key)) === segment);
    return pairs.flatMap(({ value }) => nodesAt(value, rest));
  }
  const item = isSeq(node) && /^\d+$/.test(segment) ? node.items[Number(segment)] : undefined;
  return item === undefined ? [] : nodesAt(item, rest);
}

function valueOf(text: string, node: unknown): Omit<FoundValue, "path"> {
  if (!isScalar(node)) return { place: undefined, kind: isAlias(node) ? "an alias" : "a map or a list" };
  const place = placeOf(text, node);
  return { place, kind: place === undefined ? `written as ${node.type ?? "nothing"}` : "a text" };
}

/** A quoted or plain text on one line. Plain numbers count: `1.0` becomes a version when one is written. */
function placeOf(text: string, { range, type, value }: Scalar): VersionPlace | undefined {
  if (range === undefined || range === null || typeof value === "object" || value === "") return undefined;
  const quotes = type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE" ? 1 : 0;
  if (quotes === 0 && type !== "PLAIN") return undefined;
  const [start, end] = [range[0] + quotes, range[1] - quotes];
  return { version: typeof value === "string" ? value : text.slice(start, end), start, end };
}
