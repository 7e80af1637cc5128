import type { Evidence, FailedTest, Finding, TestEvidence } from "./evidence.ts";
import type { Report } from "./report.ts";

/** Evidence as it is kept beside the report it comes from. */
export type EvidenceRecord = Evidence & {
  /** Name of the format the report was read in. */
  readonly format: string;
  /** How many records there were before it: of two with equal times the higher one is the later. */
  readonly order: number;
};

/** Oldest first. */
export function byTime(a: EvidenceRecord, b: EvidenceRecord): number {
  return a.time === b.time ? a.order - b.order : a.time < b.time ? -1 : 1;
}

/** Whether a record is about the same run: its report, its commit, its suite. */
export function isSameRun(a: EvidenceRecord, b: EvidenceRecord): boolean {
  return a.file.sha256 === b.file.sha256 && isOfSameSuite(a, b);
}

/** Whether one record is the other, perhaps with resolutions. A run that gave the same report twice has two records. */
export function isSameRecord(a: EvidenceRecord, b: EvidenceRecord): boolean {
  return a.order === b.order && isSameRun(a, b);
}

/** Whether two records are of runs of one suite, or scans by one tool, at one commit. */
export function isOfSameSuite(a: EvidenceRecord, b: EvidenceRecord): boolean {
  return a.commit === b.commit && a.kind === b.kind && suiteOf(a) === suiteOf(b);
}

/** Of a scan the tool, which takes the place of a suite. */
function suiteOf(record: EvidenceRecord): string {
  return record.kind === "tests" ? record.suite : record.tool;
}

/** What a record says that its report does not; empty when the record tells what the report tells. Resolutions are ours. */
export function departures(record: EvidenceRecord, report: Report): string[] {
  const told = toldBy(record);
  const read = toldBy(report);
  return Object.keys(read).flatMap((name) =>
    told[name] === read[name] ? [] : [`${name}: ${told[name] ?? "none"} instead of ${read[name]}`],
  );
}

function toldBy(source: Evidence | Report): Readonly<Record<string, string>> {
  if (source.kind === "scan")
    return {
      kind: "scan",
      findings: source.findings.map(({ id, severity, place }) => `${id} ${severity} ${place}`).join(", "),
    };
  const { passed, failed, skipped, total, failures } = source;
  return {
    kind: "tests",
    counts: `${passed} passed, ${failed} failed, ${skipped} skipped of ${total}`,
    failures: failures.map(({ name }) => name).join(", "),
  };
}

/** Something that failed or was found, and waits for somebody to say what was done about it. */
export interface OpenItem {
  readonly name: string;
  readonly suite: string | null;
}

/** Every failed test and every finding of a record that nobody has settled yet. */
export function openItems(record: EvidenceRecord): OpenItem[] {
  if (record.kind === "scan") return record.findings.filter(isOpen).map(({ id }) => ({ name: id, suite: null }));
  return record.failures.filter(isOpen).map(({ name }) => ({ name, suite: record.suite }));
}

/** The record with a resolution at every open failed test, or finding, of that name. */
export function withResolution(record: EvidenceRecord, name: string, resolution: string): EvidenceRecord {
  if (record.kind === "scan") {
    const findings = record.findings.map((each) => (each.id === name && isOpen(each) ? { ...each, resolution } : each));
    return { ...record, findings };
  }
  const failures = record.failures.map((each) => (each.name === name && isOpen(each) ? { ...each, resolution } : each));
  return { ...record, failures };
}

function isOpen({ resolution }: FailedTest | Finding): boolean {
  return resolution === null;
}

/** Every test that failed in any of these runs, once, as the latest failure left it: a test that fails again is open again. */
export function failedTests(runs: readonly TestEvidence[]): FailedTest[] {
  const failed = new Map<string, FailedTest>();
  for (const { suite, failures } of runs)
    for (const failure of failures) failed.set(`${suite}\n${failure.name}`, failure);
  return [...failed.values()];
}
