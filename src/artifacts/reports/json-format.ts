import * as z from "zod/mini";
import { firstIssue } from "../../contract/schema-issue.ts";
import type { Report } from "../../domain/evidence/report.ts";
import { err, type Result } from "../../kernel/result.ts";
import type { ReportFault, ReportFormat } from "./report-format.ts";

interface JsonFormat<T> {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly title: string;
  /** Members of the document that only this format has together. */
  readonly marks: readonly string[];
  readonly schema: z.ZodMiniType<T>;
  read(document: T): Result<Report, ReportFault>;
}

/** A format whose reports are one JSON document of a known shape. */
export function jsonFormat<T>({ name, aliases = [], title, marks, schema, read }: JsonFormat<T>): ReportFormat {
  return {
    name,
    aliases,
    title,
    recognises: ({ text, json }) =>
      marks.every((mark) =>
        json === undefined ? text.includes(`"${mark}"`) : Object.hasOwn(Object(json) as object, mark),
      ),
    read({ json, jsonFault }) {
      if (jsonFault !== undefined) return err({ kind: "broken", found: jsonFault });
      const parsed = z.safeParse(schema, json);
      if (parsed.success) return read(parsed.data);
      const { found, expected } = firstIssue(parsed.error, json);
      return err({ kind: "broken", found: `${found}, expected ${expected}` });
    },
  };
}
