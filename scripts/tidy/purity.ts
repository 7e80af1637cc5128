import type { Node } from "oxc-parser";
import { isTestFile, type SourceFile, type Violation } from "./source-file.ts";
import { walk } from "./walk.ts";

/** What reads or changes the world: clocks, chance, the process, timers, the network. */
const IMPURE = new Set(
  (
    "Date performance Temporal crypto process console globalThis global Buffer fetch setTimeout setInterval " +
    "setImmediate clearTimeout clearInterval clearImmediate queueMicrotask"
  ).split(" "),
);

/** Fields that hold a name which is not a reference to a variable: `x.process`, `{ process: 1 }`. */
const LABELS = new Set(["property", "key", "id", "label", "imported", "exported", "parameterName"]);

export function isPureFile(path: string): boolean {
  return /^src\/(?:kernel|domain)\//.test(path) && !isTestFile(path);
}

/**
 * Kernel and domain: values in, values out. A name that the file binds itself counts as its own here; oxlint's
 * scope-aware rule stands behind.
 */
export function checkPurity(file: SourceFile): Violation[] {
  if (!isPureFile(file.path)) return [];
  const own = ownNames(file);
  const violations: Violation[] = [];
  walk(file.program, (node, parent, field) => {
    const found = impurity(node, parent, field, own);
    if (found === undefined) return;
    violations.push({ path: file.path, line: file.lineOf(node.start), message: `${found} in a pure room` });
  });
  return violations;
}

function impurity(node: Node, parent: Node | undefined, field: string, own: ReadonlySet<string>): string | undefined {
  if ("async" in node && node.async) return "async function";
  if (node.type === "AwaitExpression" || (node.type === "ForOfStatement" && node.await)) return "await";
  if (node.type === "MemberExpression" && isRandom(node)) return "Math.random";
  if (node.type !== "Identifier" || !IMPURE.has(node.name) || own.has(node.name)) return undefined;
  const computed = parent !== undefined && "computed" in parent && parent.computed;
  return LABELS.has(field) && !computed ? undefined : node.name;
}

function isRandom(node: Node & { type: "MemberExpression" }): boolean {
  const { object, property } = node;
  const name = property.type === "Identifier" ? property.name : property.type === "Literal" ? property.value : "";
  return object.type === "Identifier" && object.name === "Math" && name === "random";
}

/** Names the file declares: variables, parameters, functions, imports. */
function ownNames(file: SourceFile): Set<string> {
  const names = new Set<string>();
  walk(file.program, (node) => {
    if (node.type === "VariableDeclarator") bind(node.id, names);
    else if ("params" in node && Array.isArray(node.params)) for (const each of node.params) bind(each, names);
    else if ("local" in node && node.type.startsWith("Import")) bind(node.local, names);
    else if (node.type === "FunctionDeclaration" && node.id) bind(node.id, names);
  });
  return names;
}

/** The names a pattern declares; its defaults and type annotations declare none. */
function bind(pattern: Node, names: Set<string>): void {
  if (pattern.type === "Identifier") names.add(pattern.name);
  else if (pattern.type === "AssignmentPattern") bind(pattern.left, names);
  else if (pattern.type === "RestElement") bind(pattern.argument, names);
  else if (pattern.type === "Property") bind(pattern.value, names);
  else if (pattern.type === "ObjectPattern") for (const each of pattern.properties) bind(each, names);
  else if (pattern.type === "ArrayPattern") for (const each of pattern.elements) if (each) bind(each, names);
}
