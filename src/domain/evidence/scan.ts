import type { Finding, ScanResult } from "./evidence.ts";

/** Severities from the worst to a mere hint. */
export const SEVERITIES = ["critical", "high", "medium", "low", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What findings of a security scan mean for a release. */
export interface ScanPolicy {
  /** From this severity on a finding fails the scan. */
  readonly block: Severity;
  /** From this severity on a finding is advice that stays open until it is settled; below it means nothing. */
  readonly advise: Severity;
  /** Whether a release needs a scan. */
  readonly required: boolean;
  /** What advice that an earlier release left open does to this one: `name` it, or `block` the release. */
  readonly carried: "name" | "block";
}

/** One word for what is still open (G-29). */
export function scanResult(findings: readonly Finding[], policy: Pick<ScanPolicy, "block" | "advise">): ScanResult {
  const open = openFindings(findings, policy);
  if (open.some(({ severity }) => isAtLeast(severity, policy.block))) return "FAIL";
  return open.length > 0 ? "ADVISORY" : "PASS";
}

/** The findings that count and that nobody has settled. */
export function openFindings(findings: readonly Finding[], { block, advise }: Pick<ScanPolicy, "block" | "advise">) {
  return findings.filter(
    ({ severity, resolution }) => resolution === null && (isAtLeast(severity, block) || isAtLeast(severity, advise)),
  );
}

/** What makes two findings of different scans the same one: a line or a version may move. */
export function findingKey({ id, place }: Pick<Finding, "id" | "place">): string {
  return `${id}\n${place.replace(/:\d+$/, "").replace(/(?<=.)@[^@/]*$/, "")}`;
}

function isAtLeast(severity: Severity, limit: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(limit);
}
