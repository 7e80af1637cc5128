import type { Node } from "oxc-parser";
import { COMPOSES } from "./rooms.ts";
import type { SourceFile, Violation } from "./source-file.ts";

/** Named exports only, and no file whose only content is what other files export. */
export function checkExports({ path, program, lineOf }: SourceFile): Violation[] {
  const violations = program.body.flatMap((statement) => {
    const message = complaint(path, statement);
    return message === undefined ? [] : [{ path, line: lineOf(statement.start), message }];
  });
  if (path !== COMPOSES && isBarrel(program.body))
    violations.push({ path, line: 1, message: "only re-exports; import the files themselves" });
  return violations;
}

function complaint(path: string, statement: Node): string | undefined {
  if (statement.type === "ExportAllDeclaration") return "export * hides what is exported; import the file itself";
  const isDefault =
    statement.type === "ExportDefaultDeclaration" ||
    (statement.type === "ExportNamedDeclaration" &&
      statement.specifiers.some(({ exported }) => exported.type === "Identifier" && exported.name === "default"));
  return isDefault && !path.endsWith(".config.ts") ? "default export; give it a name" : undefined;
}

/** `export { x } from "./x.ts"`, or the same in two steps: nothing but imports and lists of exported names. */
function isBarrel(body: readonly Node[]): boolean {
  const isPassedOn = (statement: Node): boolean =>
    statement.type === "ExportAllDeclaration" ||
    (statement.type === "ExportNamedDeclaration" && statement.declaration === null && statement.specifiers.length > 0);
  return body.some(isPassedOn) && body.every((each) => each.type === "ImportDeclaration" || isPassedOn(each));
}
