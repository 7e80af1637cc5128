import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openEmbedded } from "../src/ledger/open-embedded.ts";
import { someEvent } from "./support/events.ts";
import { makeRepository, temporaryFolder, type TestRepository } from "./support/repository.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

const TIMEOUT = { timeout: 60_000 };

function product(settings = "ledger: required\n"): TestRepository {
  const repository = makeRepository();
  repository.commit("feat: start", { "slipway.yaml": settings });
  repository.tag("v1.0.0");
  repository.commit("feat: a door");
  return repository;
}

interface Entries {
  readonly entries: readonly Record<string, unknown>[];
}

test(
  "[U-01] a tag is recorded before and after it is made, with who, what and where, and the log verifies",
  TIMEOUT,
  () => {
    const { folder, git } = product();
    expect(slipway(folder, ["tag", "1.1.0"])).toMatchObject({ code: 0 });
    const { entries } = slipwayJson<Entries>(folder, ["audit", "log"]);
    const [begun, made] = entries;
    expect(entries.map(({ type }) => type)).toEqual(["tag-begun", "tag-made"]);
    expect(begun).toMatchObject({ old: null, new: { commit: git("rev-parse", "HEAD"), sign: false } });
    expect(made).toMatchObject({
      stream: "release/v1.1.0",
      streamVersion: 2,
      actor: { id: "ada@example.org", name: "Ada Example" },
      role: "git-committer",
      object: { kind: "tag", id: "v1.1.0", version: git("rev-parse", "v1.1.0") },
    });
    expect(slipway(folder, ["tag", "1.1.0"])).toMatchObject({ code: 0 });
    expect(slipwayJson<Entries>(folder, ["audit", "log"]).entries).toHaveLength(2);
    expect(slipway(folder, ["audit", "publish"])).toMatchObject({ code: 0 });
    expect(slipway(folder, ["audit", "verify"])).toMatchObject({ code: 0 });
    expect(git("status", "--porcelain")).toBe("");
  },
);

test("[U-01] a tag whose second entry a crash swallowed is recorded when the command runs again", TIMEOUT, async () => {
  const { folder } = product();
  expect(slipway(folder, ["tag", "1.1.0"])).toMatchObject({ code: 0 });
  const whole = slipwayJson<Entries>(folder, ["audit", "log"]).entries;
  const ledger = await openEmbedded({ folder: join(folder, ".slipway"), command: "keep the first entry" });
  const bytes: Uint8Array[] = [];
  for await (const entry of ledger.entries(0, 1)) bytes.push(entry.bytes);
  await ledger.close();
  rmSync(join(folder, ".slipway"), { recursive: true });
  const crashed = await openEmbedded({ folder: join(folder, ".slipway"), command: "only the first entry" });
  await crashed.restore(
    (async function* first() {
      yield* bytes;
    })(),
  );
  await crashed.close();
  const types = () => slipwayJson<Entries>(folder, ["audit", "log"]).entries.map(({ type }) => type);
  expect(slipway(folder, ["tag", "1.1.0", "--dry-run"])).toMatchObject({ code: 0 });
  expect(types()).toEqual(["tag-begun"]);
  for (let time = 0; time < 2; time += 1) {
    expect(slipway(folder, ["tag", "1.1.0"])).toMatchObject({ code: 0 });
    expect(types()).toEqual(["tag-begun", "tag-made"]);
  }
  const [, made] = slipwayJson<Entries>(folder, ["audit", "log"]).entries;
  expect(made).toMatchObject({ command: whole[1]!["command"], new: whole[1]!["new"] });
});

test("[U-01] no tag is made when it cannot be recorded", TIMEOUT, async () => {
  const { folder, git } = product();
  const holder = await openEmbedded({ folder: join(folder, ".slipway"), command: "a long run" });
  const held = slipway(folder, ["tag", "1.1.0"]);
  expect(held).toMatchObject({ code: 1, stdout: "" });
  expect(held.stderr).toMatch(/is held by process \d+ on .*: a long run/);
  await holder.close();
  writeFileSync(join(folder, ".slipway/ledger.db"), "not a database ".repeat(500));
  expect(slipway(folder, ["tag", "1.1.0"])).toMatchObject({ code: 1 });
  expect(git("tag")).toBe("v1.0.0");
});

