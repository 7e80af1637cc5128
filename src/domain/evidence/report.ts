import type { Finding } from "./evidence.ts";

/** What a report of a test run says, whatever its format. `passed + failed + skipped = total`. */
export interface TestReport {
  readonly kind: "tests";
  /** Name of the format it was read as. */
  readonly format: string;
  /** Program that made it; absent (`null`) when the report does not say. */
  readonly tool: string | null;
  /** When it ran, UTC to the second; `null` when the report does not say, or names no zone. */
  readonly time: string | null;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly total: number;
  readonly failures: readonly { readonly name: string; readonly message: string }[];
}

/** What the report of a security scan says. A finding the report itself calls settled has its resolution. */
export interface ScanReport {
  readonly kind: "scan";
  readonly format: string;
  readonly tool: string | null;
  readonly time: string | null;
  readonly findings: readonly Finding[];
}

export type Report = TestReport | ScanReport;
