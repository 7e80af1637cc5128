import type { Piece } from "../app/artifact-ports.ts";
import type { ArchiveEntry } from "../domain/artifact/bundle-layout.ts";
import { assert } from "../kernel/assert.ts";

const BLOCK_BYTES = 512;
const NAME_BYTES_MAX = 100;
/** What eleven octal digits hold. */
const SIZE_MAX = 8 ** 11 - 1;
const MODES: Readonly<Record<ArchiveEntry["file"]["kind"], number>> = { file: 0o644, program: 0o755, link: 0o777 };

/**
 * Writes a tar archive in the pax interchange format (POSIX.1-2001): plain ustar headers, and an extended header before
 * entries whose names or sizes do not fit. Owner 0, one time and two modes for all, so that only contents decide.
 */
export async function* tar(
  entries: readonly ArchiveEntry[],
  contents: AsyncIterable<readonly Piece[]>,
  time: number,
): AsyncGenerator<Uint8Array> {
  let next = 0; // the entry whose header comes next
  let written = 0; // bytes of the current contents
  const links: Uint8Array[] = [];
  const close = function* (): Generator<Uint8Array> {
    const current = entries[next - 1];
    if (current === undefined) return;
    assert(written === current.file.size, `${current.name} has ${written} bytes, not ${current.file.size}`);
    if (current.file.kind === "link") yield headerOf(current, time, Buffer.concat(links.splice(0)).toString());
    else yield new Uint8Array(paddingBytes(written));
  };
  const open = function* (index: number): Generator<Uint8Array> {
    while (next <= index) {
      yield* close();
      const entry = entries[next++]!;
      written = 0;
      if (entry.file.kind !== "link") yield headerOf(entry, time);
    }
  };
  for await (const pieces of contents) {
    for (const { index, bytes } of pieces) {
      yield* open(index);
      written += bytes.length;
      if (entries[index]!.file.kind === "link") links.push(bytes);
      else yield bytes;
    }
  }
  yield* open(entries.length - 1);
  yield* close();
  yield new Uint8Array(2 * BLOCK_BYTES);
}

/** Name of the entry that holds a byte of the archive; absent in the blocks at its end. */
export function entryAt(entries: readonly ArchiveEntry[], offset: number): string | undefined {
  let end = 0;
  for (const { name, file } of entries) {
    const { size, kind } = file;
    // The target of a link is not known here; the size of the file is its length in bytes, and that decides.
    const header = kind === "link" ? headerOf({ name, file }, 0, "x".repeat(size)) : headerOf({ name, file }, 0);
    end += header.length + (kind === "link" ? 0 : size + paddingBytes(size));
    if (offset < end) return name;
  }
  return undefined;
}

function paddingBytes(size: number): number {
  return (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES;
}

/** The header of an entry, with an extended one before it where it needs one. */
function headerOf({ name, file }: ArchiveEntry, time: number, target = ""): Buffer {
  const size = file.kind === "link" ? 0 : file.size;
  const place = placeOf(name);
  const records = [
    ...(place === undefined ? [record("path", name)] : []),
    ...(fits(target) ? [] : [record("linkpath", target)]),
    ...(size > SIZE_MAX ? [record("size", String(size))] : []),
  ];
  const main = block({
    ...(place ?? { prefix: "", name: cut(name) }),
    mode: MODES[file.kind],
    size: size > SIZE_MAX ? 0 : size,
    time,
    type: file.kind === "link" ? "2" : "0",
    target: fits(target) ? target : cut(target),
  });
  if (records.length === 0) return main;
  const extended = Buffer.concat(records);
  const head = block({ prefix: "", name: "pax", mode: 0o644, size: extended.length, time, type: "x", target: "" });
  return Buffer.concat([head, extended, Buffer.alloc(paddingBytes(extended.length)), main]);
}

/** ASCII names up to 100 bytes stand as they are; longer ones are cut at a slash where that fits, or need a record. */
function placeOf(name: string): { prefix: string; name: string } | undefined {
  if (fits(name)) return { prefix: "", name };
  if (!isAscii(name)) return undefined;
  const slash = name.indexOf("/", name.length - NAME_BYTES_MAX - 1);
  return slash > 0 && slash <= 155 && slash < name.length - 1
    ? { prefix: name.slice(0, slash), name: name.slice(slash + 1) }
    : undefined;
}

function fits(name: string): boolean {
  return isAscii(name) && name.length <= NAME_BYTES_MAX;
}

/** Old readers see a name that is safe in every encoding; the record beside it tells the real one. */
function cut(name: string): string {
  return name
    .replaceAll(/[^\x20-\x7e]/g, "_")
    .slice(-NAME_BYTES_MAX)
    .replace(/^\/+/, "");
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** `LENGTH KEY=VALUE<LF>`; the length counts its own digits. */
function record(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`);
  let length = rest.length;
  while (rest.length + String(length).length !== length) length = rest.length + String(length).length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

interface Block {
  readonly prefix: string;
  readonly name: string;
  readonly mode: number;
  readonly size: number;
  readonly time: number;
  readonly type: "0" | "2" | "x";
  readonly target: string;
}

/** One ustar header (POSIX.1-1988): fixed fields, numbers in octal, and the sum of all bytes. */
function block({ prefix, name, mode, size, time, type, target }: Block): Buffer {
  const header = Buffer.alloc(BLOCK_BYTES);
  const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, "0")}\0`;
  const fields: readonly (readonly [offset: number, text: string])[] = [
    [0, name],
    [100, octal(mode, 7)],
    [108, octal(0, 7)],
    [116, octal(0, 7)],
    [124, octal(size, 11)],
    [136, octal(time, 11)],
    [148, " ".repeat(8)],
    [156, type],
    [157, target],
    [257, "ustar\0"],
    [263, "00"],
    [329, octal(0, 7)],
    [337, octal(0, 7)],
    [345, prefix],
  ];
  for (const [offset, text] of fields) header.write(text, offset, "latin1");
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)} `, 148, "latin1");
  return header;
}
