import { expect, test } from "vitest";
import { tagFamilies } from "./tag-families.ts";

test("release tags are grouped by how they are written, the largest group first", () => {
  const names = [
    "v1.0.0",
    "api-v1.0.0",
    "api-v1.1.0-beta.1",
    "api-v1.1.0-rc1",
    "@acme/web@2.0.0",
    "nightly",
    "slipway/rejected/v1.0.0",
  ];
  expect(tagFamilies(names)).toEqual([
    { pattern: "api-v{version}", component: "api", count: 3, channels: ["beta", "rc"] },
    { pattern: "v{version}", component: "", count: 1, channels: [] },
    { pattern: "@acme/web@{version}", component: "@acme/web", count: 1, channels: [] },
  ]);
});
