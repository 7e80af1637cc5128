import { describe, expect, test } from "vitest";
import { changesOf, type Change } from "../plan/change.ts";
import { rulePreset } from "../plan/presets.ts";
import { versionOf, type Version } from "../version/version.ts";
import type { Deprecation } from "./deprecation.ts";
import type { GateSettings } from "./gate.ts";
import { evidencePaths, versionGates, type VersionFacts } from "./version-gates.ts";

const GRADUATION = ["workstreams", "regression", "production", "operations", "security"];
const PATHS = new Map(GRADUATION.map((name) => [name, `proof/${name}.md`]));
const STRICT: GateSettings = {
  strict: true,
  graduation: PATHS,
  deprecations: "releases/deprecations.yaml",
  migrationGuide: "docs/migrations/{version}.md",
};

const version = (text: string): Version => versionOf(text)!;

function changes(...messages: readonly string[]): Change[] {
  const person = { name: "Ada Example", email: "ada@example.org" };
  const commits = messages.map((message, index) => ({
    hash: String(index + 1).repeat(40),
    parents: [],
    author: person,
    authoredAt: 0,
    committedAt: 0,
    message,
  }));
  return changesOf(commits, rulePreset("conventional", "default"));
}

function deprecation(item: string, announced: string, removal: string): Deprecation {
  return { item, announced: version(announced), removal: version(removal), timeline: "until spring" };
}

interface Given {
  readonly to: string;
  readonly from?: string;
  readonly messages?: readonly string[];
  readonly removed?: readonly string[];
  readonly registry?: readonly Deprecation[];
  readonly recorded?: boolean;
  readonly files?: Readonly<Record<string, string>>;
  readonly settings?: Partial<GateSettings>;
}

function gates({ to, from, messages = [], removed = [], registry = [], recorded = true, files = {}, settings }: Given) {
  const facts: VersionFacts = {
    version: version(to),
    stable: from === undefined ? undefined : version(from),
    changes: changes(...messages),
    removed,
    registry: { path: "releases/deprecations.yaml", entries: registry, wasRecorded: () => recorded },
    files: new Map(Object.entries(files)),
  };
  return versionGates({ ...STRICT, ...settings }, facts);
}

function openIds(given: Given): string[] {
  return gates(given).flatMap(({ id, state }) => (state === "open" ? [id] : []));
}

describe("graduation", () => {
  const proofs = Object.fromEntries([...PATHS.values()].map((path) => [path, "done"]));

  test("[V-09] 1.0.0 needs a finished document for each of the five conditions", () => {
    expect(openIds({ from: "0.9.0", to: "1.0.0", files: proofs })).toEqual([]);
    expect(openIds({ from: "0.9.0", to: "1.0.0" })).toEqual(GRADUATION.map((name) => `graduation.${name}`));
    expect(openIds({ to: "1.0.0" })).toHaveLength(5);
  });

  test.each(["", " \n", "see {{link}}", "Result: TBD", "- [x] done\n- [ ] rollback drill"])(
    "[V-09] %j is no finished evidence",
    (text) => {
      const files = { ...proofs, "proof/security.md": text };
      expect(openIds({ from: "0.9.0", to: "1.0.0", files })).toEqual(["graduation.security"]);
    },
  );

  test("[V-09] a condition without a document is open, and says which setting names it", () => {
    const [first] = gates({ from: "0.9.0", to: "1.0.0", settings: { graduation: new Map() } });
    expect(first).toMatchObject({ state: "open", action: "set `versioning.graduation.workstreams` in slipway.yaml" });
  });

  test.each([
    ["0.8.0", "0.9.0"],
    ["0.9.0", "1.0.0-rc.1"],
    ["1.0.0", "1.0.1"],
  ])("[V-09] %s -> %s is no graduation", (from, to) => {
    expect(openIds({ from, to })).toEqual([]);
  });

  test("[V-09] a product that names no conditions has none", () => {
    expect(gates({ from: "0.9.0", to: "1.0.0", settings: { graduation: null } })).toEqual([]);
  });
});

