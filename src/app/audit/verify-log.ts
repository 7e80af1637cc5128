import type { Checkpoint } from "../../domain/merkle/checkpoint.ts";
import { openCosignature } from "../../domain/merkle/cosignature.ts";
import { openCheckpoint } from "../../domain/merkle/signed-checkpoint.ts";
import { isTileOf, parseTilePath } from "../../domain/merkle/tile.ts";
import type { VerifierKey } from "../../domain/merkle/verifier-key.ts";
import type { LogCrypto, LogFiles } from "../log-ports.ts";
import { blameTree } from "./blame-tree.ts";
import { compareTree, type EntryGroup, type Mark } from "./compare-tree.ts";
import { FINDINGS_MAX, type LogFinding } from "./log-finding.ts";

export interface VerifyRequest {
  readonly files: LogFiles;
  readonly crypto: LogCrypto;
  /** The key that the checkpoint has to be signed with. */
  readonly key: VerifierKey;
  /** The entries of a log of that size, in groups as they stand below the tiles of level 0. */
  entries(size: number): AsyncIterable<EntryGroup>;
  /** Earlier checkpoints that the log has to continue, with a name for people. */
  readonly earlier: AsyncIterable<{ readonly name: string; readonly note: Uint8Array }>;
  /** Whether entry bundles belong to the files, and nothing else may lie there. */
  readonly exported: boolean;
  /** The key of a witness that has to have cosigned the checkpoint. */
  readonly witness?: VerifierKey | undefined;
  readonly onEntry?: (size: number) => void;
}

export interface VerifyReport {
  readonly origin: string;
  /** Entries that the signed checkpoint covers; `null` when there is none to trust. */
  readonly size: number | null;
  /** Earlier checkpoints that were compared. */
  readonly earlier: number;
  /** What is wrong, at most a hundred; none: everything is as it was signed. */
  readonly findings: readonly LogFinding[];
}

/**
 * Recomputes everything a signed checkpoint stands for, and names what does not agree with it: entries, tiles,
 * checkpoints, files that are missing or that do not belong there.
 */
export async function verifyLog(request: VerifyRequest): Promise<VerifyReport> {
  const { files, crypto, key } = request;
  const note = await files.read("checkpoint");
  const opened = note === undefined ? undefined : openCheckpoint(crypto, key, note);
  if (opened === undefined || !opened.ok) {
    const explains = opened === undefined ? await missing(request) : opened.error;
    const finding: LogFinding = { code: "checkpoint", where: "checkpoint", index: null, explains };
    return { origin: key.name, size: null, earlier: 0, findings: [finding] };
  }
  const checkpoint = opened.value;
  const { marks, findings } = await readMarks(request, checkpoint);
  const cosigned = request.witness === undefined ? undefined : openCosignature(crypto, request.witness, note!);
  if (cosigned?.ok === false)
    findings.push({ code: "checkpoint", where: "checkpoint", index: null, explains: cosigned.error });
  const compared = await compareTree({ ...request, size: checkpoint.size, marks });
  findings.push(...(await blameTree({ ...request, checkpoint, compared })));
  if (request.exported) findings.push(...(await strangers(files, checkpoint.size)));
  return { origin: key.name, size: checkpoint.size, earlier: marks.length, findings: findings.slice(0, FINDINGS_MAX) };
}

/** A log whose checkpoint was taken away has signed others before. */
async function missing({ earlier, exported }: VerifyRequest): Promise<string> {
  const first = await earlier[Symbol.asyncIterator]().next();
  return exported || first.done !== true ? "it is missing" : "nothing was signed yet: `slipway audit publish` signs";
}

/** Earlier checkpoints, each with the root that the log has to have had at its size. */
async function readMarks(
  { crypto, key, earlier }: VerifyRequest,
  { size }: Checkpoint,
): Promise<{ marks: Mark[]; findings: LogFinding[] }> {
  const marks: Mark[] = [];
  const findings: LogFinding[] = [];
  for await (const { name, note } of earlier) {
    const opened = openCheckpoint(crypto, key, note);
    if (!opened.ok) findings.push({ code: "checkpoint", where: name, index: null, explains: opened.error });
    else if (opened.value.size > size) findings.push(truncated(name, { was: opened.value.size, is: size }));
    else marks.push({ name, size: opened.value.size, root: opened.value.root });
  }
  return { marks: marks.toSorted((a, b) => a.size - b.size), findings };
}

function truncated(name: string, { was, is }: { was: number; is: number }): LogFinding {
  const explains = `the log was truncated: ${name} covers ${was} entries, the checkpoint now only ${is}`;
  return { code: "truncated", where: "checkpoint", index: is, explains };
}

/** Files that no export of a log of this size holds. */
async function strangers(files: LogFiles, size: number): Promise<LogFinding[]> {
  const findings: LogFinding[] = [];
  for await (const path of files.list()) {
    const tile = parseTilePath(path);
    const belongs = path === "checkpoint" || (tile !== undefined && isTileOf(tile, size));
    const explains = `the file does not belong to a log of ${size} entries`;
    if (!belongs && findings.length < FINDINGS_MAX)
      findings.push({ code: "extra", where: path, index: null, explains });
  }
  return findings;
}
