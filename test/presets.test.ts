import { expect, test } from "vitest";
import { KINDS } from "../src/app/kinds/registry.ts";
import { loadProcess, loadProduct, PRESETS, readPreset, type ConfigSource } from "../src/config/load.ts";
import type { Product } from "../src/config/product.ts";
import type { RoleName } from "../src/domain/branch/branch-rules.ts";
import { worksOf } from "../src/domain/process/process.ts";
import { presetText } from "./support/process.ts";
import { makeRepository } from "./support/repository.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

const source = (preset: string, more = ""): ConfigSource => ({
  folderName: "product",
  read: async () => new Map(),
  preset: (name) => readPreset(name, presetText),
  file: { path: "slipway.yaml", text: `extends: ${preset}\n${more}` },
});

async function load(preset: string, more = ""): Promise<Product> {
  return loadProduct(source(preset, more));
}

async function perPreset<T>(read: (product: Product) => T): Promise<Record<string, T>> {
  const entries = PRESETS.map(async (name) => [name, read(await load(name))] as const);
  return Object.fromEntries(await Promise.all(entries));
}

const role = (name: RoleName) => (product: Product) => product.branches.roles.get(name);
const bumps = (product: Product) =>
  Object.fromEntries([...product.types.values()].map(({ name, bumps }) => [name, bumps.join("|")]));

test("[T-01, T-02, T-03, T-04, T-05, T-06] each preset has its own release types and bumps (G-1, G-19)", async () => {
  expect(await perPreset(bumps)).toEqual({
    standard: { major: "major", minor: "minor", patch: "patch", hotfix: "patch" },
    molecular: { feature: "major|minor", bugfix: "patch", hotfix: "patch" },
    trio: { major: "major", minor: "minor", patch: "patch", hotfix: "patch" },
    workflow: { major: "major", minor: "minor", patch: "patch", emergency: "patch" },
    qms: { phase: "minor", workstream: "patch", hotfix: "patch", maintenance: "patch", milestone: "major" },
    events: { major: "major", minor: "minor", patch: "patch", hotfix: "patch" },
  });
});

test("[B-09] the hotfix base is main or the latest release (G-2)", async () => {
  expect(await perPreset((product) => role("hotfix")(product)?.base)).toEqual({
    standard: "latest-release",
    molecular: "main",
    trio: "latest-release",
    workflow: "latest-release",
    qms: "latest-release",
    events: "main",
  });
});

test("[B-10] the hotfix merge targets differ, and only molecular has a develop branch (G-3, G-20)", async () => {
  expect(await perPreset((product) => role("hotfix")(product)?.into)).toEqual({
    standard: ["main"],
    molecular: ["main", "develop"],
    trio: ["main", "release"],
    workflow: ["main"],
    qms: ["main"],
    events: ["main", "release"],
  });
  expect(await perPreset((product) => product.branches.roles.has("develop"))).toEqual({
    standard: false,
    molecular: true,
    trio: false,
    workflow: false,
    qms: false,
    events: false,
  });
});

test("[B-03, B-04] events integrates features on release branches and keeps production on main (G-4, G-5)", async () => {
  const features = await perPreset((product) => {
    const { base, into, tested } = role("feature")(product)!;
    return { base, into, tested, main: product.branches.meaning };
  });
  const usual = { base: "main", into: ["main"], tested: false, main: "latest-stable" };
  const { events, ...others } = features;
  expect(events).toEqual({ base: "release", into: ["release"], tested: true, main: "production" });
  for (const other of Object.values(others)) expect(other).toEqual(usual);
});

test("[B-06, B-07, TG-05, TG-07] moment and policy of release branches, and when a tag is set (G-6, G-7)", async () => {
  const found = await perPreset((product) => {
    const release = role("release")(product)!;
    return [release.created, release.only, release.tagged, role("hotfix")(product)!.tagged].join(" ");
  });
  expect(found).toEqual({
    standard: "optional any any any",
    molecular: "start any after-merge after-merge",
    trio: "feature-complete fixes before-merge any",
    workflow: "execution any any any",
    qms: "optional any any before-merge",
    events: "planned any any any",
  });
});

test("[V-08, N-04] below 1.0.0, and where a changelog comes from (G-11, G-12)", async () => {
  const found = await perPreset(({ rules, changelog }) => [rules.zero, changelog.source, changelog.style].join(" "));
  expect(found).toEqual({
    standard: "semver commits keep",
    molecular: "semver commits keep",
    trio: "semver both keep",
    workflow: "semver commits keep",
    qms: "breaking-is-minor hand conventional",
    events: "semver commits keep",
  });
});

test("[B-01] a product changes one setting of its preset and keeps the others", async () => {
  const product = await load("trio", "branches: { release: { pattern: 'rc/{version}' } }\ntypes: { patch: ~ }\n");
  expect(role("release")(product)).toMatchObject({ only: "fixes", into: ["main"] });
  expect(role("release")(product)!.patterns[0].write("1.2.0")).toBe("rc/1.2.0");
  expect([...product.types.keys()]).toEqual(["major", "minor", "hotfix"]);
});

