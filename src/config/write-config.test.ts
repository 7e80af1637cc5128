import { expect, test } from "vitest";
import { normalise } from "./normalise.ts";
import { parseConfig } from "./parse.ts";
import { writeConfig } from "./write-config.ts";

test("what is written is read back as it was, the unused settings commented out", () => {
  const document = {
    product: "Doors: all",
    versioning: { preset: "angular" as const, squash: ["bullets" as const] },
    components: { "@acme/api": { path: "packages/api", tag: ["api-v{version}", "api@{version}"] } },
    dependents: "minor" as const,
  };
  const text = writeConfig(document, ["a remark"]);
  expect(parseConfig(text, "slipway.yaml")).toEqual({ ok: true, value: document });
  expect(text).toContain("# note: a remark\n");
  expect(parseConfig(writeConfig({}), "slipway.yaml")).toEqual({ ok: true, value: {} });
});

test("every commented example is valid once it is uncommented", () => {
  const lines = writeConfig({}).split("\n");
  const settings = lines
    .filter((line) => /^ *# +(?:- |[\w-]+:(?: |$))/.test(line))
    .map((line) => line.replace("# ", ""));
  const parsed = parseConfig(settings.join("\n"), "slipway.yaml");
  expect(parsed).toMatchObject({ ok: true, value: { extends: "standard", dependents: "patch" } });
  if (!parsed.ok) return;
  const { extends: _base, components, ...rest } = parsed.value;
  expect(Object.keys(components ?? {})).toEqual(["api"]);
  expect(normalise(rest, "slipway.yaml", "doors")).toMatchObject({ name: "Product", scope: "releases/scope.yaml" });
});
