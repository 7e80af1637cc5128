import { LineCounter, parseDocument } from "yaml";
import * as z from "zod/mini";
import { deprecationsSchema } from "../contract/deprecations.ts";
import type { Deprecation } from "../domain/version-gate/deprecation.ts";
import { parseVersion } from "../domain/version/version.ts";
import type { Problem } from "../kernel/problem.ts";
import { err, ok, type Result } from "../kernel/result.ts";

/** Reads the text of a registry of deprecations. */
export function parseDeprecations(text: string, file: string): Result<readonly Deprecation[], Problem> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [fault] = document.errors;
  if (fault !== undefined) {
    const { line, col } = lines.linePos(fault.pos[0]);
    return err(badRegistry(`${file}:${line}:${col}: ${fault.message}`));
  }
  const parsed = z.safeParse(deprecationsSchema, document.toJS() ?? {});
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    return err(badRegistry(`${file}: \`${path.map(String).join(".")}\`: ${message}`));
  }
  const entries: Deprecation[] = [];
  for (const { item, timeline, ...entry } of parsed.data.deprecations) {
    const announced = parseVersion(entry.announced);
    const removal = parseVersion(entry.removal);
    if (!announced.ok) return err(badRegistry(`${file}: ${item}: ${announced.error.found}`));
    if (!removal.ok) return err(badRegistry(`${file}: ${item}: ${removal.error.found}`));
    entries.push({ item, timeline, announced: announced.value, removal: removal.value });
  }
  return ok(entries);
}

function badRegistry(found: string): Problem {
  return {
    code: "deprecation-registry",
    kind: "input",
    found,
    expected: "`deprecations`: a list of { item, announced, removal, timeline }, both versions as X.Y.Z",
    action: "correct the file; docs/tags.md shows an example",
  };
}
