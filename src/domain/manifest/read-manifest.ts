import type { FailedTest, Verification } from "../evidence/evidence.ts";
import { SCAN_RESULTS } from "../evidence/evidence.ts";
import {
  VARIABLE_STATES,
  type DependencyChange,
  type FileChecksum,
  type Manifest,
  type ModifiedFile,
  type VariableChange,
} from "./manifest.ts";
import { NOT_RECORDED } from "./manifest-markdown.ts";
import { isNone, listItems, readManifestText, type ManifestText, type SectionText } from "./manifest-text.ts";

/** A manifest that was read, whoever wrote it, and everything in it that does not follow the form. */
export interface ReadManifest {
  readonly manifest: Manifest;
  /** Sentences that say what was found and what belongs there. */
  readonly faults: readonly string[];
  /** What its own checksum line says; `null` when there is none. */
  readonly seal: FileChecksum | null;
  readonly formatVersion: string | null;
}

const SECTIONS = [
  "Release Summary",
  "Changes Included",
  "Verification Status",
  "Breaking Changes",
  "Files Modified",
  "Dependencies",
  "Deployment Notes",
] as const;

/** Reads a manifest in the form of Appendix B. What is missing becomes a fault and an empty value. */
export function readManifest(text: string): ReadManifest {
  const parsed = readManifestText(text);
  const faults: string[] = [];
  if (!/^\s*# Release Manifest\s*$/m.test(text)) faults.push("the heading `# Release Manifest` is missing");
  const missing = SECTIONS.filter((name) => !parsed.sections.has(name.toLowerCase()));
  faults.push(...missing.map((name) => `the section \`## ${name}\` is missing`));
  const title = /^(.+?)\s+v?(\d+\.\d+\.\d+\S*)$/.exec(parsed.title ?? "");
  if (title === null) faults.push(`the heading \`## PRODUCT vVERSION\` is missing or reads "${parsed.title ?? ""}"`);
  const value = valueReader(parsed, faults);
  const part = partReader(parsed, faults);
  const previous = value("Previous Version");
  return {
    manifest: {
      product: title?.[1] ?? "",
      version: title?.[2] ?? "",
      releaseDate: value("Release Date"),
      releaseType: value("Release Type"),
      previousVersion: previous === "" || isNone(previous) ? null : previous.replace(/^v(?=\d)/, ""),
      ...releasedContents(parsed, part, faults),
      verification: readVerification(parsed, part, faults),
      generated: readTime(value("Manifest Generated"), faults),
    },
    faults,
    seal: sealIn(text),
    formatVersion: parsed.values.get("manifest version") ?? null,
  };
}

type PartReader = (section: string, name: string) => readonly string[];

/** A value that has to be there. */
function valueReader({ values }: ManifestText, faults: string[]): (name: string) => string {
  return (name) => {
    const value = values.get(name.toLowerCase());
    if (value === undefined) faults.push(`\`**${name}:**\` is missing or has no value`);
    return value ?? "";
  };
}

/** The lines below a label or heading that has to be there, unless its whole section is missing. */
function partReader({ sections }: ManifestText, faults: string[]): PartReader {
  return (section, name) => {
    const found = sections.get(section.toLowerCase());
    const lines = found?.parts.get(name.toLowerCase());
    if (found !== undefined && lines === undefined) faults.push(`"${name}" is missing under \`## ${section}\``);
    return lines ?? [];
  };
}

function releasedContents(
  { sections, values }: ManifestText,
  part: PartReader,
  faults: string[],
): Omit<
  Manifest,
  "product" | "version" | "releaseDate" | "releaseType" | "previousVersion" | "verification" | "generated"
> {
  const section = (name: string): SectionText => sections.get(name) ?? { lead: [], parts: new Map() };
  const changes = (name: string): string[] => listItems(part("Changes Included", name));
  const files = (name: string): ModifiedFile[] =>
    listItems(part("Files Modified", name)).flatMap((line) => readFile(line, faults) ?? []);
  const deployment = (name: string): string[] => listItems(part("Deployment Notes", name));
  const migration = part("Breaking Changes", "Migration Required");
  const required = /^(yes|no)\b/i.exec(values.get("migration required") ?? "")?.[1]?.toLowerCase();
  if (required === undefined && migration.length > 0) faults.push("`**Migration Required:**` is neither Yes nor No");
  const steps = required === "yes" ? migrationSteps(migration) : [];
  if (required === "yes" && steps.length === 0)
    faults.push("`**Migration Required:** Yes` has neither the link of a guide nor steps");
  return {
    summary: section("release summary").lead.join(" ").trim(),
    changelog: /\]\(([^)\s]+)\)/.exec(section("changes included").lead.join(" "))?.[1] ?? "",
    changes: {
      Added: changes("Added"),
      Changed: changes("Changed"),
      Fixed: changes("Fixed"),
      Security: changes("Security"),
    },
    breakingChanges: listItems(section("breaking changes").lead),
    migration: steps,
    files: { "Source Code": files("Source Code"), Documentation: files("Documentation"), Tests: files("Tests") },
    dependencies: readDependencies(section("dependencies"), faults),
    environment: deployment("Environment Variables").flatMap((line) => readVariable(line, faults) ?? []),
    dataMigration: deployment("Data Migration"),
    rollback: deployment("Rollback Procedure"),
    checksums: readChecksums(section("file integrity").parts.get("sha-256 checksums") ?? [], faults),
  };
}

