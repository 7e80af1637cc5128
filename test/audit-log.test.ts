import {
  appendFileSync,
  chmodSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exportLog } from "../src/app/audit/export-log.ts";
import { checkProof, proveEntry } from "../src/app/audit/prove-entry.ts";
import { publishLog } from "../src/app/audit/publish-log.ts";
import { rootAt } from "../src/app/audit/read-tree.ts";
import { encodeBundle } from "../src/domain/merkle/entry-bundle.ts";
import { openCheckpoint, readCheckpoint } from "../src/domain/merkle/signed-checkpoint.ts";
import { signCheckpoint } from "../src/domain/merkle/signed-checkpoint.ts";
import { LOG_CRYPTO } from "../src/ledger/log/log-crypto.ts";
import { openLogFolder } from "../src/ledger/log/log-folder.ts";
import { openLogKey } from "../src/ledger/log/log-key.ts";
import { auditWorld, filesOf, withFlippedByte, type AuditWorld } from "./support/audit-world.ts";
import { temporaryFolder } from "./support/repository.ts";

const SIZES = [0, 1, 2, 255, 256, 257, 600];
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("publishing", () => {
  test("[U-01] growing step by step signs the same roots as at once, and only the last unfinished tiles stay", async () => {
    const grown = await auditWorld(0);
    for (const size of SIZES) {
      grown.ledger.growTo(size);
      await grown.export();
      const whole = await auditWorld(size);
      await whole.export();
      expect(filesOf(grown.target)).toEqual(filesOf(whole.target));
      const [one, other] = [grown, whole].map(({ target }) => readCheckpoint(readFileSync(join(target, "checkpoint"))));
      expect(one).toEqual(other);
      for (const path of filesOf(whole.target).filter((each) => each !== "checkpoint"))
        expect([path, readFileSync(join(grown.target, path)).equals(readFileSync(join(whole.target, path)))]).toEqual([
          path,
          true,
        ]);
    }
    expect((await grown.verifyStore()).earlier).toBe(SIZES.length);
    expect((await grown.verifyStore()).findings).toEqual([]);
  });

  test("[U-01] nothing is signed when a stored tile, the checkpoint or the ledger was changed", async () => {
    const world = await auditWorld(300);
    await world.publish();
    world.ledger.growTo(310);
    for (const path of filesOf(world.own).filter((each) => each !== "tile/0/000")) {
      const refusal = withFlippedByte(join(world.own, path), 5, () => world.publish());
      await expect(refusal, `with ${path} changed`).rejects.toThrow(
        path === "checkpoint" ? "checkpoint" : "do not lead to the root",
      );
    }
    world.ledger.stored.length = 299;
    await expect(world.publish()).rejects.toThrow("covers 300 entries, but the ledger has only 299");
    world.ledger.growTo(310);
    await world.publish();
  });

  test("a gap in the ledger is never signed", async () => {
    const world = await auditWorld(10);
    const gap = {
      ...world.ledger,
      entries: async function* (from: number, to: number) {
        for await (const entry of world.ledger.entries(from, to)) if (entry.index !== 4) yield entry;
      },
    };
    await expect(publishLog(world.log, gap)).rejects.toThrow("entry 4 is missing, 5 follows");
    expect(filesOf(world.folder)).not.toContain("log/checkpoint");
  });

  test("the same ledger and key always give the same checkpoint", async () => {
    const world = await auditWorld(257);
    const other = await auditWorld(257, { keyFile: join(world.folder, "log.key") });
    expect(await other.publish()).toEqual(await world.publish());
  });

  test("the root of every earlier size is still in the tiles", async () => {
    const world = await auditWorld(700);
    await world.publish();
    for (const size of [0, 1, 255, 256, 257, 511, 700]) {
      const earlier = await auditWorld(size);
      const read = readCheckpoint(await earlier.publish());
      const root = await rootAt({ files: world.log.files, hash: LOG_CRYPTO.hash, size: 700 }, size);
      expect(read.ok && Buffer.from(read.value.root).equals(root), `${size} entries`).toBe(true);
    }
  });
});

