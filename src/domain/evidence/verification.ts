import type { Version } from "../version/version.ts";
import type { FailedTest, Finding, ScanEvidence, ScanResult, TestEvidence, Verification } from "./evidence.ts";
import { byTime, failedTests, type EvidenceRecord } from "./evidence-record.ts";
import { findingKey, openFindings, scanResult, SEVERITIES, type ScanPolicy } from "./scan.ts";
import { isRequired, shortcoming, type Suite } from "./suite.ts";

/**
 * What a record has to do with a release: it `counts` for its commit, is of a commit `since` the release before, of that
 * release or one `before` it, or of some `other` commit.
 */
export type Place = "counts" | "since" | "before" | "other";

export interface PlacedRecord {
  readonly record: EvidenceRecord;
  readonly place: Place;
}

export interface VerificationRules {
  readonly suites: readonly Suite[];
  readonly scan: ScanPolicy;
  readonly version: Version;
}

/** What is known of one suite at one release. */
export interface SuiteAnswer {
  readonly suite: Suite;
  /** Whether the release waits for it. A suite that was run has to be green, needed or not (G-26). */
  readonly required: boolean;
  /** The latest run that counts. */
  readonly run: TestEvidence | undefined;
  /** Why the suite is not satisfied; absent when it is. */
  readonly shortcoming: string | undefined;
}

/** What is known of the security of one release. */
export interface ScanAnswer {
  /** `null`: no scan of this release. */
  readonly result: ScanResult | null;
  /** What is open, the worst first. */
  readonly open: readonly Finding[];
  /** What an earlier release left open, and nobody has settled since. */
  readonly carried: readonly Finding[];
}

/** Everything manifests and checks say about tests and scans of one release. */
export interface VerificationAnswer {
  readonly verification: Verification;
  readonly suites: readonly SuiteAnswer[];
  readonly scan: ScanAnswer;
  /** The records the answer rests on. */
  readonly used: readonly EvidenceRecord[];
}

export function verifyRelease(placed: readonly PlacedRecord[], rules: VerificationRules): VerificationAnswer {
  const sorted = placed.toSorted((a, b) => byTime(a.record, b.record));
  const suites = suiteAnswers(sorted, rules);
  const scans = latestScans(sorted, "counts");
  const scan = scanAnswer(sorted, scans, rules.scan);
  const runs = recordsAt(sorted, "counts", "since").filter((record) => record.kind === "tests");
  const counted = [...suites.flatMap(({ run }) => run ?? []), ...scans].toSorted((a, b) => (a.time < b.time ? -1 : 1));
  const latest = counted.at(-1);
  return {
    verification: {
      suites: suites
        .filter(({ run, required }) => run !== undefined || required)
        .map(({ suite, run }) => ({
          label: suite.label,
          passed: run?.passed ?? 0,
          total: run?.total ?? suite.count ?? 0,
        })),
      scan: scan.result,
      date: latest?.time.slice(0, "2026-01-05".length) ?? null,
      by: latest === undefined ? null : [...new Set(counted.map(({ by }) => by))].toSorted().join(", "),
      failures: sortedFailures(failedTests(runs)),
    },
    suites,
    scan,
    used: [...runs, ...recordsAt(sorted, "counts", "since", "before").filter((record) => record.kind === "scan")],
  };
}

/** Without configured suites, those that were recorded. */
function suiteAnswers(placed: readonly PlacedRecord[], { suites, version }: VerificationRules): SuiteAnswer[] {
  const runs = new Map<string, TestEvidence>();
  for (const record of recordsAt(placed, "counts")) if (record.kind === "tests") runs.set(record.suite, record);
  const wanted = suites.length > 0 ? suites : [...runs.keys()].toSorted().map((name) => unconfigured(name));
  return wanted.map((suite) => {
    const run = runs.get(suite.name);
    const fault = run === undefined ? "no run at this commit is recorded" : shortcoming(suite, run);
    return { suite, required: run !== undefined || isRequired(suite, version), run, shortcoming: fault };
  });
}

function unconfigured(name: string): Suite {
  return { name, label: name, command: null, report: null, format: null, count: null, required: true, timeoutMs: 0 };
}

/** Advice stays open from release to release until a later scan no longer has it, or somebody settles it (G-29). */
function scanAnswer(placed: readonly PlacedRecord[], scans: readonly ScanEvidence[], policy: ScanPolicy): ScanAnswer {
  const earlier = latestScans(placed, "before");
  const before = new Set(
    recordsAt(placed, "before").flatMap((record) =>
      record.kind === "scan" ? openFindings(record.findings, policy).map(findingKey) : [],
    ),
  );
  const findings = scans.flatMap((scan) => scan.findings);
  const open = openFindings(findings, policy).toSorted(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
  const last =
    scans.length > 0
      ? open
      : openFindings(
          earlier.flatMap((scan) => scan.findings),
          policy,
        );
  return {
    result: scans.length === 0 ? null : scanResult(findings, policy),
    open,
    carried: last.filter((finding) => before.has(findingKey(finding))),
  };
}

/** The latest scan of each tool. */
function latestScans(placed: readonly PlacedRecord[], place: Place): ScanEvidence[] {
  const latest = new Map<string, ScanEvidence>();
  for (const record of recordsAt(placed, place)) if (record.kind === "scan") latest.set(record.tool, record);
  return [...latest.values()];
}

function recordsAt(placed: readonly PlacedRecord[], ...places: readonly Place[]): EvidenceRecord[] {
  return placed.filter(({ place }) => places.includes(place)).map(({ record }) => record);
}

function sortedFailures(failures: readonly FailedTest[]): FailedTest[] {
  return failures.toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}
