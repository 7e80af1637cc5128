import { ENTRY_BYTES_MAX } from "../../domain/merkle/entry-bundle.ts";
import { SlipwayError } from "../../kernel/problem.ts";

/** Something that only happens when files of the log or the ledger were changed behind our back. */
export function brokenLog(place: string, found: string): SlipwayError {
  return new SlipwayError({
    code: "log-broken",
    kind: "failed",
    found: `${place}: ${found}`,
    expected: "the files as Slipway wrote them",
    action: "`slipway audit verify` names what was changed; restore it from a backup",
  });
}

export function truncatedLedger(place: string, { was, is }: { was: number; is: number }): SlipwayError {
  return new SlipwayError({
    code: "log-truncated",
    kind: "failed",
    found: `${place}: the checkpoint covers ${was} entries, but the ledger has only ${is}`,
    expected: "a ledger that only grows",
    action: "restore the ledger from a backup that holds the missing entries",
  });
}

export function forkedLog(place: string, size: number): SlipwayError {
  return new SlipwayError({
    code: "log-forked",
    kind: "failed",
    found: `${place}: the first ${size} entries there are not those of this ledger`,
    expected: "an earlier export of the same ledger",
    action: "export into an empty folder, and keep the other one: it proves that the history was changed",
  });
}

export function entryTooLong(index: number, bytes: number): SlipwayError {
  return new SlipwayError({
    code: "entry-length",
    kind: "failed",
    found: `entry ${index} has ${bytes} bytes`,
    expected: `at most ${ENTRY_BYTES_MAX}: larger bodies are stored beside the ledger`,
    action: "report it: no such entry should have been accepted",
  });
}

export function noSuchEntry(index: number, size: number): SlipwayError {
  return new SlipwayError({
    code: "entry-missing",
    kind: "failed",
    found: `there is no entry ${index}: the log holds ${size}`,
    expected: size === 0 ? "a log with entries" : `an index from 0 to ${size - 1}`,
    action: "`slipway audit log` lists the entries",
  });
}

export function noCheckpoint(place: string): SlipwayError {
  return new SlipwayError({
    code: "no-checkpoint",
    kind: "input",
    found: `there is no checkpoint in ${place}`,
    expected: "a log that was signed: a folder that `slipway audit export` wrote, or the own one after `audit publish`",
    action: "correct the path, or `slipway audit publish`",
  });
}

export function occupiedFolder(place: string, path: string): SlipwayError {
  return new SlipwayError({
    code: "folder-occupied",
    kind: "input",
    found: `${place} holds something else: ${path}`,
    expected: "a new or empty folder, or an earlier export of this log",
    action: "name another folder",
  });
}
