import { parseSource } from "../tidy/source-file.ts";
import { walk } from "../tidy/walk.ts";
import type { Node } from "oxc-parser";

/** A test that says it proves a requirement. */
export interface Claim {
  readonly id: string;
  readonly path: string;
  readonly line: number;
}

const IDS = /\[((?:[A-Z]{1,2}-\d{2})(?:, ?[A-Z]{1,2}-\d{2})*)\]/g;

/** The ids that titles of running tests and groups name in brackets: `[V-02, V-03] …`. Skipped tests prove nothing. */
export function claimsOfTests(path: string, text: string): Claim[] {
  const { program, lineOf } = parseSource(path, text);
  const claims: Claim[] = [];
  walk(program, (node) => {
    if (node.type !== "CallExpression" || !isRunningTest(node.callee)) return;
    const [title] = node.arguments;
    if (title !== undefined) claims.push(...claimsIn(path, titleText(title), lineOf(node.start)));
  });
  return claims;
}

/** The ids in the title of a golden scenario, the first line of its transcript. */
export function claimsOfScenario(path: string, text: string): Claim[] {
  return claimsIn(path, text.split("\n", 1)[0]!, 1);
}

function claimsIn(path: string, text: string, line: number): Claim[] {
  return [...text.matchAll(IDS)].flatMap((match) => match[1]!.split(/, ?/).map((id) => ({ id, path, line })));
}

/** `test`, `it` and `describe`, also as `test.each(…)` and the like, but none that is skipped or only noted down. */
function isRunningTest(callee: Node): boolean {
  if (callee.type === "Identifier") return ["test", "it", "describe"].includes(callee.name);
  if (callee.type === "CallExpression") return isRunningTest(callee.callee);
  if (callee.type === "TaggedTemplateExpression") return isRunningTest(callee.tag);
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return false;
  return !["skip", "todo", "skipIf", "runIf", "fails"].includes(callee.property.name) && isRunningTest(callee.object);
}

function titleText(title: Node): string {
  if (title.type === "Literal" && typeof title.value === "string") return title.value;
  return title.type === "TemplateLiteral" ? title.quasis.map(({ value }) => value.raw).join("") : "";
}
