import { expect, test } from "vitest";
import { planReleases } from "../src/app/plan-releases.ts";
import { releaseTraits } from "../src/app/engine/release-traits.ts";
import { compose } from "../src/compose.ts";
import { must } from "../src/kernel/assert.ts";
import { makeRepository } from "./support/repository.ts";

async function traits(files: Record<string, string>, declared: string[] = [], message = "feat: more") {
  const repository = makeRepository();
  repository.commit("feat: start", { "slipway.yaml": "versioning: { api: [{ spec: openapi.yaml }] }\n", "a.txt": "a" });
  repository.tag("v1.0.0");
  repository.commit(message, { "a.txt": "b", ...files });
  const services = compose({ folder: repository.folder });
  const product = await services.product();
  const [plan] = await planReleases(services.repository, product, {});
  const question = { component: product.components[0], releaseType: "minor", variant: null, declared };
  return releaseTraits(services, product, { isSolo: false, ...question, plan: must(plan, "a plan"), version: "1.1.0" });
}

test("what git tells of a release: bump, breaks, migrations, descriptions of the API, settings", async () => {
  expect(await traits({})).toMatchObject({
    version: "1.1.0",
    previous: "1.0.0",
    bump: "minor",
    breaking: false,
    changes: 1,
    prerelease: false,
    deploys: true,
    changesSchema: false,
    changesApi: false,
    changesConfiguration: false,
  });
  expect(await traits({ "db/migrations/0001.sql": "create table t (id int);\n" })).toMatchObject({
    changesSchema: true,
  });
  expect(await traits({ "openapi.yaml": "openapi: 3.1.0\n" })).toMatchObject({ changesApi: true });
  expect(await traits({ ".env.example": "PORT=1\n" }, [], "feat!: more")).toMatchObject({
    changesConfiguration: true,
    breaking: true,
    bump: "major",
  });
});

test("what people declare counts more; every wrong trait is told at once, with the nearest name", async () => {
  const declared = ["needsBoard=true", "deploys=false", "changesSchema = true"];
  expect(await traits({}, declared)).toMatchObject({ needsBoard: true, deploys: false, changesSchema: true });
  await expect(traits({}, ["needBoard=true", "urgent=perhaps", "version=2.0.0"])).rejects.toMatchObject({
    problems: [
      { code: "unknown-trait", action: "did you mean `needsBoard`?" },
      { code: "trait-value", found: 'urgent is "perhaps"' },
      { code: "unknown-trait", found: "version follows from the release and cannot be set" },
    ],
  });
});
