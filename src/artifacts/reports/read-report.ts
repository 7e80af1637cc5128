import type { ReadReport } from "../../app/evidence-ports.ts";
import type { Report } from "../../domain/evidence/report.ts";
import { nearest } from "../../kernel/nearest.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { REPORT_FORMATS } from "./report-formats.ts";
import type { ReportFault, ReportFormat, ReportSource } from "./report-format.ts";
import { reportSource } from "./report-source.ts";

const LARGEST_MIB = 256;

/** Reads a report in the format it is said to have, or in the one it is recognised as. */
export const readReport: ReadReport = async (bytes, { name, format }) => {
  const said = format === undefined ? undefined : formatNamed(format);
  if (bytes.length > LARGEST_MIB * 1024 * 1024) throw new SlipwayError(tooLarge(name, bytes.length));
  const source = reportSource(bytes);
  if (source.text.trim() === "") throw new SlipwayError(empty(name));
  const recognised = said?.recognises(source) === true ? said : REPORT_FORMATS.find((each) => each.recognises(source));
  if (said !== undefined && recognised !== said) throw new SlipwayError(otherFormat(name, said, recognised, source));
  if (recognised === undefined) throw new SlipwayError(unknownFormat(name, source));
  const read = recognised.read(source);
  if (!read.ok) throw new SlipwayError(faulty(name, recognised, read.error));
  if (isWithoutTests(read.value)) throw new SlipwayError(noTests(name, recognised));
  return read.value;
};

function formatNamed(name: string): ReportFormat {
  const found = REPORT_FORMATS.find((format) => format.name === name || format.aliases.includes(name));
  if (found !== undefined) return found;
  const names = REPORT_FORMATS.map((format) => format.name);
  const suggestion = nearest(name, names);
  throw new SlipwayError({
    code: "report-format-name",
    kind: "input",
    found: `there is no report format "${name}"`,
    expected: `one of ${names.join(", ")}`,
    action: suggestion === undefined ? "leave it out: formats are recognised" : `did you mean "${suggestion}"?`,
  });
}

function isWithoutTests(report: Report): boolean {
  return report.kind === "tests" && report.total === 0;
}

function empty(name: string): Problem {
  return {
    code: "report-empty",
    kind: "input",
    found: `${name} is empty`,
    expected: "the report of a run",
    action: "run the tests again and look where they write their report",
  };
}

function noTests(name: string, { title }: ReportFormat): Problem {
  return {
    code: "report-without-tests",
    kind: "input",
    found: `${name} (${title}) holds no test at all`,
    expected: "at least one test: a run of nothing proves nothing",
    action: "look at the filter or the path of the test command",
  };
}

function tooLarge(name: string, length: number): Problem {
  return {
    code: "report-too-large",
    kind: "input",
    found: `${name} has ${Math.ceil(length / 1024 / 1024)} MiB`,
    expected: `at most ${LARGEST_MIB} MiB`,
    action: "keep the output of the tests out of the report",
  };
}

function otherFormat(
  name: string,
  said: ReportFormat,
  recognised: ReportFormat | undefined,
  source: ReportSource,
): Problem {
  const looks = recognised === undefined ? appearance(source) : `it looks like ${recognised.title}`;
  return {
    code: "report-format-other",
    kind: "input",
    found: `${name} is no report in the format ${said.title}: ${looks}`,
    expected: said.title,
    action:
      recognised === undefined ? "name another file or format" : `use --format ${recognised.name}, or leave it out`,
  };
}

function unknownFormat(name: string, source: ReportSource): Problem {
  return {
    code: "report-format-unknown",
    kind: "input",
    found: `${name} is in no format that is known here: ${appearance(source)}`,
    expected: `one of ${REPORT_FORMATS.map(({ title }) => title).join(", ")}`,
    action: "name the file of the report itself; `slipway evidence --help` shows examples",
  };
}

function appearance({ text, jsonFault }: ReportSource): string {
  const start = text.trimStart();
  if (/^[[{]/.test(start))
    return jsonFault === undefined ? "it is JSON of another kind" : `its JSON is broken (${jsonFault})`;
  return `it begins with ${JSON.stringify(start.slice(0, 40))}`;
}

function faulty(name: string, { title }: ReportFormat, { kind, found }: ReportFault): Problem {
  const about = `${name} (${title})`;
  if (kind === "broken")
    return {
      code: "report-broken",
      kind: "input",
      found: `${about} cannot be read: ${found}`,
      expected: "a whole report; this one may have been cut off",
      action: "make it again, and wait until the run has ended",
    };
  return {
    code: kind === "contradiction" ? "report-contradicts-itself" : "report-unfinished",
    kind: "failed",
    found:
      kind === "contradiction" ? `${about} contradicts itself: ${found}` : `${about} is not of a whole run: ${found}`,
    expected: kind === "contradiction" ? "numbers that agree" : "the report of a run that came to its end",
    action: "run the tests again; nothing was recorded",
  };
}
