import type { Problem } from "../../kernel/problem.ts";
import { err, ok, type Result } from "../../kernel/result.ts";

/** A version of Semantic Versioning 2.0.0. Numeric pre-release identifiers are numbers, the others strings. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly prerelease: readonly (string | number)[];
  readonly build: readonly string[];
}

/** The form nearly every version has; 15 digits are safe as a number. */
const PLAIN = /^(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})$/;
const NONE: readonly never[] = [];
const NUMERIC = /^(0|[1-9]\d*)$/;
const IDENTIFIER = /^[0-9A-Za-z-]+$/;

/** Parses a version strictly; the problem names the first thing that is wrong with it. */
export function parseVersion(text: string): Result<Version, Problem> {
  const plain = plainVersion(text);
  if (plain !== undefined) return ok(plain);
  const plus = text.indexOf("+");
  const build = plus === -1 ? [] : text.slice(plus + 1).split(".");
  const rest = plus === -1 ? text : text.slice(0, plus);
  const dash = rest.indexOf("-");
  const prerelease = dash === -1 ? [] : rest.slice(dash + 1).split(".");
  const core = (dash === -1 ? rest : rest.slice(0, dash)).split(".");
  const fault =
    coreFault(text, core) ?? identifierFault("pre-release", prerelease, true) ?? identifierFault("build", build, false);
  if (fault !== undefined) return err(malformed(text, fault));
  return ok({
    major: Number(core[0]),
    minor: Number(core[1]),
    patch: Number(core[2]),
    prerelease: prerelease.map((identifier) => (isSmallNumber(identifier) ? Number(identifier) : identifier)),
    build,
  });
}

/** Like {@link parseVersion}, for places where anything that is no version is simply not of interest. */
export function versionOf(text: string): Version | undefined {
  const plain = plainVersion(text);
  if (plain !== undefined) return plain;
  const parsed = parseVersion(text);
  return parsed.ok ? parsed.value : undefined;
}

function plainVersion(text: string): Version | undefined {
  const found = PLAIN.exec(text);
  if (found === null) return undefined;
  return { major: Number(found[1]), minor: Number(found[2]), patch: Number(found[3]), prerelease: NONE, build: NONE };
}

export function formatVersion({ major, minor, patch, prerelease, build }: Version): string {
  const suffix = prerelease.length > 0 ? `-${prerelease.join(".")}` : "";
  return `${major}.${minor}.${patch}${suffix}${build.length > 0 ? `+${build.join(".")}` : ""}`;
}

/** Precedence of SemVer 2.0.0 § 11: negative when `a` comes before `b`, 0 when neither does. Build metadata is ignored. */
export function compareVersions(a: Version, b: Version): number {
  return compareCore(a, b) || comparePrerelease(a.prerelease, b.prerelease);
}

export function isPrerelease(version: Version): boolean {
  return version.prerelease.length > 0;
}

/** The version a pre-release leads to: `2.0.0` for `2.0.0-rc.1+7`. */
export function releaseOf({ major, minor, patch }: Version): Version {
  return { major, minor, patch, prerelease: [], build: [] };
}

export function highestVersion(versions: Iterable<Version>): Version | undefined {
  let highest: Version | undefined;
  for (const version of versions) {
    if (highest === undefined || compareVersions(version, highest) > 0) highest = version;
  }
  return highest;
}

function compareCore(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}

function comparePrerelease(a: Version["prerelease"], b: Version["prerelease"]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const order = compareIdentifiers(a[index]!, b[index]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareIdentifiers(a: string | number, b: string | number): number {
  const aNumeric = NUMERIC.test(String(a));
  const bNumeric = NUMERIC.test(String(b));
  if (aNumeric !== bNumeric) return aNumeric ? -1 : 1;
  const [left, right] = [String(a), String(b)];
  if (aNumeric && left.length !== right.length) return left.length - right.length;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function isSmallNumber(identifier: string): boolean {
  return NUMERIC.test(identifier) && Number.isSafeInteger(Number(identifier));
}

function coreFault(text: string, core: readonly string[]): string | undefined {
  if (text === "") return "it is empty";
  if (/^[vV=]/.test(text)) return `it starts with "${text[0]}"; a version has no prefix (tag names may have one)`;
  if (core.length !== 3) return `it has ${core.length} of the 3 numbers MAJOR.MINOR.PATCH`;
  for (const [index, part] of core.entries()) {
    const name = ["MAJOR", "MINOR", "PATCH"][index];
    if (/^0\d+$/.test(part)) return `${name} "${part}" has a leading zero`;
    if (!NUMERIC.test(part)) return `${name} "${part}" is not a number`;
    if (!Number.isSafeInteger(Number(part))) return `${name} ${part} is above ${Number.MAX_SAFE_INTEGER}`;
  }
  return undefined;
}

function identifierFault(name: string, identifiers: readonly string[], refuseLeadingZero: boolean): string | undefined {
  for (const identifier of identifiers) {
    if (identifier === "") return `a ${name} identifier is empty`;
    if (!IDENTIFIER.test(identifier))
      return `${name} identifier "${identifier}" has characters other than 0-9 A-Z a-z and -`;
    if (refuseLeadingZero && /^0\d+$/.test(identifier)) return `${name} identifier "${identifier}" has a leading zero`;
  }
  return undefined;
}

function malformed(text: string, fault: string): Problem {
  return {
    code: "malformed-version",
    kind: "input",
    found: `"${text}" is not a version: ${fault}`,
    expected:
      "a version of Semantic Versioning 2.0.0, MAJOR.MINOR.PATCH[-PRERELEASE][+BUILD], for example 1.4.2 or 2.0.0-rc.1",
  };
}
