import { createGunzip, crc32 } from "node:zlib";
import { Readable } from "node:stream";
import { Deflate } from "fflate";

/** The compressor sees its input in blocks of one size: where it is cut may show in the bytes. */
const BLOCK_BYTES = 64 * 1024;

/** Level 5 costs less than `gzip -6` and is three percent larger. Memory is fixed, since it would follow the input. */
const SETTINGS = { level: 5, mem: 8 } as const;

/** RFC 1952: deflate, no flags, no time, no extra flags, operating system unknown. */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);

/**
 * Compresses into a gzip file. The compressor is plain JavaScript that comes with the program: zlib differs between
 * builds of Node and kinds of processors, and its bytes would differ with it.
 */
export async function* gzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [HEADER];
  let checksum = 0;
  let size = 0;
  const deflate = new Deflate(SETTINGS, (chunk) => void ready.push(chunk));
  const push = (block: Uint8Array, last: boolean): void => {
    checksum = crc32(block, checksum);
    size += block.length;
    deflate.push(block, last);
  };
  for await (const block of blocks(chunks)) {
    push(block, false);
    yield* ready;
    ready = [];
  }
  push(new Uint8Array(0), true);
  yield* ready;
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(checksum, 0);
  trailer.writeUInt32LE(size % 2 ** 32, 4);
  yield trailer;
}

/** Contents of a gzip file. Anything behind its end is an error, as a damaged checksum is. */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* Readable.from(chunks).pipe(createGunzip()) as AsyncIterable<Buffer>;
}

/** The same bytes in blocks of one size, the last one shorter.  */
async function* blocks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let block = new Uint8Array(BLOCK_BYTES);
  let filled = 0;
  for await (const chunk of chunks) {
    for (let offset = 0; offset < chunk.length;) {
      const part = chunk.subarray(offset, offset + BLOCK_BYTES - filled);
      block.set(part, filled);
      filled += part.length;
      offset += part.length;
      if (filled < BLOCK_BYTES) continue;
      yield block;
      block = new Uint8Array(BLOCK_BYTES);
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}
