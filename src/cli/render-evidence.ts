import type { AddResult } from "../app/evidence/add-evidence.ts";
import type { ListedEvidence } from "../app/evidence/list-evidence.ts";
import type { EvidenceRecord } from "../domain/evidence/evidence-record.ts";
import type { Problem } from "../kernel/problem.ts";

/** What was kept, and whether it is enough. */
export function renderAdded({ record, state, shortcoming }: AddResult): string {
  const { commit, format, file } = record;
  const open = shortcoming === null ? "" : `\n  does not satisfy the suite: ${shortcoming}`;
  return `${nameOf(record)}: ${resultOf(record)} at ${commit.slice(0, 8)} (${format}), ${state}${open}\n  sha256 ${file.sha256}`;
}

/** One line a record; `*` marks what counts, and below a record stands what is open in it. */
export function renderEvidence(listed: {
  readonly commit: string;
  readonly evidence: readonly ListedEvidence[];
  readonly problems: readonly Problem[];
}): string {
  if (listed.evidence.length === 0) return "nothing is recorded";
  const rows = listed.evidence.map(({ record, counts }) => [
    counts ? "*" : " ",
    nameOf(record),
    resultOf(record),
    record.commit.slice(0, 8),
    record.time,
    `${record.environment}, by ${record.by}`,
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.flatMap((row, index) => [
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "),
    ...listed.evidence[index]!.open.slice(0, 10).map((name) => `     open: ${name}`),
  ]);
  const problems = listed.problems.map(({ found }) => `altered: ${found}`);
  return [...lines, ...problems, `* counts for ${listed.commit.slice(0, 8)}`].join("\n");
}

function nameOf(record: EvidenceRecord): string {
  return record.kind === "tests" ? record.suite : record.tool;
}

function resultOf(record: EvidenceRecord): string {
  if (record.kind === "tests") return `${record.passed}/${record.total}`;
  return `${record.result}, ${record.findings.length} ${record.findings.length === 1 ? "finding" : "findings"}`;
}
