import { createHash } from "node:crypto";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ECOSYSTEMS, type Dependency } from "../src/domain/dependency/dependency.ts";
import { billOfMaterials } from "../src/domain/artifact/bill-of-materials.ts";
import { packageUrl } from "../src/domain/artifact/package-url.ts";
import { artifactPaths, releasedProduct } from "./support/released.ts";
import { slipway } from "./support/slipway.ts";

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
const about = { product: "North Wind", component: null, version: "1.0.0", commit: "c".repeat(40), time: 1_767_603_600 };

const DEPENDENCIES: readonly Dependency[] = [
  { ecosystem: "npm", name: "@scope/name", version: "1.2.3", direct: true },
  { ecosystem: "npm", name: "left", version: "^1.0.0", direct: true },
  { ecosystem: "pypi", name: "Flask_Login", version: "0.6.3", direct: false },
  { ecosystem: "golang", name: "golang.org/x/text", version: "v0.14.0+incompatible", direct: true },
  { ecosystem: "cargo", name: "serde", version: "1.0.0", direct: false },
  { ecosystem: "maven", name: "org.example:core", version: "2.0", direct: false },
];

test("package URLs follow the types of their registries; a range is no version", () => {
  expect(DEPENDENCIES.map((dependency) => packageUrl(dependency))).toEqual([
    "pkg:npm/%40scope/name@1.2.3",
    "pkg:npm/left",
    "pkg:pypi/flask-login@0.6.3",
    "pkg:golang/golang.org/x/text@v0.14.0%2Bincompatible",
    "pkg:cargo/serde@1.0.0",
    "pkg:maven/org.example/core@2.0",
  ]);
});

test("the order of the input, and what is told twice, change no byte; what is told does", () => {
  const bill = billOfMaterials({ ...about, dependencies: DEPENDENCIES }, digest);
  const mixed = [...DEPENDENCIES.toReversed(), DEPENDENCIES[0]!];
  expect(billOfMaterials({ ...about, dependencies: mixed }, digest)).toBe(bill);
  const serial = (text: string): unknown => (JSON.parse(text) as { serialNumber: unknown }).serialNumber;
  const other = billOfMaterials({ ...about, version: "1.0.1", dependencies: DEPENDENCIES }, digest);
  expect(serial(other)).not.toBe(serial(bill));
  expect(JSON.parse(bill)).toMatchObject({
    metadata: { timestamp: "2026-01-05T09:00:00Z", component: { name: "North Wind", version: "1.0.0" } },
    components: { length: 6 },
  });
});

test("the bill of a release holds what its dependency files name, and a broken one fails", async () => {
  const repository = releasedProduct();
  expect(slipway(repository.folder, ["sbom", "1.0.0"])).toMatchObject({ code: 0, stderr: "" });
  const bill = repository.read(artifactPaths().sbom);
  expect(await validator.validate(bill)).toBe(null);
  expect(JSON.parse(bill)).toMatchObject({ components: [{ purl: "pkg:pypi/flask@3.0.0" }] });
  repository.write(artifactPaths("1.1.0").sbom, bill);
  repository.commit("feat: a window", { "package-lock.json": "{ broken" });
  repository.tag("v1.1.0", "Release v1.1.0: A window");
  expect(slipway(repository.folder, ["sbom", "1.1.0"])).toMatchObject({ code: 2 });
  const verified = slipway(repository.folder, ["verify", "1.1.0"]);
  expect(verified.code).toBe(1);
  expect(verified.stdout).toMatch(/sbom +fails +releases\/north-wind-1.1.0.cdx.json: package-lock.json cannot be read/);
});

test("the validator of CycloneDX accepts every bill", async () => {
  const dependency = fc.record({
    ecosystem: fc.constantFrom(...ECOSYSTEMS),
    name: fc.string({ minLength: 1 }),
    version: fc.string(),
    direct: fc.constantFrom(true, false, undefined),
  });
  const component = fc.option(fc.string({ minLength: 1 }));
  await fc.assert(
    fc.asyncProperty(fc.array(dependency), component, async (dependencies, name) => {
      const bill = billOfMaterials({ ...about, component: name, dependencies }, digest);
      expect(await validator.validate(bill)).toBe(null);
    }),
    { numRuns: 50 },
  );
  expect(await validator.validate(billOfMaterials({ ...about, dependencies: DEPENDENCIES }, digest))).toBe(null);
  expect(await validator.validate('{"bomFormat":"CycloneDX","specVersion":"1.6","vesion":1}')).not.toBe(null);
});