describe("the key of the log", () => {
  test("is made once, for its owner alone, and is read back", async () => {
    const file = join(temporaryFolder(), "a", "log.key");
    const made = await openLogKey({ text: undefined, file, origin: "example.org/a" });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const again = await openLogKey({ text: undefined, file, origin: "example.org/b" });
    expect(again.key).toEqual(made.key);
    const given = await openLogKey({ text: readFileSync(file, "utf8"), file: "nowhere", origin: "x" });
    expect(given.sign(utf8("a"))).toEqual(made.sign(utf8("a")));
  });

  test("is refused when others can read it, when it is damaged, and under an impossible name", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "log.key");
    await openLogKey({ text: undefined, file, origin: "example.org/a" });
    chmodSync(file, 0o640);
    await expect(openLogKey({ text: undefined, file, origin: "x" })).rejects.toThrow("others can read the key");
    const text = readFileSync(file, "utf8").replace("example.org/a", "example.org/b");
    await expect(openLogKey({ text, file, origin: "x" })).rejects.toThrow("cannot be read");
    const other = join(folder, "other.key");
    await expect(openLogKey({ text: undefined, file: other, origin: "a b" })).rejects.toThrow(
      "cannot be the name of a log",
    );
  });

  test("two processes that make it at once end up with one", async () => {
    const file = join(temporaryFolder(), "log.key");
    const keys = await Promise.all(
      [1, 2].map(() => openLogKey({ text: undefined, file, origin: "o" }).catch(() => undefined)),
    );
    const { key } = await openLogKey({ text: undefined, file, origin: "o" });
    for (const each of keys.filter((signer) => signer !== undefined)) expect(each.key).toEqual(key);
  });
});

describe("exporting", () => {
  test("a run that was cut off is taken up, and leaves the same files", async () => {
    const world = await auditWorld(1000);
    await world.export();
    const wanted = filesOf(world.target);
    unlinkSync(join(world.target, "checkpoint"));
    unlinkSync(join(world.target, "tile/entries/002"));
    renameSync(join(world.target, "tile/0/003.p/232"), join(world.target, "tile/0/003.p/232.new"));
    await world.export();
    expect(filesOf(world.target)).toEqual(wanted);
    expect((await world.verifyExport()).findings).toEqual([]);
  });

  test("only what is new is written", async () => {
    const world = await auditWorld(600);
    await world.export();
    const before = statSync(join(world.target, "tile/entries/001")).mtimeMs;
    world.ledger.growTo(620);
    const published = await publishLog(world.log, world.ledger);
    const result = await exportLog(world.log, world.ledger, { target: openLogFolder(world.target), published });
    expect(result).toEqual({ origin: "example.org/ledger", size: 620, kept: 600 });
    expect(statSync(join(world.target, "tile/entries/001")).mtimeMs).toBe(before);
    expect((await world.verifyExport()).findings).toEqual([]);
  });

  test("a folder in which something else lies is refused, and left as it was", async () => {
    const world = await auditWorld(3);
    await openLogFolder(world.target).write("notes/readme.md", utf8("x"));
    await expect(world.export()).rejects.toThrow("holds something else: notes/readme.md");
    expect(filesOf(world.target)).toEqual(["notes/readme.md"]);
  });

  test("[U-01] a folder with another history is refused", async () => {
    const world = await auditWorld(300);
    const other = await auditWorld(290, { world: "theirs", keyFile: join(world.folder, "log.key") });
    await other.export();
    const published = await publishLog(world.log, world.ledger);
    const target = openLogFolder(other.target);
    await expect(exportLog(world.log, world.ledger, { target, published })).rejects.toThrow(
      "are not those of this ledger",
    );
  });

  test("[U-01] entries that changed since the checkpoint was signed are not exported as if they were signed", async () => {
    const world = await auditWorld(300);
    await world.publish();
    world.ledger.stored[7] = utf8("another");
    await expect(world.export()).rejects.toThrow("are not those of the signed checkpoint");
    expect(filesOf(world.target)).not.toContain("checkpoint");
  });
});

