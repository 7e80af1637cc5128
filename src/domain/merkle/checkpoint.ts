import { fromBase64, toBase64 } from "../../kernel/base64.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { HASH_BYTES } from "./tree-hash.ts";

/** How long a log is and what its root is at that length (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** Name of the log. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** The text that is signed. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Reads the text of a checkpoint strictly; lines after the third are extensions, which say nothing about the tree. */
export function parseCheckpoint(text: string): Result<Checkpoint, string> {
  const [origin, size, hash, ...rest] = text.split("\n");
  if (rest.at(-1) !== "") return err("fewer than three lines");
  if (origin === undefined || origin === "") return err("no origin in line 1");
  if (size === undefined || !/^(?:0|[1-9]\d*)$/.test(size) || !Number.isSafeInteger(Number(size)))
    return err("no size in line 2");
  const root = fromBase64(hash ?? "");
  if (root === undefined || root.length !== HASH_BYTES) return err("no root hash in line 3");
  if (rest.slice(0, -1).includes("")) return err("an empty line");
  return ok({ origin, size: Number(size), root });
}
