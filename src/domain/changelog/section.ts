/** The kinds of section an entry has, by the names Keep a Changelog and Appendix C of the requirements give them. */
export const SECTIONS = [
  "Added",
  "Changed",
  "Deprecated",
  "Removed",
  "Fixed",
  "Security",
  "Breaking Changes",
  "Known Issues",
  "Verification",
] as const;
export type Section = (typeof SECTIONS)[number];

const OTHER_NAMES: Readonly<Record<string, Section>> = {
  features: "Added",
  "new features": "Added",
  feature: "Added",
  added: "Added",
  enhancements: "Changed",
  improvements: "Changed",
  "performance improvements": "Changed",
  reverts: "Changed",
  changes: "Changed",
  "bug fixes": "Fixed",
  fixes: "Fixed",
  bugfixes: "Fixed",
  deprecations: "Deprecated",
  "security fixes": "Security",
  breaking: "Breaking Changes",
  "breaking change": "Breaking Changes",
  removals: "Removed",
  "known issue": "Known Issues",
};

/** The kind of section a heading opens; `undefined` for headings that are kept as they are. Emoji and marks do not count. */
export function sectionOf(heading: string): Section | undefined {
  const name = heading
    .replaceAll(/[^\p{L}\p{N} ]/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim()
    .toLowerCase();
  return SECTIONS.find((section) => section.toLowerCase() === name) ?? OTHER_NAMES[name];
}
