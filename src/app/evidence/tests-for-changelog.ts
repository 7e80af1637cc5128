import type { Product } from "../../config/product.ts";
import { parseVersion } from "../../domain/version/version.ts";
import { unwrap } from "../../kernel/problem.ts";
import type { RecordedTests } from "../changelog-of-release.ts";
import { collectVerification, type VerificationTools } from "./collect-verification.ts";

/** What a changelog entry says about tests and scan, as far as evidence is recorded. */
export function testsForChangelog(tools: VerificationTools, product: Product): RecordedTests {
  return async ({ version, commit, since }) => {
    const question = { version: unwrap(parseVersion(version)), commit, since };
    const { suites, scan } = await collectVerification(tools, product, question);
    const ran = suites.filter(({ total }) => total > 0);
    const tests = ran.map(({ label, passed, total }) => `${label}: ${passed}/${total} passing`).join(", ");
    return { tests: tests === "" ? undefined : tests, securityScan: scan ?? undefined };
  };
}