describe("verifying", () => {
  test("[U-01] a log of any size verifies, exported and in the store", async () => {
    for (const size of SIZES) {
      const world = await auditWorld(size);
      await world.export();
      expect(await world.verifyExport()).toEqual({ origin: "example.org/ledger", size, earlier: 0, findings: [] });
      expect(await world.verifyStore()).toEqual({
        origin: "example.org/ledger",
        size,
        earlier: 1,
        findings: [],
        unsigned: 0,
      });
    }
  });

  test("[U-01] a byte flipped in any exported file is found and its place named", async () => {
    const world = await auditWorld(700);
    await world.export();
    const files = filesOf(world.target).map((path) => ({ path, bytes: statSync(join(world.target, path)).size }));
    const flip = fc
      .constantFrom(...files)
      .chain(({ path, bytes }) => fc.record({ path: fc.constant(path), at: fc.nat(bytes - 1) }));
    await fc.assert(
      fc.asyncProperty(flip, async ({ path, at }) => {
        const { findings } = await withFlippedByte(join(world.target, path), at, () => world.verifyExport());
        expect(findings.map(({ where }) => where)).toContain(path);
        expect(new Set(findings.map(({ where }) => where)).size).toBe(1);
      }),
      { numRuns: 150 },
    );
    expect((await world.verifyExport()).findings).toEqual([]);
  });

  test("[U-01] every byte of a small export counts", async () => {
    const world = await auditWorld(3);
    await world.export();
    for (const path of filesOf(world.target))
      for (let at = 0; at < statSync(join(world.target, path)).size; at++) {
        const { findings } = await withFlippedByte(join(world.target, path), at, () => world.verifyExport());
        expect(findings[0]?.where, `${path} at ${at}`).toBe(path);
      }
  });

  test("[U-01] the changed entry is named by its index", async () => {
    const world = await auditWorld(700);
    await world.export();
    for (const index of [0, 255, 256, 600, 699]) {
      const at = Math.floor(index / 256);
      const path = at < 2 ? `tile/entries/00${at}` : "tile/entries/002.p/188";
      const group = world.ledger.stored.slice(at * 256, (at + 1) * 256);
      writeFileSync(join(world.target, path), encodeBundle(group.with(index % 256, utf8("another"))));
      expect((await world.verifyExport()).findings).toEqual([
        { code: "entry", where: path, index, explains: `entry ${index}: it was changed` },
      ]);
      writeFileSync(join(world.target, path), encodeBundle(group));
      const kept = world.ledger.stored[index]!;
      world.ledger.stored[index] = utf8("another");
      expect((await world.verifyStore()).findings).toMatchObject([{ code: "entry", where: "the ledger", index }]);
      world.ledger.stored[index] = kept;
    }
  });

  test("[U-01] missing and added files are named", async () => {
    const world = await auditWorld(700);
    await world.export();
    for (const path of filesOf(world.target)) {
      renameSync(join(world.target, path), join(world.folder, "aside"));
      const { findings } = await world.verifyExport();
      expect(findings.map(({ where }) => where)).toContain(path);
      expect(findings.map(({ explains }) => explains).join("\n"), `without ${path}`).toContain("missing");
      renameSync(join(world.folder, "aside"), join(world.target, path));
    }
    for (const path of ["tile/0/003.p/1", "tile/entries/003", "readme", "tile/0/002.p/187"]) {
      await openLogFolder(world.target).write(path, utf8("x"));
      expect((await world.verifyExport()).findings).toMatchObject([{ code: "extra", where: path }]);
      rmSync(join(world.target, path));
    }
    appendFileSync(join(world.target, "tile/entries/001"), "x");
    expect((await world.verifyExport()).findings).toMatchObject([{ code: "entry", where: "tile/entries/001" }]);
  });

  test("[U-01] a truncated log, a rewritten one and one of another key are told apart", async () => {
    const world = await auditWorld(300);
    const earlier = await world.publish();
    world.ledger.growTo(400);
    await world.export();
    expect((await world.verifyExport(earlier)).findings).toEqual([]);

    const keyFile = join(world.folder, "log.key");
    const short = await auditWorld(200, { keyFile });
    await short.export();
    expect((await short.verifyExport(earlier)).findings).toMatchObject([{ code: "truncated", index: 200 }]);

    const forked = await auditWorld(400, { keyFile });
    forked.ledger.stored[299] = utf8("another");
    await forked.export();
    expect((await forked.verifyExport()).findings).toEqual([]);
    expect((await forked.verifyExport(earlier)).findings).toMatchObject([{ code: "forked", where: "earlier" }]);

    const stranger = await auditWorld(300);
    const findings = (await world.verifyExport(await stranger.publish())).findings;
    expect(findings).toMatchObject([{ code: "checkpoint", where: "earlier" }]);

    world.ledger.stored.length = 350;
    expect((await world.verifyStore()).findings).toMatchObject([{ code: "entry", index: 350 }]);
    world.ledger.stored.length = 100;
    expect((await world.verifyStore()).findings).toMatchObject([
      { code: "truncated", index: 256 },
      { code: "entry", index: 100, explains: "entry 100: it is missing, and 155 more after it" },
    ]);
  });

  test("[U-01] a checkpoint that is signed over other entries is not believed", async () => {
    const world = await auditWorld(300);
    await world.export();
    const { log } = world;
    const note = signCheckpoint(LOG_CRYPTO.hash, log.signer, { size: 300, root: LOG_CRYPTO.hash(utf8("another")) });
    writeFileSync(join(world.target, "checkpoint"), note);
    expect((await world.verifyExport()).findings).toMatchObject([{ code: "forked", where: "checkpoint" }]);
  });

  test("[U-01] the history in the store was signed over what the ledger holds today", async () => {
    const world = await auditWorld(300);
    await world.publish();
    const path = join(world.folder, "checkpoints.jsonl");
    const rewritten = await auditWorld(400, { keyFile: join(world.folder, "log.key") });
    rewritten.ledger.stored[5] = utf8("another");
    await rewritten.publish();
    writeFileSync(join(rewritten.folder, "checkpoints.jsonl"), readFileSync(path));
    expect((await rewritten.verifyStore()).findings).toMatchObject([{ code: "forked", where: "history" }]);
  });
});

