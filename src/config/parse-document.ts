import type * as z from "zod/mini";
import { parseDocument as parseYaml } from "yaml";
import { firstIssue } from "../contract/schema-issue.ts";
import { err, ok, type Result } from "../kernel/result.ts";

/** What is wrong with a document, in words. */
export interface DocumentFault {
  readonly found: string;
  readonly expected: string;
}

/** Reads one document in YAML or JSON that has to be of a form. */
export function parseDocument<T>(schema: z.ZodMiniType<T>, text: string): Result<T, DocumentFault> {
  const value = valueOf(text);
  if (!value.ok) return err({ found: value.error, expected: "one document in YAML or JSON" });
  const checked = schema.safeParse(value.value);
  if (checked.success) return ok(checked.data);
  const { found, expected } = firstIssue(checked.error, value.value);
  return err({ found: found.replace("the line", "the document"), expected });
}

function valueOf(text: string): Result<unknown, string> {
  const parsed = parseYaml(text);
  const [fault] = parsed.errors;
  if (fault !== undefined) return err(fault.message.split("\n")[0] ?? "it is not readable");
  try {
    return ok(parsed.toJS());
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error)); // too many aliases, or one without an anchor
  }
}
