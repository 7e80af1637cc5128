import fc from "fast-check";
import semver from "semver";
import { describe, expect, test } from "vitest";
import { compareVersions, formatVersion, highestVersion, parseVersion, versionOf, type Version } from "./version.ts";
import { arbitraryVersion } from "./version.arbitrary.ts";

function problemOf(text: string): string {
  const parsed = parseVersion(text);
  return parsed.ok ? "" : parsed.error.found;
}

describe("[V-01] versions", () => {
  test("[V-01] what is written is what was read", () => {
    fc.assert(
      fc.property(arbitraryVersion(), (version) => {
        expect(parseVersion(formatVersion(version))).toEqual({ ok: true, value: version });
      }),
    );
  });

  test.each([
    ["", "it is empty"],
    ["v1.2.3", 'it starts with "v"'],
    ["1.2", "it has 2 of the 3 numbers"],
    ["1.2.3.4", "it has 4 of the 3 numbers"],
    ["1.02.3", 'MINOR "02" has a leading zero'],
    ["1.x.3", 'MINOR "x" is not a number'],
    ["1.2.3-", "a pre-release identifier is empty"],
    ["1.2.3-a..b", "a pre-release identifier is empty"],
    ["1.2.3-01", 'pre-release identifier "01" has a leading zero'],
    ["1.2.3-ä", "has characters other than"],
    ["1.2.3+a_b", 'build identifier "a_b" has characters other than'],
    ["1.2.3+", "a build identifier is empty"],
    [" 1.2.3", 'MAJOR " 1" is not a number'],
    ["9007199254740993.0.0", "is above 9007199254740991"],
  ])("[V-01] refuses %j and says why", (text, reason) => {
    expect(problemOf(text)).toContain(reason);
  });

  test("[V-01] accepts and refuses the same texts as the semver library", () => {
    const pieces = fc.array(fc.constantFrom("1", "0", "01", ".", "-", "+", "a", "rc", "v", "10", "x", "é"), {
      maxLength: 9,
    });
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join("");
        const strict = semver.valid(text) !== null && !/^[v=\s]/.test(text);
        expect(versionOf(text) !== undefined).toBe(strict);
      }),
      { numRuns: 5000 },
    );
  });

  test("[V-01] orders any two versions as the semver library does", () => {
    fc.assert(
      fc.property(arbitraryVersion(), arbitraryVersion(), (a, b) => {
        expect(Math.sign(compareVersions(a, b))).toBe(semver.compare(formatVersion(a), formatVersion(b)));
      }),
      { numRuns: 2000 },
    );
  });

  test("[V-01] orders the example chain of the specification", () => {
    const chain = [
      "1.0.0-alpha",
      "1.0.0-alpha.1",
      "1.0.0-alpha.beta",
      "1.0.0-beta",
      "1.0.0-beta.2",
      "1.0.0-beta.11",
      "1.0.0-rc.1",
      "1.0.0",
    ];
    const versions = chain.map((text) => versionOf(text)!);
    expect(versions.toReversed().toSorted(compareVersions)).toEqual(versions);
    expect(highestVersion(versions)).toEqual(versions.at(-1));
    expect(highestVersion([])).toBeUndefined();
  });

  test("[V-01] build metadata does not count for the order", () => {
    const [a, b]: Version[] = [versionOf("1.0.0+1")!, versionOf("1.0.0+2")!];
    expect(compareVersions(a!, b!)).toBe(0);
  });
});
