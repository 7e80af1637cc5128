import { expect, test } from "vitest";
import { versionOf } from "../version/version.ts";
import { isCounterSkipped } from "./skipped-counter.ts";

test.each([
  ["1.0.0-beta.3", ["1.0.0-beta.2"], false],
  ["1.0.0-beta.3", ["1.0.0-beta.1"], true],
  ["1.0.0-beta.1", [], false],
  ["1.0.0-beta.0", [], false],
  ["1.0.0-7", ["1.0.0-6"], false],
  ["1.0.0-7", ["1.0.0-5"], true],
  ["1.0.0-rc10", ["1.0.0-rc9"], false],
  ["1.0.0-rc10", ["1.0.0-rc8"], true],
  ["1.0.0-beta03", ["1.0.0-beta02"], false],
  ["1.0.0-beta", [], false],
  ["1.0.0", [], false],
])("[V-05] the counter of %s beside %j is skipped: %s", (version, tags, expected) => {
  expect(isCounterSkipped(versionOf(version)!, (other) => tags.includes(other))).toBe(expected);
});
