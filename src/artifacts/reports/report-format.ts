import type { Report } from "../../domain/evidence/report.ts";
import type { Result } from "../../kernel/result.ts";

/** A form in which programs report tests or findings. */
export interface ReportFormat {
  /** As `--format` names it. */
  readonly name: string;
  readonly aliases: readonly string[];
  /** What people call it. */
  readonly title: string;
  /** Whether a text begins like a report of this format. */
  recognises(source: ReportSource): boolean;
  read(source: ReportSource): Result<Report, ReportFault>;
}

/** A report as text, without colours; parsed as JSON only once. */
export interface ReportSource {
  readonly text: string;
  /** The JSON document it is; undefined when it is none. */
  readonly json: unknown;
  /** Where the JSON breaks off, in the words of the parser. */
  readonly jsonFault: string | undefined;
}

/** What is wrong with a report: `broken` cannot be read to its end, `contradiction` says two things, `unfinished` is of a run that broke off. */
export interface ReportFault {
  readonly kind: "broken" | "contradiction" | "unfinished";
  readonly found: string;
}