test("[U-01] without the setting nothing is recorded until a ledger was begun", TIMEOUT, () => {
  const { folder } = product("");
  expect(slipway(folder, ["tag", "1.1.0"])).toMatchObject({ code: 0 });
  expect(existsSync(join(folder, ".slipway"))).toBe(false);
});

async function filled(folder: string): Promise<void> {
  const ledger = await openEmbedded({ folder: join(folder, ".slipway"), command: "test" });
  for (let at = 0; at < 300; at += 1)
    await ledger.append({ id: `c${at}`, reads: new Map(), events: [someEvent({ stream: `release/${at % 7}` })] });
  await ledger.blobs.put(new TextEncoder().encode("all tests passed"), "test-result");
  await ledger.close();
}

test(
  "[U-01, U-04] a backup is restored to the same root, bodies with their retention, checkpoints and all",
  TIMEOUT,
  async () => {
    const { folder } = product();
    await filled(folder);
    expect(slipway(folder, ["audit", "publish"])).toMatchObject({ code: 0 });
    const target = join(temporaryFolder(), "backup");
    const { root, entries, blobs } = slipwayJson<Record<string, unknown>>(folder, ["backup", target]);
    expect([entries, blobs]).toEqual([300, 1]);
    const data = join(temporaryFolder(), "data");
    const elsewhere = { SLIPWAY_DATA: data };
    const restored = slipway(folder, ["restore", target, "--json"], elsewhere);
    expect(JSON.parse(restored.stdout)).toMatchObject({ entries: 300, root, blobs: 1 });
    const key = readFileSync(join(folder, ".slipway/log.key"));
    writeFileSync(join(data, "log.key"), key, { mode: 0o600 });
    expect(slipway(folder, ["audit", "publish"], elsewhere).stdout).toContain(`\n300\n${String(root)}\n`);
    expect(slipway(folder, ["audit", "verify"], elsewhere)).toMatchObject({ code: 0 });
    const ledger = await openEmbedded({ folder: data, command: "test" });
    const original = await openEmbedded({ folder: join(folder, ".slipway"), command: "test" });
    expect(await ledger.blobs.list()).toEqual(await original.blobs.list());
    expect(await ledger.compareReadModels()).toEqual([]);
    await ledger.close();
    await original.close();
    expect(slipway(folder, ["restore", target], elsewhere)).toMatchObject({ code: 4 });
    expect(slipway(folder, ["doctor"]).stdout).toMatch(/ok +ledger: .*300 entries/);
  },
);

test("[U-01] a backup that was changed or is not whole restores nothing, and says why", TIMEOUT, async () => {
  const { folder } = product();
  await filled(folder);
  const target = join(temporaryFolder(), "backup");
  expect(slipway(folder, ["backup", target])).toMatchObject({ code: 0 });
  const again = slipway(folder, ["backup", target]);
  expect(again).toMatchObject({ code: 2 });
  expect(again.stderr).toContain("is not empty");
  const data = { SLIPWAY_DATA: join(temporaryFolder(), "data") };
  const refused = (): string => {
    const { code, stderr } = slipway(folder, ["restore", target], data);
    expect(code).not.toBe(0);
    const { stdout } = slipway(folder, ["audit", "log", "--json"], data);
    expect(JSON.parse(stdout)).toMatchObject({ entries: [] });
    return stderr;
  };
  const lines = join(target, "entries.jsonl");
  const text = readFileSync(lines, "utf8");
  writeFileSync(lines, text.replace('"Ada Example"', '"Bob Example"'));
  expect(refused()).toContain("lead to the root");
  writeFileSync(lines, text.slice(0, text.indexOf("\n", 5000) + 1));
  expect(refused()).toMatch(/entries\.jsonl has \d+ entries instead of 300/);
  writeFileSync(lines, text);
  const { blobs } = JSON.parse(readFileSync(join(target, "backup.json"), "utf8")) as { blobs: { digest: string }[] };
  appendFileSync(join(target, "blobs", blobs[0]!.digest), "!");
  expect(refused()).toContain("has another digest");
  rmSync(join(target, "backup.json"));
  expect(refused()).toContain("holds no backup.json");
});
