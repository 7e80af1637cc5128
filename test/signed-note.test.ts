import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { utf8 } from "../src/kernel/bytes.ts";
import { formatCheckpoint, parseCheckpoint } from "../src/domain/merkle/checkpoint.ts";
import { cosignedBytes, decodeCosignature, encodeCosignature } from "../src/domain/merkle/cosignature.ts";
import { decodeBundle, encodeBundle } from "../src/domain/merkle/entry-bundle.ts";
import { formatProofFile, parseProofFile } from "../src/domain/merkle/proof-file.ts";
import { formatNote, parseNote, signatureBy } from "../src/domain/merkle/signed-note.ts";
import { formatVerifierKey, parseVerifierKey } from "../src/domain/merkle/verifier-key.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash("sha256").update(bytes).digest());
const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
const name = fc.stringMatching(/^[a-z0-9./:-]{1,30}$/);
const signature = fc.record({
  name,
  keyId: fc.stringMatching(/^[0-9a-f]{8}$/),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 80 }),
});

test("the verifier key of Go's documentation is read and written", () => {
  const text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  const key = parseVerifierKey(sha256, text)!;
  expect(key).toMatchObject({ name: "PeterNeumann", type: 1 });
  expect(formatVerifierKey(sha256, key)).toBe(text);
  for (const wrong of [
    text.replace("c74f", "c74e"),
    text.replace("Peter", "Petra"),
    `${text}A`,
    "",
    "a+b",
    text.slice(0, -4),
  ])
    expect([wrong, parseVerifierKey(sha256, wrong)]).toEqual([wrong, undefined]);
});

test("notes are read back as they were written", () => {
  const lines = fc.array(fc.stringMatching(/^[ -~é—]{0,40}$/), { minLength: 1 }).map((each) => `${each.join("\n")}\n`);
  const signatures = fc.array(signature, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.record({ text: lines, signatures }), (note) => {
      expect(parseNote(utf8(formatNote(note)))).toEqual({ ok: true, value: note });
    }),
  );
});

test("a note is refused with the reason", () => {
  const reasonOf = (text: string | Uint8Array) => {
    const read = parseNote(typeof text === "string" ? utf8(text) : text);
    return read.ok ? undefined : read.error;
  };
  expect(reasonOf("a\n\n— n AAAAAAA=\n")).toBeUndefined();
  expect(reasonOf("a\n")).toContain("no blank line");
  expect(reasonOf("a\n\n— n AAAAAAA=")).toContain("no blank line");
  expect(reasonOf("a\n\n- n AAAAAAA=\n")).toContain("signature line 1");
  expect(reasonOf("a\n\n— n AAAAAAA=\n— n AAAAAAB=\n")).toContain("signature line 2");
  expect(reasonOf("a\r\n\n— n AAAAAAA=\n")).toContain("control character");
  expect(reasonOf(Uint8Array.of(0xff, 10))).toContain("UTF-8");
});

test("a signature is found by name and key id, whoever else signed", () => {
  const key = parseVerifierKey(sha256, "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")!;
  const own = { name: "PeterNeumann", keyId: "c74f20a3", bytes: Uint8Array.of(1) };
  const others = [
    { ...own, name: "Ada" },
    { ...own, keyId: "c74f20a4" },
  ];
  expect(signatureBy(sha256, { text: "a\n", signatures: [...others, own] }, key)).toBe(own);
  expect(signatureBy(sha256, { text: "a\n", signatures: others }, key)).toBeUndefined();
});

test("checkpoints are read back, and refused unless written exactly so", () => {
  const checkpoint = fc.record({ origin: name, size: fc.maxSafeNat(), root: bytes32 });
  fc.assert(
    fc.property(checkpoint, (each) => {
      expect(parseCheckpoint(formatCheckpoint(each))).toEqual({ ok: true, value: each });
    }),
  );
  const root = `${"A".repeat(43)}=`;
  for (const text of [
    `o\n1\n${root}`,
    `o\n01\n${root}\n`,
    `o\n-1\n${root}\n`,
    `\n1\n${root}\n`,
    `o\n1\nAAAA\n`,
    `o\n1\n${root}\n\n`,
    `o\n1e3\n${root}\n`,
  ])
    expect([text, parseCheckpoint(text).ok]).toEqual([text, false]);
  expect(parseCheckpoint(`o\n1\n${root}\nextension\n`).ok).toBe(true);
});

test("cosignatures hold time and signature", () => {
  const value = fc.record({ time: fc.maxSafeNat(), signature: fc.uint8Array({ minLength: 64, maxLength: 64 }) });
  fc.assert(
    fc.property(value, (each) => {
      expect(decodeCosignature(encodeCosignature(each))).toEqual(each);
    }),
  );
  expect(encodeCosignature({ time: 258, signature: new Uint8Array(64) }).subarray(0, 8)).toEqual(
    Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 2),
  );
  expect(Buffer.from(cosignedBytes(7, "o\n0\nx\n")).toString()).toBe("cosignature/v1\ntime 7\no\n0\nx\n");
  expect(decodeCosignature(new Uint8Array(71))).toBeUndefined();
});

test("bundles are read back, and told when cut or longer", () => {
  const entries = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 });
  fc.assert(
    fc.property(entries, fc.nat(), (each, cut) => {
      const bytes = encodeBundle(each);
      expect(decodeBundle(bytes)).toEqual({ entries: each, complete: true });
      const part = decodeBundle(bytes.subarray(0, cut % (bytes.length + 1)));
      expect(each.slice(0, part.entries.length)).toEqual(part.entries);
    }),
  );
  expect(decodeBundle(Uint8Array.of(0, 1, 65, 0)).complete).toBe(false);
  expect(() => encodeBundle([new Uint8Array(65_536)])).toThrow("length field");
});

test("proof files are read back, and refused with the line", () => {
  const file = fc.record({
    index: fc.nat(),
    proof: fc.array(bytes32, { maxLength: 40 }),
    checkpoint: fc.constant("o\n1\nx\n\n— n AAAAAAA=\n"),
  });
  fc.assert(
    fc.property(file, (each) => {
      expect(parseProofFile(utf8(formatProofFile(each)))).toEqual({ ok: true, value: each });
    }),
  );
  expect(parseProofFile(utf8("c2sp.org/tlog-proof@v1\nindex 01\n\nx"))).toEqual({
    ok: false,
    error: "line 2 names no index",
  });
  expect(parseProofFile(utf8("c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\nx"))).toEqual({
    ok: false,
    error: "line 3 is no hash",
  });
  expect(parseProofFile(utf8("hello")).ok).toBe(false);
});
