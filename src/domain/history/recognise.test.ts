import { expect, test } from "vitest";
import { formatVersion } from "../version/version.ts";
import { unwrap } from "../../kernel/problem.ts";
import { recognisePatterns } from "./recognise.ts";

test.each([
  [["v1.0.0", "1.1.0", "V1.2.0"], "V1.2.0", "1.2.0"],
  [["V1.0.0"], "V1.0.0", "1.0.0"],
  [["api-V1.0.0", "api-v1.1.0"], "api-V1.0.0", "1.0.0"],
  [["api-v1.0.0"], "v1.0.0", undefined],
])("[V-05] beside %j the tag %s is the release %s", (names, name, version) => {
  const patterns = unwrap(recognisePatterns(names.map((each) => ({ name: each }))));
  const read = patterns.flatMap((pattern) => pattern.read(name) ?? [])[0];
  expect(read === undefined ? undefined : formatVersion(read)).toBe(version);
});
