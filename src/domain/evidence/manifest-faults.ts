import type { Verification } from "./evidence.ts";

/** What a manifest lacks to prove a release (E3.2), in words that follow its name. */
export interface ManifestFaults {
  readonly tests: readonly string[];
  readonly files: readonly string[];
}

/** Compares a manifest with what is recorded. The headings and the form of the lines are those of Appendix B. */
export function manifestFaults(manifest: string | undefined, verification: Verification): ManifestFaults {
  if (manifest === undefined) return { tests: ["does not exist"], files: ["does not exist"] };
  const lines = new Set(manifest.split(/\r?\n/).map((line) => line.replaceAll("*", "").trim()));
  const results = verification.suites.map(({ label, passed, total }) => `- ${label}: ${passed}/${total} passing`);
  const missing = results.filter((line) => !lines.has(line) && !lines.has(line.replace(/^- /, "")));
  const scan = verification.scan === null ? undefined : `Security Scan: ${verification.scan}`;
  const isScanned = scan === undefined || lines.has(scan) || lines.has(`- ${scan}`);
  return {
    tests: [...missing.map((line) => `does not say "${line}"`), ...(isScanned ? [] : [`does not say "${scan}"`])],
    files: hasFiles(manifest) ? [] : ["lists no file under Files Modified"],
  };
}

function hasFiles(manifest: string): boolean {
  const [, section = ""] = manifest.split(/^## Files Modified[ \t]*\r?$/m);
  return /^[-*] \S/m.test(section.split(/^## /m)[0]!);
}
