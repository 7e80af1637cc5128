import fc from "fast-check";
import { expect, test } from "vitest";
import { fromBase64, toBase64 } from "./base64.ts";

test("base64 is what the platform writes, and reads back", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = toBase64(bytes);
      expect(text).toBe(btoa(String.fromCodePoint(...bytes)));
      expect(fromBase64(text)).toEqual(bytes);
    }),
  );
});

test("a text that is not exactly the base64 of its bytes is refused", () => {
  for (const text of ["A", "AA", "AA=", "AA=A", "AB==", "AAB=", "A===", "=AAA", "AAAA\n", "AA A", "__-_"])
    expect([text, fromBase64(text)]).toEqual([text, undefined]);
});
