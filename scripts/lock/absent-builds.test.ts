import { expect, test } from "vitest";
import { absentBuilds, type LockFile } from "./absent-builds.ts";

const lock = (packages: LockFile["packages"]): LockFile => ({ packages: { "": {}, ...packages } });
const tool = (names: readonly string[], version = "1.2.3") => ({
  version,
  dev: true,
  optionalDependencies: Object.fromEntries(names.map((name) => [name, version])),
});

test.each([
  ["@x/darwin-arm64", { os: ["darwin"], cpu: ["arm64"] }],
  ["@x/binding-linux-x64-gnu", { os: ["linux"], cpu: ["x64"], libc: ["glibc"] }],
  ["@x/binding-linux-arm-musleabihf", { os: ["linux"], cpu: ["arm"], libc: ["musl"] }],
  ["@x/binding-win32-x64-msvc", { os: ["win32"], cpu: ["x64"] }],
  ["tool-linux-x64", { os: ["linux"], cpu: ["x64"] }],
])("%s is added with its platform", (name, platform) => {
  expect(absentBuilds(lock({ "node_modules/tool": tool([name]) }))).toEqual({
    [`node_modules/${name}`]: { version: "1.2.3", dev: true, optional: true, ...platform },
  });
});

test("what is locked, names no platform or is a range stays as it is", () => {
  const names = ["@x/linux-x64", "picture", "@x/darwin-x64"];
  const packages = { "node_modules/tool": tool(names), "node_modules/@x/linux-x64": { version: "1.2.3" } };
  expect(Object.keys(absentBuilds(lock(packages)))).toEqual(["node_modules/@x/darwin-x64"]);
  expect(absentBuilds(lock({ "node_modules/tool": tool(["@x/darwin-x64"], "^1.2.3") }))).toEqual({});
});

test("a second version of a tool gets its builds beside it", () => {
  const packages = {
    "node_modules/tool": tool(["@x/darwin-x64"], "2.0.0"),
    "node_modules/@x/darwin-x64": { version: "2.0.0" },
    "node_modules/user/node_modules/tool": tool(["@x/darwin-x64"]),
  };
  expect(Object.keys(absentBuilds(lock(packages)))).toEqual(["node_modules/user/node_modules/@x/darwin-x64"]);
});
