/** What `slipway check` sees for itself, by the names it tells them under. */
export const AUTOMATIC_CHECKS: readonly string[] = [
  "version",
  "changelog",
  "changelog-summary",
  "breaking-described",
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
];

/** Looks at every release of the product, not at the one that is released. */
export const EXCEPTIONAL_SHARE = "exceptional-share";

/** Whether a check of this name exists; `tests:` goes with the name of any test suite. */
export function isAutomaticCheck(name: string): boolean {
  return name === EXCEPTIONAL_SHARE || AUTOMATIC_CHECKS.includes(name) || /^tests:./.test(name);
}
