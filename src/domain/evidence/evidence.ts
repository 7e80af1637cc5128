/** Results a security scan may have (G-29). */
export const SCAN_RESULTS = ["PASS", "ADVISORY", "FAIL"] as const;
export type ScanResult = (typeof SCAN_RESULTS)[number];

/** What both kinds of evidence say about where they come from. */
interface Provenance {
  /** Full hash of the commit that was examined. */
  readonly commit: string;
  /** Where it ran, for example `ci` or `staging`. */
  readonly environment: string;
  /** Name of the program that made the report; its format when the report does not say. */
  readonly tool: string;
  /** When it was recorded, or when the report says it ran: UTC, `2026-01-05T09:00:00Z`. */
  readonly time: string;
  /** Name and SHA-256 (hex) of the report, whose bytes are kept as they came. */
  readonly file: { readonly name: string; readonly sha256: string };
  /** Name or role of who vouches for it. */
  readonly by: string;
}

/** A test that failed, and what was done about it: `null` while nothing is recorded. */
export interface FailedTest {
  readonly name: string;
  readonly message: string;
  readonly resolution: string | null;
}

/** One run of one test suite at one commit. Counts are of tests; `passed + failed + skipped = total`. */
export interface TestEvidence extends Provenance {
  readonly kind: "tests";
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly total: number;
  readonly failures: readonly FailedTest[];
}

export interface Finding {
  readonly id: string;
  readonly severity: "critical" | "high" | "medium" | "low" | "info";
  readonly title: string;
  /** File and line, or package and version. */
  readonly place: string;
  readonly resolution: string | null;
}

/** One security scan of one commit. */
export interface ScanEvidence extends Provenance {
  readonly kind: "scan";
  readonly result: ScanResult;
  readonly findings: readonly Finding[];
}

export type Evidence = TestEvidence | ScanEvidence;

/** What a manifest says about tests and scans of a release (Appendix B, section 3). */
export interface Verification {
  /** One per configured suite, in their order. */
  readonly suites: readonly { readonly label: string; readonly passed: number; readonly total: number }[];
  readonly scan: ScanResult | null;
  /** ISO day of the latest evidence. */
  readonly date: string | null;
  readonly by: string | null;
  /** Failed tests of runs before the one that counts, with what was done about them (G-09). */
  readonly failures: readonly FailedTest[];
}
