import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { gunzip, gzip } from "./gzip.ts";

async function* cut(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let offset = 0, step = 0; offset < bytes.length; step++) {
    const size = sizes[step % sizes.length]!;
    yield bytes.subarray(offset, offset + size);
    offset += size;
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(Uint8Array.from(chunk));
  return Buffer.concat(parts);
}

/** Words in an order that repeats late, so that blocks, matches and literals all occur. */
function sample(length: number): Buffer {
  const words = ["release ", "manifest ", "bundle\n", "checksum ", "tag ", "0123456789abcdef "];
  let state = 1;
  const parts: string[] = [];
  for (let size = 0; size < length; size += parts.at(-1)!.length) {
    state = (state * 48_271) % 2_147_483_647;
    parts.push(words[state % words.length]! + (state % 7 === 0 ? String(state) : ""));
  }
  return Buffer.from(parts.join("")).subarray(0, length);
}

test("[R-12] how the input is cut changes no byte, and zlib reads the result", async () => {
  const bytes = sample(300_000);
  const whole = await collect(gzip(cut(bytes, [bytes.length])));
  const sizes = fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(sizes, async (each) => {
      const again = await collect(gzip(cut(bytes, [...each, 4096])));
      expect(again.equals(whole)).toBe(true);
    }),
    { numRuns: 15 },
  );
  expect(gunzipSync(whole).equals(bytes)).toBe(true);
  expect(gunzipSync(await collect(gzip(cut(Buffer.alloc(0), [1]))))).toHaveLength(0);
});

test("[R-12] the compressor makes the bytes it always made: bundles of past releases are compared with them", async () => {
  const made = await collect(gzip(cut(sample(300_000), [65_536])));
  expect(createHash("sha256").update(made).digest("hex")).toBe(
    "4d4dfbc31b48c31273d16f657382b8eb13b3f80575d2c40b2e8ced583819c72a",
  );
});

test("a damaged end, and anything behind it, is an error", async () => {
  const made = await collect(gzip(cut(sample(1000), [1000])));
  await expect(collect(gunzip(cut(made.subarray(0, -1), [100])))).rejects.toThrow("unexpected end of file");
  const damaged = Buffer.from(made);
  damaged[made.length - 8]! ^= 1;
  await expect(collect(gunzip(cut(damaged, [100])))).rejects.toThrow("incorrect data check");
});
