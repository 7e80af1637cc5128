import { isIsoDay } from "../../kernel/iso-day.ts";
import { compareVersions, versionOf } from "../version/version.ts";
import {
  CHANGE_GROUPS,
  FILE_GROUPS,
  MANIFEST_VERSION,
  type FileChecksum,
  type Manifest,
  type Sha256,
} from "./manifest.ts";
import { placeholderIn } from "./placeholders.ts";
import { readManifest, type ReadManifest } from "./read-manifest.ts";

/** What a manifest is held against beside its own form. */
export interface ManifestRules {
  /** Names of release types, printed; with none, any type will do. */
  readonly types: readonly string[];
  /** The version it has to be of, where that is known. */
  readonly version?: string | undefined;
}

/** Everything that is wrong with the text of a manifest, generated or written by hand, in the order of its sections. */
export function checkManifestText(text: string, rules: ManifestRules, sha256: Sha256): readonly string[] {
  const read = readManifest(text);
  return [...read.faults, ...checkManifest(read.manifest, rules), ...frameFaults(text, read, sha256)];
}

/** What is wrong with the contents of a manifest: open placeholders, totals that cannot be, values of another kind. */
export function checkManifest(manifest: Manifest, rules: ManifestRules): readonly string[] {
  return [
    ...headFaults(manifest, rules),
    ...placeholderFaults(manifest),
    ...verificationFaults(manifest),
    ...fileFaults(manifest),
    ...(manifest.rollback.length === 0 ? ["`**Rollback Procedure:**` has neither a link nor steps"] : []),
    ...timeFaults(manifest),
  ];
}

function headFaults(manifest: Manifest, { types, version: wanted }: ManifestRules): string[] {
  const { version, releaseDate, releaseType, previousVersion, summary, changelog } = manifest;
  const [own, before] = [versionOf(version), previousVersion === null ? undefined : versionOf(previousVersion)];
  const faults: string[] = [];
  if (version !== "" && own === undefined) faults.push(`"${version}" is no version MAJOR.MINOR.PATCH`);
  if (wanted !== undefined && version !== wanted) faults.push(`it is the manifest of "${version}", not of ${wanted}`);
  if (releaseDate !== "" && !isIsoDay(releaseDate))
    faults.push(`the Release Date "${releaseDate}" is no day YYYY-MM-DD`);
  if (releaseType !== "" && types.length > 0 && !types.includes(releaseType))
    faults.push(`the Release Type "${releaseType}" is none of ${types.join(", ")}`);
  if (previousVersion !== null && before === undefined)
    faults.push(`the Previous Version "${previousVersion}" is neither a version nor None`);
  if (own !== undefined && before !== undefined && compareVersions(before, own) >= 0)
    faults.push(`the Previous Version ${previousVersion} does not come before ${version}`);
  if (summary === "") faults.push("`## Release Summary` is empty");
  if (changelog === "") faults.push("`## Changes Included` has no link to the section of the changelog");
  return faults;
}

function placeholderFaults(manifest: Manifest): string[] {
  const { verification, changes, environment } = manifest;
  const texts: readonly (readonly [string, string | null])[] = [
    ["the heading", manifest.product],
    ["Release Type", manifest.releaseType],
    ["Release Summary", manifest.summary],
    ...CHANGE_GROUPS.flatMap((group) => changes[group].map((text) => [group, text] as const)),
    ...verification.suites.map(({ label }) => ["Test Results", label] as const),
    ...verification.failures.flatMap(({ name, resolution }) => [
      ["Failed Tests", name] as const,
      ["Failed Tests", resolution] as const,
    ]),
    ["Verified By", verification.by],
    ...manifest.breakingChanges.map((text) => ["Breaking Changes", text] as const),
    ...manifest.migration.map((text) => ["Migration Required", text] as const),
    ...FILE_GROUPS.flatMap((group) => manifest.files[group].map(({ path }) => [group, bareBraces(path)] as const)),
    ...environment.flatMap(({ note }) => [["Environment Variables", note] as const]),
    ...manifest.dataMigration.map((text) => ["Data Migration", text] as const),
    ...manifest.rollback.map((text) => ["Rollback Procedure", text] as const),
  ];
  return texts.flatMap(([place, text]) => {
    const found = text === null ? undefined : placeholderIn(text);
    return found === undefined ? [] : [`"${found}" under ${place} is a placeholder that nobody filled in`];
  });
}

/** Real paths may hold marks of other template languages; a path that is nothing but a mark is one of ours. */
function bareBraces(path: string): string | null {
  return /^\{\{.*\}\}$/.test(path) ? path : null;
}

function verificationFaults({ verification: { suites, date } }: Manifest): string[] {
  const wrong = suites.filter(({ passed, total }) => passed > total);
  return [
    ...wrong.map(({ label, passed, total }) => `${label}: ${passed} tests of ${total} cannot have passed`),
    ...(date === null || date === "" || isIsoDay(date) ? [] : [`the Verification Date "${date}" is no day YYYY-MM-DD`]),
  ];
}

function fileFaults({ files, checksums }: Manifest): string[] {
  const all = FILE_GROUPS.flatMap((group) => files[group]);
  const wrong = all.filter(({ lines, added }) => lines !== null && added !== null && added > lines);
  return [
    ...wrong.map(({ path, lines, added }) => `${path}: a file of ${lines} lines cannot have ${added} new ones`),
    ...repeated(all.map(({ path }) => path)).map((path) => `${path} is listed twice under \`## Files Modified\``),
    ...repeated(checksums.map(({ path }) => path)).map((path) => `${path} has two checksums`),
  ];
}

function repeated(values: readonly string[]): string[] {
  const [seen, twice] = [new Set<string>(), new Set<string>()];
  for (const value of values) (seen.has(value) ? twice : seen).add(value);
  return [...twice];
}

function timeFaults({ generated }: Manifest): string[] {
  const found = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})Z$/.exec(generated);
  if (found === null) return [];
  const [, day = "", hour, minute, second] = found;
  const isTime = isIsoDay(day) && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  return isTime ? [] : [`the time "${generated}" does not exist`];
}

/** Whether the checksum a manifest has of itself is that of the text above it. */
export function sealFits(text: string, seal: FileChecksum, sha256: Sha256): boolean {
  return sha256(text.slice(0, text.lastIndexOf(seal.sha256))) === seal.sha256;
}

/** What stands around the contents: the checksum of the text above it, and the version of the form. */
function frameFaults(text: string, { seal, formatVersion }: ReadManifest, sha256: Sha256): string[] {
  const faults: string[] = [];
  if (formatVersion === null) faults.push("`**Manifest Version:**` is missing or has no value");
  else if (formatVersion !== MANIFEST_VERSION)
    faults.push(`the Manifest Version is "${formatVersion}", and this program knows ${MANIFEST_VERSION}`);
  if (seal !== null && !sealFits(text, seal, sha256))
    faults.push("the Manifest Checksum does not fit the text above it: one of them was changed");
  return faults;
}