/** `Yes`, then a link or the steps behind it or below it. */
function migrationSteps([first = "", ...rest]: readonly string[]): string[] {
  const behind = first.replace(/^yes\b[\s:,.;-]*/i, "");
  return listItems(behind === "" ? rest : [behind, ...rest]);
}

function readVerification({ sections, values }: ManifestText, part: PartReader, faults: string[]): Verification {
  const results = listItems(part("Verification Status", "Test Results"));
  const scanLine = results.find((line) => /^\**security scan\b/i.test(line));
  const scanText = (scanLine ?? `: ${values.get("security scan") ?? ""}`).replace(/^[^:]*:\**\s*/, "");
  const scan = SCAN_RESULTS.find((result) => result === scanText) ?? null;
  if (scan === null && scanText !== NOT_RECORDED)
    faults.push(`"Security Scan: ${scanText}" is none of ${SCAN_RESULTS.join(", ")} or "${NOT_RECORDED}"`);
  const suites = results.filter((line) => line !== scanLine).flatMap((line) => readSuite(line, faults) ?? []);
  const recorded = (name: string): string | null => {
    const value = values.get(name.toLowerCase());
    if (value === undefined) faults.push(`\`**${name}:**\` is missing or has no value`);
    return value === undefined || value === NOT_RECORDED ? null : value;
  };
  const failures = sections.get("verification status")?.parts.get("failed tests") ?? [];
  return {
    suites,
    scan,
    date: recorded("Verification Date"),
    by: recorded("Verified By"),
    failures: readFailures(failures),
  };
}

function readSuite(line: string, faults: string[]): Verification["suites"][number] | undefined {
  if (line === `Tests: ${NOT_RECORDED}`) return undefined;
  const found = /^(.*\S)\s*:\s*(\d+)\s*\/\s*(\d+)\s+passing$/.exec(line);
  if (found === null) faults.push(`"${line}" does not read \`SUITE: n/m passing\``);
  return found === null ? undefined : { label: found[1]!, passed: Number(found[2]), total: Number(found[3]) };
}

/** Each test is an item, with its message and its resolution as items below it. */
function readFailures(lines: readonly string[]): FailedTest[] {
  const failures: FailedTest[] = [];
  for (const line of lines) {
    const detail = /^\s+[-*+][ \t]+(Message|Resolution):[ \t]*(.*)$/.exec(line);
    const last = failures.at(-1);
    if (detail === null)
      failures.push({ name: line.replace(/^\s*[-*+][ \t]+/, "").trim(), message: "", resolution: null });
    else if (last !== undefined && detail[2] !== NOT_RECORDED)
      failures[failures.length - 1] = { ...last, [detail[1]!.toLowerCase()]: detail[2]!.trim() };
  }
  return failures.filter(({ name }) => !isNone(name));
}

