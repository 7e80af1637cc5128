import fc from "fast-check";
import { expect, test } from "vitest";
import { channelOf, nextOnChannel } from "./channel.ts";
import { arbitraryVersion } from "./version.arbitrary.ts";
import { compareVersions, formatVersion, versionOf, type Version } from "./version.ts";

const versions = (texts: readonly string[]): Version[] => texts.map((text) => versionOf(text)!);

function next(
  stable: string | undefined,
  bump: "major" | "minor" | "patch",
  existing: readonly string[],
  channel = "beta",
): string {
  return formatVersion(
    nextOnChannel({
      channel,
      bump,
      stable: stable === undefined ? undefined : versionOf(stable)!,
      initial: versionOf("1.0.0")!,
      existing: versions(existing),
      firstCounter: 1,
    }),
  );
}

test.each([
  ["the first of a channel", "1.4.2", "minor", [], "1.5.0-beta.1"],
  ["one more on the same number", "1.4.2", "minor", ["1.5.0-beta.1"], "1.5.0-beta.2"],
  ["a break after features starts a new number", "1.4.2", "major", ["1.5.0-beta.1", "1.5.0-beta.2"], "2.0.0-beta.1"],
  ["a number once announced is not taken back", "1.4.2", "patch", ["2.0.0-beta.1"], "2.0.0-beta.2"],
  ["counters are numbers, not text", "1.4.2", "minor", ["1.5.0-beta.9", "1.5.0-beta.10"], "1.5.0-beta.11"],
  ["the counters of other channels do not count", "1.4.2", "minor", ["1.5.0-alpha.7"], "1.5.0-beta.1"],
  ["the numbers of other channels do", "1.4.2", "minor", ["2.0.0-alpha.7"], "2.0.0-beta.1"],
  ["counters glued to the name go on glued", "1.4.2", "minor", ["1.5.0-beta3"], "1.5.0-beta4"],
  ["glued counters are numbers, too", "1.4.2", "minor", ["1.5.0-beta-9", "1.5.0-beta-10"], "1.5.0-beta-11"],
  ["a channel without a counter gets one", "1.4.2", "minor", ["1.5.0-beta"], "1.5.0-beta.1"],
  ["before the first release", undefined, "minor", [], "1.0.0-beta.1"],
] as const)("[V-07] %s", (_, stable, bump, existing, expected) => {
  expect(next(stable, bump, existing)).toBe(expected);
});

test("[V-07] a pre-release comes after every one of its channel and before the release it leads to", () => {
  fc.assert(
    fc.property(
      arbitraryVersion(),
      fc.array(fc.nat({ max: 30 })),
      fc.constantFrom("major", "minor", "patch"),
      (stable, counters, bump) => {
        const release = { ...stable, prerelease: [], build: [] };
        const existing = counters.map((counter) => ({
          ...release,
          minor: release.minor + 1,
          prerelease: ["beta", counter],
        }));
        const made = nextOnChannel({
          channel: "beta",
          bump,
          stable: release,
          initial: release,
          existing,
          firstCounter: 1,
        });
        for (const version of [...existing, release]) expect(compareVersions(made, version)).toBeGreaterThan(0);
        expect(compareVersions(made, { ...made, prerelease: [] })).toBeLessThan(0);
      },
    ),
  );
});

test.each([
  ["2.0.0-beta.3", "beta"],
  ["2.0.0-rc1", "rc"],
  ["2.0.0-beta-2", "beta"],
  ["2.0.0-alpha2.1", "alpha2"],
  ["2.0.0-7", ""],
  ["2.0.0", undefined],
])("[V-07] the channel of %s is %s", (text, channel) => {
  expect(channelOf(versionOf(text)!)).toBe(channel);
});
