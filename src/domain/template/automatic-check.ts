/** What `slipway check` sees for itself, by the names it tells them under. */
const CHECKS = [
  "version",
  "changelog",
  "breaking",
  "migration-guide",
  "task-markers",
  "version-files",
  "clean-tree",
  "branch",
  "failed-tests",
  "security-scan",
  "manifest",
  "manifest-tests",
  "manifest-files",
  "tag",
  "checksums",
  "bundle",
] as const;

/** A name of a check, or `tests:` with the name of a test suite. */
export type AutomaticCheck = (typeof CHECKS)[number] | `tests:${string}`;

export const AUTOMATIC_CHECKS: readonly string[] = CHECKS;

export function isAutomaticCheck(name: string): name is AutomaticCheck {
  return AUTOMATIC_CHECKS.includes(name) || /^tests:./.test(name);
}
