import { expect, test } from "vitest";
import { makeRepository, type TestRepository } from "./support/repository.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

const PROOFS = ["workstreams", "regression", "production", "operations", "security"];
const GRADUATION = `versioning:\n  graduation:\n${PROOFS.map((name) => `    ${name}: proof/${name}.md\n`).join("")}`;

function product(version: string, files: Readonly<Record<string, string>>): TestRepository {
  const repository = makeRepository();
  repository.commit("feat: start", files);
  repository.tag(`v${version}`, `Release v${version}: Start`);
  return repository;
}

test("[V-09, V-15] planning 1.0.0 warns, tagging it is refused, and finished evidence lets it through", () => {
  const proofs = Object.fromEntries(PROOFS.map((name) => [`proof/${name}.md`, "done\n"]));
  const repository = product("0.9.0", { "slipway.yaml": GRADUATION, ...proofs, "proof/security.md": "TBD\n" });
  repository.commit("feat!: the real thing");
  expect(slipway(repository.folder, ["plan"]).stdout).toContain("1.0.0 cannot be tagged yet: graduation.security");
  const refused = slipway(repository.folder, ["tag", "1.0.0"]);
  expect(refused.code).toBe(4);
  expect(refused.stderr).toContain('proof/security.md is not finished: it says "TBD"');
  expect(refused.stderr).not.toContain("proof/regression.md");
  expect(slipway(repository.folder, ["gates"]).code).toBe(1);
  repository.commit("docs: hardening report", { "proof/security.md": "No finding is left.\n" });
  expect(slipway(repository.folder, ["gates"]).code).toBe(0);
  expect(slipway(repository.folder, ["tag", "1.0.0"]).code).toBe(0);
});

test("[V-10] after 1.0.0 a break is refused in a MINOR, with a reason or without", () => {
  const repository = product("1.0.0", { "slipway.yaml": "versioning: { policy: strict }\n" });
  repository.commit("feat!: other answers");
  const { code, stderr } = slipway(repository.folder, ["tag", "1.1.0", "--reason", "nobody will notice"]);
  expect(code).toBe(4);
  expect(stderr).toContain("gate breaking-change is open");
});

test("[V-11] [V-12] a removal needs an announcement that an earlier MINOR really carried, and a guide", () => {
  const registry = `deprecations:\n  - { item: GET /v1/orders, announced: 1.1.0, removal: 2.0.0, timeline: until spring }\n`;
  const repository = product("1.0.0", { "slipway.yaml": "versioning: { policy: strict }\n" });
  repository.commit("feat: orders of version 2");
  repository.tag("v1.1.0", "Release v1.1.0: Orders");
  repository.commit("feat!: one way to order\n\nRemoves: GET /v1/orders", { "releases/deprecations.yaml": registry });
  const { gates } = slipwayJson<{ gates: { id: string; state: string; evidence: string }[] }>(repository.folder, [
    "gates",
  ]);
  expect(gates.map(({ id, state }) => `${id} ${state}`)).toEqual([
    "breaking-change met",
    "deprecation open",
    "migration-guide open",
  ]);
  expect(gates[1]!.evidence).toContain("the registry of release 1.1.0 does not hold it");
});

test("[V-11] [V-12] an announced removal with a guide is tagged", () => {
  const registry = `deprecations:\n  - { item: GET /v1/orders, announced: 1.1.0, removal: 2.0.0, timeline: until spring }\n`;
  const repository = product("1.0.0", { "slipway.yaml": "versioning: { policy: strict }\n" });
  repository.commit("feat: orders of version 2", { "releases/deprecations.yaml": registry });
  repository.tag("v1.1.0", "Release v1.1.0: Orders");
  repository.commit("feat!: one way to order\n\nRemoves: GET /v1/orders", { "docs/migrations/2.0.0.md": "Use v2.\n" });
  expect(slipway(repository.folder, ["tag", "2.0.0"])).toMatchObject({ code: 0 });
});

test("[V-11] a registry that cannot be read is wrong input, with its place", () => {
  const repository = product("1.0.0", { "slipway.yaml": "versioning: { policy: strict }\n" });
  repository.commit("feat!: x", { "releases/deprecations.yaml": "deprecations:\n  - { item: a, announced: 1.1 }\n" });
  const { code, stderr } = slipway(repository.folder, ["tag", "2.0.0"]);
  expect(code).toBe(2);
  expect(stderr).toContain("releases/deprecations.yaml: `deprecations.0");
});

test("[V-15] lint answers a commit-msg hook with its exit code", () => {
  const repository = product("1.0.0", {});
  repository.write("message", "hold the door\n");
  expect(slipway(repository.folder, ["lint", "message"])).toMatchObject({ code: 1, stdout: "" });
  repository.write("message", "fix: hold the door\n");
  expect(slipway(repository.folder, ["lint", "message"])).toMatchObject({ code: 0, stderr: "" });
  expect(slipway(repository.folder, ["lint", "missing"]).code).toBe(2);
  expect(slipway(repository.folder, ["lint", "message", "--max-header", "10"]).code).toBe(1);
  expect(slipway(repository.folder, ["lint", "message", "--max-header", "x"]).code).toBe(2);
});
