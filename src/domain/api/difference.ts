import type { Bump } from "../version/bump.ts";

/** One difference between two revisions of an OpenAPI document, every reference followed to where it is used. */
export interface ApiDifference {
  /** Keys from the top of the document, for example `paths`, `/pets`, `get`, `parameters`, `0`. */
  readonly path: readonly string[];
  readonly action: "add" | "remove" | "replace" | "rename";
  readonly before: unknown;
  readonly after: unknown;
  /** What the comparing library says of it. */
  readonly rated: "breaking" | "non-breaking" | "deprecated" | "annotation" | "unclassified";
}

type Direction = "request" | "response" | undefined;

/**
 * What a difference means to those who call the API. The library's rating stands, except where it is too kind or too
 * strict for a version number: what a response no longer holds, types, nullability, required bodies and security.
 */
export function bumpOfDifference(difference: ApiDifference): Bump {
  const { path, action, rated } = difference;
  if (path[0] === "info" && path[1] === "version") return "none";
  if (path[0] === "components") return "patch"; // what uses them tells
  if (path[0] === "webhooks") return action === "remove" ? "major" : action === "add" ? "minor" : "patch";
  if (action === "rename" || isPathParameterName(difference)) return "patch";
  const own = bumpOfSecurity(difference) ?? bumpOfBody(difference) ?? bumpOfSchema(difference);
  if (own !== undefined) return own;
  if (rated === "breaking") return "major";
  return rated === "non-breaking" || rated === "deprecated" ? "minor" : "patch";
}

/** The name of a path parameter is between the document and itself: callers only fill its place. */
function isPathParameterName({ path, rated }: ApiDifference): boolean {
  return path.at(-1) === "name" && path.at(-3) === "parameters" && rated === "non-breaking";
}

/** Requirements are alternatives: one more is kind, one more scheme inside an alternative is not. */
function bumpOfSecurity({ path, action }: ApiDifference): Bump | undefined {
  const depth = path[0] === "security" ? 1 : path[0] === "paths" && path[3] === "security" ? 4 : undefined;
  if (depth === undefined) return undefined;
  const isAlternative = path.length === depth + 1;
  if (action === "replace") return "major";
  return (action === "add") === isAlternative ? "minor" : "major";
}

function bumpOfBody({ path, action, after }: ApiDifference): Bump | undefined {
  if (path[0] !== "paths" || path.length !== 4 || path[3] !== "requestBody" || action !== "add") return undefined;
  return isMap(after) && after["required"] === true ? "major" : "minor";
}

function bumpOfSchema(difference: ApiDifference): Bump | undefined {
  const { path, action, after } = difference;
  const direction = directionOf(path);
  const isKeyword = (name: string): boolean => path.at(-1) === name && path.at(-2) !== "properties";
  if (direction === undefined) return undefined;
  if (path.at(-2) === "properties" && action === "remove") return "major";
  if (isKeyword("type") || (path.at(-2) === "type" && path.at(-3) !== "properties"))
    return bumpOfType(difference, direction);
  if (isKeyword("nullable")) return (after === true) === (direction === "request") ? "minor" : "major";
  return undefined;
}

/** A request may accept more, a response may promise more; the other way round somebody's program stops working. */
function bumpOfType({ path, action, before, after }: ApiDifference, direction: Direction): Bump {
  const whole = path.at(-1) === "type";
  const widened = whole ? covers(after, before) : action === "add";
  const narrowed = whole ? covers(before, after) : action === "remove";
  return (direction === "request" ? widened : narrowed) ? "minor" : "major";
}

/** Whether every value of the one type is a value of the other; no type at all admits everything. */
function covers(wide: unknown, narrow: unknown): boolean {
  if (wide === undefined) return true;
  const names = new Set(listOf(wide));
  const isCovered = (name: unknown): boolean => names.has(name) || (name === "integer" && names.has("number"));
  return narrow !== undefined && listOf(narrow).every((name) => isCovered(name));
}

function directionOf(path: readonly string[]): Direction {
  if (path[0] !== "paths") return undefined;
  if (path.includes("responses")) return "response";
  return path.includes("requestBody") || path.includes("parameters") ? "request" : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