describe("breaking changes", () => {
  const messages = ["feat!: other answers", "fix: totals"];

  test.each(["1.4.3", "1.5.0"])("[V-10] %s with a breaking change is refused, and the change is named", (to) => {
    const [gate] = gates({ from: "1.4.2", to, messages });
    expect(gate).toMatchObject({ id: "breaking-change", state: "open" });
    expect(gate!.evidence).toContain('11111111 "other answers"');
    expect(gate!.action).toContain("release 2.0.0");
  });

  test("[V-10] a MAJOR version, a version without a break, and a break that was taken back are fine", () => {
    expect(openIds({ from: "1.4.2", to: "1.5.0", messages: ["feat: more"] })).toEqual([]);
    expect(openIds({ from: "1.4.2", to: "2.0.0", messages })).toEqual(["migration-guide"]);
    const reverted = [
      `Revert "feat!: other answers"\n\nThis reverts commit ${"2".repeat(40)}.`,
      "feat!: other answers",
    ];
    expect(openIds({ from: "1.4.2", to: "1.4.3", messages: reverted })).toEqual([]);
  });

  test("[V-10] below 1.0.0, and where the policy is off, breaks may go into any version", () => {
    expect(openIds({ from: "0.4.2", to: "0.5.0", messages })).toEqual([]);
    expect(openIds({ from: "1.4.2", to: "1.5.0", messages, settings: { strict: false } })).toEqual([]);
  });
});

describe("removals", () => {
  const guide = { "docs/migrations/2.0.0.md": "Do this." };
  const removal = {
    from: "1.4.2",
    to: "2.0.0",
    messages: ["feat!: clean up\n\nRemoves: GET /v1/orders"],
    files: guide,
  };

  test("[V-11] a removal that an earlier MINOR announced is fine", () => {
    expect(openIds({ ...removal, registry: [deprecation("`GET /v1/orders`", "1.4.0", "2.0.0")] })).toEqual([]);
  });

  test.each([
    ["nobody announced", [], true, "has no entry for it"],
    ["a PATCH announced", [deprecation("GET /v1/orders", "1.4.2", "2.0.0")], true, "1.4.2, which is no MINOR release"],
    ["a MAJOR announced", [deprecation("GET /v1/orders", "1.0.0", "2.0.0")], true, "1.0.0, which is no MINOR release"],
    ["this release announces", [deprecation("GET /v1/orders", "2.0.0", "2.0.0")], true, "not an earlier release"],
    ["was planned for later", [deprecation("GET /v1/orders", "1.4.0", "3.0.0")], true, "planned for 3.0.0"],
    ["was announced afterwards", [deprecation("GET /v1/orders", "1.4.0", "2.0.0")], false, "does not hold it"],
  ])("[V-11] a removal that %s is refused, and the item is named", (_, registry, recorded, evidence) => {
    const gate = gates({ ...removal, registry, recorded }).find(({ id }) => id === "deprecation");
    expect(gate).toMatchObject({ state: "open" });
    expect(gate!.title).toContain("GET /v1/orders");
    expect(gate!.evidence).toContain(evidence);
  });

  test("[V-11] what the changelog lists as removed counts like a footer", () => {
    const registry = [deprecation("orders", "1.4.0", "2.0.0")];
    const listed = { ...removal, messages: [], registry };
    expect(openIds({ ...listed, removed: ["The `orders` endpoint of version 1"] })).toEqual([]);
    expect(openIds({ ...listed, removed: ["The preorders endpoint"] })).toEqual(["deprecation"]);
  });
});

describe("migration guide", () => {
  const major = { from: "1.4.2", to: "2.0.0" };
  const named = ["feat!: new\n\nMigration-Guide: docs/upgrade.md"];

  test("[V-12] a MAJOR version needs a finished guide, by its own path or by a footer", () => {
    expect(openIds(major)).toEqual(["migration-guide"]);
    expect(openIds({ ...major, files: { "docs/migrations/2.0.0.md": "TBD" } })).toEqual(["migration-guide"]);
    expect(openIds({ ...major, files: { "docs/migrations/2.0.0.md": "Do this." } })).toEqual([]);
    expect(openIds({ ...major, messages: named })).toEqual(["migration-guide"]);
    expect(openIds({ ...major, messages: named, files: { "docs/upgrade.md": "Do this." } })).toEqual([]);
    expect(openIds({ ...major, messages: ["feat!: new\n\nMigration-Guide: https://example.org/2"] })).toEqual([]);
  });

  test("[V-12] a footer on a change that breaks nothing is no guide", () => {
    expect(openIds({ ...major, messages: ["fix: x\n\nMigration-Guide: https://example.org/2"] })).toHaveLength(1);
  });

  test("[V-09] [V-12] only the files that can be evidence are read", () => {
    const step = { version: version("1.0.0"), stable: version("0.9.0") };
    expect(evidencePaths({ ...STRICT, strict: false }, step, [])).toEqual([...PATHS.values()]);
    const major = { version: version("2.0.0"), stable: version("1.9.0") };
    expect(evidencePaths(STRICT, major, changes(...named))).toEqual(["docs/migrations/2.0.0.md", "docs/upgrade.md"]);
  });
});
