import { parseChangelog } from "./document.ts";

export interface ChangelogCheck {
  readonly ok: boolean;
  readonly message: string;
}

/**
 * The two checks of Appendix C, in its words: the version has an entry `## [VERSION]`, and the entry has a date that
 * starts with a digit, so that "Unreleased" does not pass. Entries one level deeper count too.
 */
export function checkChangelog(text: string, version: string, file = "CHANGELOG.md"): ChangelogCheck {
  const headings = parseChangelog(text).entries.map(({ raw }) =>
    raw.split(/\r?\n/, 1)[0]!.replace(/^ {0,3}#{2,3}[ \t]+/, "## "),
  );
  const found = headings.filter((heading) => heading.startsWith(`## [${version}]`));
  if (found.length === 0) return { ok: false, message: `${file} missing entry for version ${version}` };
  const dated = found.some((heading) => /^ - \d/.test(heading.slice(`## [${version}]`.length)));
  if (!dated) return { ok: false, message: `${file} missing release date for version ${version}` };
  return { ok: true, message: `${file} verification passed` };
}
