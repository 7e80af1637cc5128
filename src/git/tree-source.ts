import { once } from "node:events";
import type { Piece, TreeSource } from "../app/artifact-ports.ts";
import type { TreeFile } from "../domain/artifact/bundle-layout.ts";
import { compareBytes } from "../domain/artifact/byte-order.ts";
import { SlipwayError } from "../kernel/problem.ts";
import { gitFailed, gitMissing } from "./problems.ts";
import { git, start } from "./run.ts";

const KINDS: Readonly<Record<string, TreeFile["kind"]>> = {
  "100644": "file",
  "100664": "file",
  "100755": "program",
  "120000": "link",
};

/**
 * Files of commits, read as git stores them. `git archive` would apply line endings, filters and substitutions that
 * depend on the machine.
 */
export function openTreeSource(folder: string): TreeSource {
  return {
    async files(commit) {
      const listing = await git(["ls-tree", "-r", "-l", "-z", "--full-tree", commit], { folder });
      return readListing(listing.toString()).toSorted((a, b) => compareBytes(a.path, b.path));
    },
    contents: (ids) => readContents(folder, ids),
  };
}

/** `mode type id size<TAB>path`, ended by NUL. Submodules have no contents here. */
function readListing(listing: string): TreeFile[] {
  return listing.split("\0").flatMap((record) => {
    const tab = record.indexOf("\t");
    const [mode = "", , id = "", size = ""] = record.slice(0, tab).split(/ +/);
    const [kind, path] = [KINDS[mode], record.slice(tab + 1)];
    if (path.includes("\uFFFD")) throw new SlipwayError(badName(path));
    return kind === undefined ? [] : [{ path, kind, id, size: Number(size) }];
  });
}

async function* readContents(folder: string, ids: readonly string[]): AsyncGenerator<readonly Piece[]> {
  if (ids.length === 0) return;
  const child = start(["cat-file", "--batch"], { folder }, "pipe");
  const ended = once(child, "close").catch((error: unknown) => Promise.reject(gitMissing(folder, error)));
  ended.catch(() => undefined); // awaited below unless the reader leaves early
  let stderr = "";
  child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin?.on("error", () => undefined); // git may end early; what is missing then tells
  child.stdin?.end(`${ids.join("\n")}\n`);
  const cut = cutter(ids.length);
  try {
    for await (const chunk of child.stdout! as AsyncIterable<Buffer>) yield cut.feed(chunk);
  } finally {
    if (!cut.isDone()) child.kill();
  }
  await ended;
  if (!cut.isDone()) throw gitFailed(["cat-file"], stderr || "an object is missing", folder);
}

/** Cuts the answers of `cat-file --batch` into pieces: header line, contents, line feed. */
function cutter(count: number): { feed(chunk: Buffer): Piece[]; isDone(): boolean } {
  let index = -1;
  let left = 0; // bytes of the current contents that are still to come
  let header = ""; // of the next one, as far as it has arrived
  let state: "header" | "contents" | "end" = "header";
  return {
    feed(chunk) {
      const pieces: Piece[] = [];
      for (let offset = 0; offset < chunk.length;) {
        if (state === "header") {
          const end = chunk.indexOf(10, offset);
          header += chunk.toString("latin1", offset, end === -1 ? undefined : end);
          if (end === -1) break;
          offset = end + 1;
          left = sizeIn(header);
          header = "";
          index++;
          state = left === 0 ? "end" : "contents";
        } else if (state === "contents") {
          const bytes = chunk.subarray(offset, offset + left);
          pieces.push({ index, bytes });
          offset += bytes.length;
          left -= bytes.length;
          if (left === 0) state = "end";
        } else {
          offset++;
          state = "header";
        }
      }
      return pieces;
    },
    isDone: () => index === count - 1 && state === "header",
  };
}

function sizeIn(header: string): number {
  const size = / blob (\d+)$/.exec(header)?.[1];
  if (size === undefined) throw new SlipwayError(objectMissing(header));
  return Number(size);
}

function objectMissing(header: string) {
  return {
    code: "object-missing",
    kind: "input",
    found: `git does not have the contents of a file of the release: ${header}`,
    expected: "a complete clone",
    action: "git fetch --refetch   (a partial clone: git fetch --refetch --filter=blob:limit=100g)",
  } as const;
}

function badName(path: string) {
  return {
    code: "path-encoding",
    kind: "input",
    found: `the name of the file "${path}" is not UTF-8, or holds U+FFFD`,
    expected: "names that every machine reads alike",
    action: "rename the file with `git mv`",
  } as const;
}
