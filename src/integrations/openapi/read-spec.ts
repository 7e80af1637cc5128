import { posix } from "node:path";
import { parseDocument } from "yaml";
import type { ApiRevision } from "../../app/ports.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { badSpec, missingFile, remoteReference } from "./problems.ts";

type Spec = Readonly<Record<string, unknown>>;

/**
 * An OpenAPI 3 document at a revision, YAML or JSON. The files it refers to are put into it under `x-files`, and every
 * reference is made to point there, so that the answer stands alone. References out of the repository are refused.
 */
export async function readSpec(path: string, revision: ApiRevision): Promise<Spec> {
  const files: Record<string, unknown> = {};
  const waiting = [path];
  for (const file of waiting) {
    const found: string[] = [];
    const content = await readYaml(file, path, revision);
    files[file] = withReferences(content, (reference) => inside(reference, file, path, revision, found));
    for (const next of found) if (!waiting.includes(next)) waiting.push(next);
  }
  const { [path]: spec, ...others } = files;
  if (!isMap(spec) || !/^3\.\d+/.test(String(spec["openapi"])))
    throw new SlipwayError(badSpec(path, revision.name, found(spec)));
  if (!isMap(spec["paths"] ?? {})) throw new SlipwayError(badSpec(path, revision.name, "`paths` is no map"));
  return { ...spec, "x-files": others };
}

async function readYaml(file: string, from: string, revision: ApiRevision): Promise<unknown> {
  const text = await revision.read(file);
  if (text === undefined) throw new SlipwayError(missingFile(file, from, revision.name));
  const document = parseDocument(text, { prettyErrors: true });
  const [fault] = document.errors;
  if (fault !== undefined)
    throw new SlipwayError(badSpec(file, revision.name, fault.message.split("\n")[0]!.replace(/:$/, "")));
  return document.toJS();
}

/** A copy in which every `$ref` is replaced. Aliases of YAML may be circular: each node is copied once. */
function withReferences(root: unknown, replace: (reference: string) => string): unknown {
  const copies = new Map<object, unknown>();
  const copy = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const known = copies.get(value);
    if (known !== undefined) return known;
    if (Array.isArray(value)) {
      const list: unknown[] = [];
      copies.set(value, list);
      for (const item of value) list.push(copy(item));
      return list;
    }
    const map: Record<string, unknown> = {};
    copies.set(value, map);
    for (const [key, member] of Object.entries(value))
      map[key] = key === "$ref" && typeof member === "string" ? replace(member) : copy(member);
    return map;
  };
  return copy(root);
}

/** Where a reference of a file points once all files are one document. */
function inside(reference: string, file: string, root: string, revision: ApiRevision, found: string[]): string {
  const [name = "", pointer = ""] = reference.split("#", 2);
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(name)) throw new SlipwayError(remoteReference(reference, file, revision.name));
  const target = name === "" ? file : posix.normalize(posix.join(posix.dirname(file), decodeURIComponent(name)));
  if (target === root) return `#${pointer}`;
  if (target.startsWith("../")) throw new SlipwayError(remoteReference(reference, file, revision.name));
  found.push(target);
  return `#/x-files/${target.replaceAll("~", "~0").replaceAll("/", "~1")}${pointer}`;
}

function found(spec: unknown): string {
  if (!isMap(spec)) return "it is no map";
  if (spec["swagger"] !== undefined) return `it says \`swagger: ${JSON.stringify(spec["swagger"])}\``;
  return `it says \`openapi: ${JSON.stringify(spec["openapi"]) ?? "(nothing)"}\``;
}

function isMap(value: unknown): value is Spec {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