function readFile(line: string, faults: string[]): ModifiedFile | undefined {
  const long = /^(.*\S) \((\d+) lines?, \+(\d+)\/-(\d+)\)$/.exec(line);
  if (long !== null)
    return { path: plain(long[1]!), lines: Number(long[2]), added: Number(long[3]), deleted: Number(long[4]) };
  const short = /^(.*\S) \(\+(\d+) lines?\)$/.exec(line);
  if (short !== null) return { path: plain(short[1]!), lines: null, added: Number(short[2]), deleted: null };
  const binary = /^(.*\S) \(binary\)$/.exec(line);
  if (binary !== null) return { path: plain(binary[1]!), lines: null, added: null, deleted: null };
  faults.push(`"${line}" under \`## Files Modified\` does not read \`path (N lines, +a/-d)\` or \`path (+a lines)\``);
  return undefined;
}

/** A path without the code marks a person may have put around it. */
function plain(path: string): string {
  return /^`[^`]+`$/.test(path) ? path.slice(1, -1) : path;
}

function readDependencies({ lead, parts }: SectionText, faults: string[]): DependencyChange[] {
  const lines = parts.get("dependency changes");
  if (lines === undefined) {
    if (!parts.has("no dependency changes") && !lead.some((line) => /^no dependency changes\.?$/i.test(line.trim())))
      faults.push("`## Dependencies` says neither `**No dependency changes**` nor `**Dependency changes:**`");
    return [];
  }
  return listItems(lines).flatMap((line) => {
    const found =
      /^(?<kind>Added): (?<name>\S+?)==(?<to>\S.*)$/.exec(line) ??
      /^(?<kind>Updated): (?<name>\S+) (?<from>\S.*?) (?:→|->) (?<to>\S.*)$/.exec(line) ??
      /^(?<kind>Removed): (?<name>\S+)$/.exec(line);
    const { name, from = null, to = null } = found?.groups ?? {};
    if (name !== undefined) return [{ name, from, to }];
    faults.push(`"${line}" reads neither \`Added: name==ver\`, \`Updated: name old → new\` nor \`Removed: name\``);
    return [];
  });
}

function readVariable(line: string, faults: string[]): VariableChange | undefined {
  const found = /^`?([A-Za-z_][\w.]*)`?\s*\((\w+)\)(?::\s*(\S.*))?$/.exec(line);
  const state = VARIABLE_STATES.find((known) => known === found?.[2]);
  if (found !== null && state !== undefined) return { name: found[1]!, state, note: found[3] ?? null };
  faults.push(`"${line}" under Environment Variables does not read \`NAME (new): what it is for\``);
  return undefined;
}

function readChecksums(lines: readonly string[], faults: string[]): FileChecksum[] {
  return lines
    .filter((line) => !line.startsWith("```"))
    .flatMap((line) => {
      const checksum = checksumLine(line);
      if (checksum === undefined) faults.push(`"${line}" is no line \`SHA-256  path\``);
      return checksum ?? [];
    });
}

function checksumLine(line: string): FileChecksum | undefined {
  const found = /^([0-9a-f]{64}) [ *](\S.*)$/.exec(line);
  return found === null ? undefined : { sha256: found[1]!, path: found[2]! };
}

/** The last line that names a manifest itself, whatever stands above it: a label that was tampered with hides nothing. */
function sealIn(text: string): FileChecksum | null {
  const line = [...text.matchAll(/[0-9a-f]{64} [ *]\S*RELEASE-MANIFEST-\S+$/gm)].at(-1)?.[0];
  return line === undefined ? null : (checksumLine(line) ?? null);
}

function readTime(text: string, faults: string[]): string {
  const found = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:Z| UTC)$/.exec(text);
  if (found === null && text !== "") faults.push(`"${text}" is no time such as 2026-01-05 09:00:00 UTC`);
  return found === null ? text : `${found[1]}T${found[2]}Z`;
}
