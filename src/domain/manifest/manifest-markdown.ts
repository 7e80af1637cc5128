import { oneLine } from "../changelog/inline.ts";
import type { Verification } from "../evidence/evidence.ts";
import {
  CHANGE_GROUPS,
  FILE_GROUPS,
  MANIFEST_VERSION,
  type DependencyChange,
  type Manifest,
  type ModifiedFile,
  type Sha256,
  type VariableChange,
} from "./manifest.ts";

/** What stands where nothing is known. */
export const NOT_RECORDED = "not recorded";

/** The manifest as Markdown, exactly as Appendix B lays it out, with the checksum of everything above its own line, which names `file`. */
export function manifestMarkdown(manifest: Manifest, { sha256, file }: { sha256: Sha256; file: string }): string {
  const head = [
    "# Release Manifest",
    `## ${oneLine(manifest.product)} v${manifest.version}`,
    label("Release Date", manifest.releaseDate),
    label("Release Type", oneLine(manifest.releaseType)),
    label("Previous Version", manifest.previousVersion ?? "None"),
  ];
  const sections = [head, ...contents(manifest)].map((blocks) => blocks.join("\n\n")).join("\n\n---\n\n");
  const above = `${sections}\n\n${label("Manifest Checksum")}\n\n\`\`\`text\n`;
  const foot = [
    "---",
    label("Manifest Generated", `${manifest.generated.replace("T", " ").replace("Z", "")} UTC`),
    label("Manifest Version", MANIFEST_VERSION),
  ];
  return `${above}${sha256(above)}  ${file}\n\`\`\`\n\n${foot.join("\n\n")}\n`;
}

function contents(manifest: Manifest): string[][] {
  const { summary, breakingChanges, migration } = manifest;
  return [
    ["## Release Summary", oneLine(summary)],
    [
      "## Changes Included",
      `See [the changelog](${manifest.changelog}).`,
      ...CHANGE_GROUPS.flatMap((group) => [`### ${group}`, textList(manifest.changes[group])]),
    ],
    ["## Verification Status", ...verificationBlocks(manifest.verification)],
    [
      "## Breaking Changes",
      breakingChanges.length === 0 ? "None" : textList(breakingChanges),
      label("Migration Required", migration.length === 0 ? "No" : "Yes"),
      ...(migration.length === 0 ? [] : [textList(migration)]),
    ],
    [
      "## Files Modified",
      ...FILE_GROUPS.flatMap((group) => [label(group), list(manifest.files[group].map((file) => fileLine(file)))]),
    ],
    ["## Dependencies", ...dependencyBlocks(manifest.dependencies)],
    ["## Deployment Notes", ...deploymentBlocks(manifest)],
    ["## File Integrity (Optional)", ...checksumBlocks(manifest)],
  ];
}

function verificationBlocks({ suites, scan, date, by, failures }: Verification): string[] {
  const tests = suites.map(({ label, passed, total }) => `${oneLine(label)}: ${passed}/${total} passing`);
  const results = tests.length === 0 ? [`Tests: ${NOT_RECORDED}`] : tests;
  const failed = failures.map(({ name, message, resolution }) =>
    [
      `- ${oneLine(name)}`,
      `  - Message: ${oneLine(message) || NOT_RECORDED}`,
      `  - Resolution: ${resolution === null ? NOT_RECORDED : oneLine(resolution)}`,
    ].join("\n"),
  );
  return [
    label("Test Results"),
    list([...results, `Security Scan: ${scan ?? NOT_RECORDED}`]),
    ...(failed.length === 0 ? [] : [label("Failed Tests"), failed.join("\n")]),
    label("Verification Date", date ?? NOT_RECORDED),
    label("Verified By", by === null ? NOT_RECORDED : oneLine(by)),
  ];
}

/** `path (N lines, +a/-d)`; the short form `path (+a lines)` where that is all that is known. */
function fileLine({ path, lines, added, deleted }: ModifiedFile): string {
  if (added === null) return `${path} (binary)`;
  if (lines === null || deleted === null) return `${path} (+${added} lines)`;
  return `${path} (${lines} lines, +${added}/-${deleted})`;
}

function dependencyBlocks(changes: readonly DependencyChange[]): string[] {
  if (changes.length === 0) return ["**No dependency changes**"];
  return [label("Dependency changes"), list(changes.map((change) => dependencyLine(change)))];
}

function dependencyLine({ name, from, to }: DependencyChange): string {
  if (to === null) return `Removed: ${name}`;
  return from === null ? `Added: ${name}==${to}` : `Updated: ${name} ${from} → ${to}`;
}

function deploymentBlocks({ environment, dataMigration, rollback }: Manifest): string[] {
  return [
    label("Environment Variables"),
    list(environment.map((variable) => variableLine(variable))),
    label("Data Migration"),
    dataMigration.length === 0 ? "None required" : textList(dataMigration),
    label("Rollback Procedure"),
    textList(rollback),
  ];
}

function variableLine({ name, state, note }: VariableChange): string {
  return `\`${name}\` (${state})${note === null ? "" : `: ${oneLine(note)}`}`;
}

function checksumBlocks({ checksums }: Manifest): string[] {
  if (checksums.length === 0) return [];
  const lines = checksums.map(({ sha256, path }) => `${sha256}  ${path}`);
  return [label("SHA-256 Checksums"), ["```text", ...lines, "```"].join("\n")];
}

function textList(texts: readonly string[]): string {
  return list(texts.map((text) => oneLine(text)));
}

function list(items: readonly string[]): string {
  return items.length === 0 ? "- None" : items.map((item) => `- ${item}`).join("\n");
}

function label(name: string, value?: string): string {
  return value === undefined ? `**${name}:**` : `**${name}:** ${value}`;
}