describe("proofs of entries", () => {
  const size = 600;
  const proven = async (world: AuditWorld, index: number) =>
    utf8(await proveEntry(openLogFolder(world.target), LOG_CRYPTO, index));

  test("[U-01] every proof convinces with its entry, and with no other bytes, index or key", async () => {
    const world = await auditWorld(size);
    await world.export();
    const stranger = await auditWorld(1);
    for (const index of [0, 1, 255, 256, 511, 512, 599]) {
      const file = await proven(world, index);
      const entry = world.ledger.stored[index]!;
      expect(checkProof(LOG_CRYPTO, world.key, { file, entry })).toEqual({ origin: "example.org/ledger", size, index });
      expect(() => checkProof(LOG_CRYPTO, world.key, { file, entry: utf8("another") })).toThrow(
        "do not lead from this entry",
      );
      const moved = utf8(
        Buffer.from(file)
          .toString()
          .replace(`index ${index}\n`, `index ${index ^ 1}\n`),
      );
      expect(() => checkProof(LOG_CRYPTO, world.key, { file: moved, entry })).toThrow("does not hold");
      expect(() => checkProof(LOG_CRYPTO, stranger.key, { file, entry })).toThrow("holds no signature by");
    }
    await expect(proven(world, size)).rejects.toThrow(`there is no entry ${size}`);
  });

  test("[U-01] no byte of a proof can be changed", async () => {
    const world = await auditWorld(70);
    await world.export();
    const file = await proven(world, 33);
    const entry = world.ledger.stored[33]!;
    for (let at = 0; at < file.length; at++) {
      const changed = file.map((byte, place) => (place === at ? byte ^ 1 : byte));
      expect(() => checkProof(LOG_CRYPTO, world.key, { file: changed, entry }), `byte ${at}`).toThrow("does not hold");
    }
  });

  test("broken tiles give no proof", async () => {
    const world = await auditWorld(size);
    await world.export();
    const path = join(world.target, "tile/0/001");
    await withFlippedByte(path, 0, () => expect(proven(world, 300)).rejects.toThrow("do not lead from entry 300"));
  });
});

test("a checkpoint opens only with the key that signed it", async () => {
  const world = await auditWorld(5);
  const note = await world.publish();
  expect(openCheckpoint(LOG_CRYPTO, world.key, note)).toMatchObject({ ok: true, value: { size: 5 } });
  const other = await auditWorld(5);
  expect(openCheckpoint(LOG_CRYPTO, other.key, note).ok).toBe(false);
  const renamed = { ...world.key, name: "example.org/other" };
  expect(openCheckpoint(LOG_CRYPTO, renamed, note).ok).toBe(false);
});
