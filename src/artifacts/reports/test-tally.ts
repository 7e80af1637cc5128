import type { TestReport } from "../../domain/evidence/report.ts";
import { oneLine } from "./report-text.ts";

export type Outcome = "passed" | "failed" | "skipped";

/** Counts tests one after the other and keeps the failed ones. */
export class TestTally {
  readonly counts = { passed: 0, failed: 0, skipped: 0 };
  readonly failures: { name: string; message: string }[] = [];

  add(outcome: Outcome, name: string, message = ""): void {
    this.counts[outcome]++;
    if (outcome !== "failed") return;
    this.failures.push({ name: oneLine(name) || "a test without a name", message: oneLine(message) });
  }

  report(about: Pick<TestReport, "format" | "tool" | "time">): TestReport {
    const { passed, failed, skipped } = this.counts;
    return { kind: "tests", ...about, ...this.counts, total: passed + failed + skipped, failures: this.failures };
  }
}
