import { expect, test } from "vitest";
import { versionOf } from "../version/version.ts";
import { highestStable, successorsOf } from "./straggler.ts";

const release = (version: string) => ({ version: versionOf(version)!, tag: `v${version}`, commit: version });

test("[V-05] the numbers that follow a straggler", () => {
  expect(successorsOf(release("9.99.2"))).toEqual(["9.99.3", "9.100.0", "10.0.0"]);
});

test("[V-05] it is replaced by the highest stable release", () => {
  const releases = ["9.99.2", "10.2.0", "10.13.0", "11.0.0-beta.1"].map((version) => release(version));
  expect(highestStable(releases)?.tag).toBe("v10.13.0");
  expect(highestStable([])).toBeUndefined();
});