test("[B-01] a rule that names a role without a branch, or a pattern that names nothing, is refused", async () => {
  await expect(load("trio", "branches: { hotfix: { into: [main, develop] } }\n")).rejects.toThrow(
    "branches.hotfix.into names the role develop",
  );
  await expect(load("trio", "branches: { hotfix: { pattern: 'a b' } }\n")).rejects.toThrow("no pattern");
  await expect(load("trio", "branches: { hotfx: {} }\n")).rejects.toThrow("branches.hotfx");
});

function product(preset: string, tag: string, ...messages: string[]): string {
  const repository = makeRepository();
  repository.commit("feat: start", { "slipway.yaml": `extends: ${preset}\n` });
  repository.tag(tag);
  for (const message of messages) repository.commit(message);
  return repository.folder;
}

const planned: readonly [preset: string, type: string, from: string, messages: string[], next: string][] = [
  ["molecular", "feature", "v1.2.3", ["feat: a", "fix: b"], "1.3.0"],
  ["molecular", "feature", "v1.2.3", ["feat!: a"], "2.0.0"],
  ["molecular", "bugfix", "v1.2.3", ["fix: a", "security: b"], "1.2.4"],
  ["trio", "major", "v1.2.3", ["refactor!: new architecture", "fix: b"], "2.0.0"],
  ["trio", "minor", "v1.2.3", ["feat: a", "perf: b", "docs: c"], "1.3.0"],
  ["trio", "patch", "v1.2.3", ["docs: correct the manual"], "1.2.4"],
  ["workflow", "emergency", "v1.2.3", ["fix: a"], "1.2.4"],
  ["events", "patch", "v1.2.3", ["security: a"], "1.2.4"],
  ["qms", "phase", "v0.4.2", ["feat!: a"], "0.5.0"],
  ["qms", "phase", "v0.4.2", ["fix: a"], "0.5.0"],
  ["qms", "workstream", "v0.4.2", ["feat: a"], "0.4.3"],
  ["qms", "phase", "v1.4.2", ["feat: a"], "1.5.0"],
  ["qms", "workstream", "v1.4.2", ["fix: a", "perf: b"], "1.4.3"],
  ["qms", "maintenance", "v1.4.2", ["docs: a", "chore(deps): b"], "1.4.3"],
];

test.each(planned)("[T-02, T-03, T-04, T-05, T-06, V-08] %s %s after %s: %j", (preset, type, tag, messages, next) => {
  const answer = slipwayJson(product(preset, tag, ...messages), ["plan", "--type", type]);
  expect(answer).toMatchObject({ next, type });
});

const refused: readonly [preset: string, type: string, from: string, change: string][] = [
  ["molecular", "bugfix", "v1.2.3", "feat: a feature"],
  ["molecular", "hotfix", "v1.2.3", "feat: a feature"],
  ["trio", "minor", "v1.2.3", "feat!: a break"],
  ["trio", "patch", "v1.2.3", "feat: a feature"],
  ["trio", "hotfix", "v1.2.3", "perf: a faster way"],
  ["events", "patch", "v1.2.3", "feat: a feature"],
  ["workflow", "patch", "v1.2.3", "fix!: a break"],
  ["qms", "maintenance", "v0.4.2", "feat: a feature"],
  ["qms", "maintenance", "v0.4.2", "fix!: a break"],
  ["qms", "workstream", "v0.4.2", "feat!: a break"],
  ["qms", "workstream", "v1.4.2", "feat: a feature"],
  ["qms", "phase", "v1.4.2", "feat!: a break"],
];

test.each(refused)(
  "[T-03, T-07, V-03, V-08, V-10] a %s %s after %s refuses and names '%s'",
  (preset, type, tag, change) => {
    const answer = slipway(product(preset, tag, "fix: something", change), ["plan", "--type", type]);
    expect(answer.code).toBe(4);
    expect(answer.stderr).toContain(change);
    expect(answer.stderr).not.toContain("fix: something");
  },
);

test("every step of a preset that a machine does has settings its kind understands", async () => {
  const checked: string[] = [];
  const faults: string[] = [];
  for (const preset of PRESETS) {
    const { process } = await loadProcess(source(preset));
    for (const work of [...process.workflows.values()].flatMap((workflow) => worksOf(workflow))) {
      const kind = await KINDS[work.kind]?.();
      if (kind === undefined) continue;
      checked.push(work.name);
      const parsed = kind.settings.safeParse(work.with);
      if (!parsed.success) faults.push(`${preset} ${work.name} (${work.kind}): ${JSON.stringify(work.with)}`);
    }
  }
  expect(faults).toEqual([]);
  expect(checked.length).toBeGreaterThan(100);
});
