import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Plan } from "../src/domain/plan/plan.ts";
import { makeRepository, temporaryFolder, type TestRepository } from "./support/repository.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

const SPEC = `openapi: 3.1.0
info: {title: Doors, version: 1.0.0}
paths:
  /doors:
    get: {responses: {'200': {description: all, content: {application/json: {schema: {$ref: 'schemas.yaml#/Door'}}}}}}
    post: {responses: {'201': {description: made}}}
`;
const SCHEMAS = `Door: {type: object, properties: {id: {type: string}, next: {$ref: '#/Door'}}}\n`;

function released(config: string, files: Readonly<Record<string, string>> = {}): TestRepository {
  const repository = makeRepository();
  repository.commit("feat: start", { "slipway.yaml": config, ...files });
  repository.tag("v1.0.0");
  return repository;
}

function plan(repository: TestRepository, ...args: string[]): Plan {
  return slipwayJson<Plan>(repository.folder, ["plan", ...args]);
}

describe("an API description", () => {
  const config = "versioning: {api: [{spec: api/openapi.yaml}]}\n";
  const files = { "api/openapi.yaml": SPEC, "api/schemas.yaml": SCHEMAS };

  test("[V-06] a removed operation makes a fix a major release, and the evidence names it", () => {
    const repository = released(config, files);
    repository.commit("fix: tidy", { "api/openapi.yaml": SPEC.replace(/ {4}post:.*\n/, "") });
    expect(plan(repository)).toMatchObject({
      next: "2.0.0",
      decidedBy: "api",
      signals: [{ evidence: "api/openapi.yaml breaks the API of v1.0.0: POST /doors removed" }],
    });
    expect(slipway(repository.folder, ["plan"]).stdout).toMatch(/other inputs:\n +api +major api\/openapi.yaml breaks/);
  });

  test("[V-06] a difference in another file of the description counts where it is used", () => {
    const repository = released(config, files);
    repository.commit("fix: schema", {
      "api/schemas.yaml": SCHEMAS.replace("id: {type: string}", "id: {type: integer}"),
    });
    const evidence = /GET \/doors responses\.200\S*properties\.id\.type "string" -> "integer"/;
    expect(plan(repository)).toMatchObject({ next: "2.0.0", reason: expect.stringMatching(evidence) as string });
  });

  test("[V-06] additions are minor, words are a patch, nothing is nothing; a stronger commit decides itself", () => {
    const repository = released(config, files);
    repository.commit("docs: describe", { "api/openapi.yaml": SPEC.replace("title: Doors", "title: All doors") });
    expect(plan(repository)).toMatchObject({ next: "1.0.1", decidedBy: "api" });
    repository.commit("fix: put", { "api/openapi.yaml": `${SPEC}    put: {responses: {}}\n` });
    expect(plan(repository)).toMatchObject({ next: "1.1.0", decidedBy: "api" });
    repository.commit("feat: as strong as the API", {});
    expect(plan(repository)).toMatchObject({ next: "1.1.0", decidedBy: "commits" });
    repository.commit("feat!: stronger", { "api/openapi.yaml": SPEC });
    const decided = plan(repository);
    expect(decided).toMatchObject({ next: "2.0.0", decidedBy: "commits" });
    expect(decided.signals).toEqual([
      { source: "api", bump: "none", evidence: "api/openapi.yaml is the same API as in v1.0.0" },
    ]);
  });

  test("[V-06] JSON is read too; a new description is minor, one that is gone major", () => {
    const json = JSON.stringify({ openapi: "3.0.3", info: { title: "Doors", version: "1" }, paths: {} });
    const repository = released("versioning: {api: [{spec: openapi.json}]}\n");
    repository.commit("fix: describe", { "openapi.json": json });
    expect(plan(repository)).toMatchObject({ next: "1.1.0", decidedBy: "api" });
    repository.tag("v1.1.0");
    repository.git("rm", "-q", "openapi.json");
    repository.commit("fix: drop");
    expect(plan(repository)).toMatchObject({ next: "2.0.0", decidedBy: "api" });
  });

  test("[V-06] a component has descriptions of its own", () => {
    const repository = makeRepository();
    const components = "components:\n  api: {path: api, api: [{spec: api/openapi.yaml}]}\n  web: {path: web}\n";
    repository.commit("feat: start", { "slipway.yaml": components, ...files, "web/a": "1" });
    repository.tag("api-v1.0.0");
    repository.tag("web-v1.0.0");
    repository.commit("fix: both", { "api/openapi.yaml": SPEC.replace(/ {4}post:.*\n/, ""), "web/a": "2" });
    const { components: plans } = slipwayJson<{ components: Plan[] }>(repository.folder, ["plan", "--all"]);
    expect(plans.map(({ next }) => next)).toEqual(["2.0.0", "1.0.1"]);
  });

  test.each([
    [
      "broken YAML",
      { "api/openapi.yaml": `${SPEC}   : [` },
      /^slipway: api\/openapi\.yaml at \w{8} is no OpenAPI document/,
    ],
    ["Swagger 2", { "api/openapi.yaml": "swagger: '2.0'\n" }, /it says `swagger: "2.0"`/],
    ["no document", { "api/openapi.yaml": "- a\n" }, /it is no map/],
    ["paths is a text", { "api/openapi.yaml": "openapi: 3.0.0\npaths: no\n" }, /`paths` is no map/],
    [
      "a remote reference",
      { "api/schemas.yaml": "Door: {$ref: 'https://example.org/a.yaml'}\n" },
      /outside the repository/,
    ],
    [
      "a missing file",
      { "api/schemas.yaml": "Door: {$ref: 'gone.yaml'}\n" },
      /api\/gone\.yaml, which .* does not exist at \w{8}/,
    ],
  ])("[V-06] %s is told with file and revision, exit 2", (_name, change, message) => {
    const repository = released(config, files);
    repository.commit("fix: break the description", change);
    const answer = slipway(repository.folder, ["plan"]);
    expect(answer).toMatchObject({ code: 2, stdout: "" });
    expect(answer.stderr).toMatch(message);
  });

  test("[V-06] a description that never existed is told", () => {
    const repository = released(config);
    repository.commit("fix: a");
    expect(slipway(repository.folder, ["next"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("api/openapi.yaml exists neither in v1.0.0 nor at") as string,
    });
  });
});

describe("a check", () => {
  const config = (run: string, more = ""): string =>
    `versioning:\n  checks:\n    - {name: abi, run: ${JSON.stringify(run)}${more}}\n`;

  test("[V-06] its last line counts, and it is told range and component", () => {
    const answer = `echo noise; echo "{\\"bump\\":\\"minor\\",\\"evidence\\":\\"$SLIPWAY_FROM $SLIPWAY_TO <$SLIPWAY_COMPONENT>\\"}"`;
    const repository = released(config(answer));
    const head = repository.commit("fix: a");
    expect(plan(repository)).toMatchObject({
      next: "1.1.0",
      decidedBy: "api",
      reason: `minor: check abi: v1.0.0 ${head} <>`,
    });
  });

  test.each([
    ["a non-zero exit", "echo one >&2; echo two >&2; exit 3", "", /ended with exit 3; it said:\n {2}one\n {2}two/],
    ["another answer", "echo hello", "", /answered "hello", which is no answer/],
    ["an unknown bump", `echo '{"bump":"huge","evidence":"a"}'`, "", /which is no answer/],
    ["no answer", "true", "", /answered "", which is no answer/],
    ["the time limit", "sleep 30 & wait", ", timeout: 200ms", /did not end within 0.2 s/],
  ])("[V-06] %s is told", (_name, run, more, message) => {
    const repository = released(config(run, more));
    repository.commit("fix: a");
    const answer = slipway(repository.folder, ["next"]);
    expect(answer).toMatchObject({ code: 2, stdout: "" });
    expect(answer.stderr).toMatch(message);
  });

  test("[V-06] nothing runs in a bare repository, or from a file that is extended", () => {
    const marker = join(temporaryFolder(), "ran");
    const repository = released(config(`touch ${marker}`));
    const bare = temporaryFolder();
    execFileSync("git", ["clone", "-q", "--bare", repository.folder, bare]);
    expect(slipway(bare, ["next"])).toMatchObject({ code: 4, stdout: "" });
    repository.commit("fix: extend", {
      "base.yaml": config(`touch ${marker}`),
      "slipway.yaml": "extends: base.yaml\n",
    });
    const answer = slipway(repository.folder, ["next"]);
    expect(answer).toMatchObject({ code: 4, stdout: "" });
    expect(answer.stderr).toContain("base.yaml, which the configuration extends, has `versioning.checks`");
    expect(existsSync(marker)).toBe(false);
  });
});

describe("scope items", () => {
  const config = "versioning: {scope: scope.yaml}\n";

  test("[V-06] a feature makes a fix a minor release; items of other releases do not count", () => {
    const items =
      "- {id: 7, title: Doors, significance: feature}\n- {id: 8, title: Keys, significance: breaking, release: 2.0.0}\n";
    const repository = released(config, { "scope.yaml": items });
    repository.commit("fix: a");
    const decided = plan(repository);
    expect(decided).toMatchObject({
      next: "1.1.0",
      decidedBy: "scope",
      reason: 'minor: scope.yaml: 7 "Doors" is a feature',
    });
    expect(decided.signals).toHaveLength(1);
  });

  test("[V-06] an item of the coming release counts, on a channel too", () => {
    const items = "- {id: 8, title: Keys, significance: breaking, release: 1.1.0}\n";
    const repository = released(config, { "scope.yaml": items });
    repository.commit("feat: a");
    expect(plan(repository)).toMatchObject({ next: "2.0.0", decidedBy: "scope" });
    expect(plan(repository, "--channel", "beta")).toMatchObject({ next: "2.0.0-beta.1", decidedBy: "scope" });
  });

  test("[V-06] every fault of the file is told with line and column", () => {
    const items = "- {id: 1, title: A, significance: huge}\n- {id: 2, tittle: B, significance: fix}\n";
    const repository = released(config, { "scope.yaml": items });
    repository.commit("fix: a");
    const answer = slipway(repository.folder, ["next"]);
    expect(answer).toMatchObject({ code: 2, stdout: "" });
    expect(answer.stderr).toMatch(/scope\.yaml at \w{8}:1:\d+: `\[0\]\.significance` is "huge"/);
    expect(answer.stderr).toContain("did you mean `title`?");
    repository.commit("fix: b", { "scope.yaml": "- {id: 1, title: A, significance: fix, release: soon}\n" });
    expect(slipway(repository.folder, ["next"]).stderr).toContain('item 1 is meant for "soon", which is no version');
    repository.git("rm", "-q", "scope.yaml");
    repository.commit("fix: c");
    expect(slipway(repository.folder, ["next"]).stderr).toContain("scope.yaml does not exist at");
  });
});
