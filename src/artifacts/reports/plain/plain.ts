import type { TestReport } from "../../../domain/evidence/report.ts";
import { err, ok, type Result } from "../../../kernel/result.ts";
import type { ReportFault, ReportFormat } from "../report-format.ts";
import { oneLine } from "../report-text.ts";

/** `Tests Passed: 6/6`, `11/11 security tests passed`, and `6/6` alone. */
const PASSED = [
  /^[^\w\n]*(?:tests )?(?:passed|passing): *(\d{1,9}) ?\/ ?(\d{1,9})\b/i,
  /^[^\w\n]*(\d{1,9})\/(\d{1,9}) (?:[\w-]+ ){0,5}(?:passed|passing)\b/i,
  /^[^\w\n]*(\d{1,9})\/(\d{1,9})[^\w\n]*$/,
];
const FAILED = [
  /^[^\w\n]*(?:tests )?(?:failed|failing): *(\d{1,9}) ?\/ ?(\d{1,9})\b/i,
  /^[^\w\n]*(\d{1,9})\/(\d{1,9}) (?:[\w-]+ ){0,5}(?:failed|failing)\b/i,
];
const FAILED_TEST = /^[^\w\n]*(?:\[?FAIL(?:ED|URE)?\]?[:\s-]+|[✗✘×❌]\s*)(\S.*)$/u;

/** What people's own scripts print: the count of those that passed, if they like also of those that failed. */
export const plain: ReportFormat = {
  name: "plain",
  aliases: ["text"],
  title: "plain n/n output",
  recognises: ({ text }) => claimsIn(text, PASSED).length > 0,
  read: ({ text }) => read(claimsIn(text, PASSED), claimsIn(text, FAILED), text),
};

interface Claim {
  readonly line: string;
  readonly count: number;
  readonly total: number;
}

function claimsIn(text: string, forms: readonly RegExp[]): Claim[] {
  return text.split(/\r?\n/).flatMap((whole) => {
    const line = whole.slice(0, 500).trim();
    const found = forms.map((form) => form.exec(line)).find((match) => match !== null);
    return found == null ? [] : [{ line: oneLine(line), count: Number(found[1]), total: Number(found[2]) }];
  });
}

function read(passed: readonly Claim[], failed: readonly Claim[], text: string): Result<TestReport, ReportFault> {
  const contradiction = contradictionIn(passed, failed);
  if (contradiction !== undefined) return err({ kind: "contradiction", found: contradiction });
  const { count, total } = passed[0]!;
  return ok({
    kind: "tests",
    format: "plain",
    tool: null,
    time: null,
    passed: count,
    failed: total - count,
    skipped: 0,
    total,
    failures: failuresIn(text, total - count),
  });
}

/** One run makes one claim; a script that prints sums of parts has to say which one is the whole. */
function contradictionIn(passed: readonly Claim[], failed: readonly Claim[]): string | undefined {
  const [first] = passed;
  for (const claims of [passed, failed]) {
    const impossible = claims.find(({ count, total }) => count > total);
    if (impossible !== undefined) return `"${impossible.line}" is more than all`;
    const [one] = claims;
    const other = claims.find(({ count, total }) => count !== one!.count || total !== one!.total);
    if (other !== undefined) return `"${one!.line}" and "${other.line}"`;
  }
  const [lost] = failed;
  if (first === undefined || lost === undefined) return undefined;
  const isSum = first.total === lost.total && first.count + lost.count === first.total;
  return isSum ? undefined : `"${first.line}" and "${lost.line}"`;
}

/** The names of the failed tests where the output gives as many as failed. */
function failuresIn(text: string, failed: number): { name: string; message: string }[] {
  if (failed === 0) return [];
  const lines = text.split(/\r?\n/).flatMap((line) => FAILED_TEST.exec(line.slice(0, 500))?.[1] ?? []);
  if (lines.length === failed) return lines.map((name) => ({ name: oneLine(name), message: "" }));
  const name = failed === 1 ? "1 test that the output does not name" : `${failed} tests that the output does not name`;
  return [{ name, message: "" }];
}
