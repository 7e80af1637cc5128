import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { proveEntry } from "../src/app/audit/prove-entry.ts";
import { cosign } from "../src/domain/merkle/cosignature.ts";
import { formatSignature } from "../src/domain/merkle/signed-note.ts";
import { encodeBundle } from "../src/domain/merkle/entry-bundle.ts";
import { LOG_CRYPTO } from "../src/ledger/log/log-crypto.ts";
import { openLogKey } from "../src/ledger/log/log-key.ts";
import { openLogFolder } from "../src/ledger/log/log-folder.ts";
import { auditWorld, withFlippedByte } from "./support/audit-world.ts";
import { temporaryFolder } from "./support/repository.ts";
import { buildSumdbCheck, HAS_SUMDB } from "./support/sumdb.ts";

const SIZES = [1, 255, 256, 257, 70_000];

test.skipIf(!HAS_SUMDB)(
  "[U-01] Go's checksum database code accepts our key, signatures, tiles, entries, proofs and growth, and no changed one",
  { timeout: 300_000 },
  async () => {
    const check = buildSumdbCheck(temporaryFolder());
    const world = await auditWorld(0);
    const folders: string[] = [];
    for (const size of SIZES) {
      world.ledger.growTo(size);
      await world.export();
      const folder = join(world.folder, `at-${size}`);
      cpSync(world.target, folder, { recursive: true });
      for (const index of new Set([0, Math.floor(size / 3), size - 1])) {
        const proof = await proveEntry(openLogFolder(folder), LOG_CRYPTO, index);
        writeFileSync(`${folder}.proof-${index}`, proof);
      }
      folders.push(folder);
    }
    const { code, text } = check([world.vkey, ...folders]);
    expect({ code, text }).toMatchObject({ code: 0 });
    for (const size of SIZES) expect(text).toContain(`${size} entries, root `);
    expect(new Set(text.match(/^proof of entry .*/gm)).size).toBe(13);

    // A signature that Go does not know is no reason to refuse.
    const cosigned = join(world.folder, "cosigned");
    cpSync(join(world.folder, "at-257"), cosigned, { recursive: true });
    const signer = await openLogKey({ text: undefined, file: join(world.folder, "w"), origin: "witness", type: 4 });
    const note = readFileSync(join(cosigned, "checkpoint"), "utf8");
    const body = note.slice(0, note.indexOf("\n\n") + 1);
    writeFileSync(join(cosigned, "checkpoint"), note + formatSignature(cosign(LOG_CRYPTO.hash, signer, body, 1)));
    expect(check([world.vkey, cosigned])).toMatchObject({ code: 0 });

    // What makes Go refuse, so that its yes means something.
    const last = join(world.folder, "at-70000");
    for (const path of ["checkpoint", "tile/0/123", "tile/1/000", "tile/2/000.p/1", "tile/entries/200"]) {
      const refused = await withFlippedByte(join(last, path), 20, async () => check([world.vkey, last]).code);
      expect([path, refused]).toEqual([path, 1]);
    }
    expect(check([(await auditWorld(0)).vkey, last]).code).toBe(1);
    const forked = await auditWorld(257, { keyFile: join(world.folder, "log.key"), world: "another" });
    await forked.export();
    expect(check([world.vkey, join(world.folder, "at-256"), forked.target])).toMatchObject({ code: 1 });
    const bundle = join(world.folder, "at-1", "tile/entries/000.p/1");
    writeFileSync(bundle, encodeBundle([readFileSync(bundle).subarray(1)]));
    expect(check([world.vkey, join(world.folder, "at-1")]).text).toContain("record 0");
  },
);
