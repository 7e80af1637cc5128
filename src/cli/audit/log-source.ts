import { readFile } from "node:fs/promises";
import type { LedgerReader } from "../../app/ledger-ports.ts";
import type { LogCrypto, LogFiles, Logs, OwnLog } from "../../app/log-ports.ts";
import { readerOfExport } from "../../app/audit/read-export.ts";
import { parseVerifierKey, type VerifierKey } from "../../domain/merkle/verifier-key.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import type { Call } from "../command.ts";

/** Reads the entries of the log that `--log` names, or the product's own. */
export async function withEntries<T>(call: Call, use: (ledger: LedgerReader) => Promise<T>): Promise<T> {
  const logs = await call.services.logs();
  const folder = call.text("log");
  if (folder !== undefined) return use(readerOfExport(logs.exported(folder)));
  const ledger = await logs.ledger();
  try {
    return await use(ledger);
  } finally {
    await ledger.close();
  }
}

/** Reads the files of the log that `--log` names, or the product's own. */
export async function withFiles<T>(call: Call, use: (files: LogFiles) => Promise<T>): Promise<T> {
  const logs = await call.services.logs();
  const folder = call.text("log");
  return folder === undefined ? withOwnLog(logs, ({ files }) => use(files)) : use(logs.exported(folder));
}

/** Uses the product's own log, and lets go of it whatever happens. */
export async function withOwnLog<T>(logs: Logs, use: (log: OwnLog) => Promise<T>): Promise<T> {
  const log = await logs.own();
  try {
    return await use(log);
  } finally {
    await log.close();
  }
}

/** The key that `--key` names, by its text or a file that holds it, or else the product's own. */
export async function verifierKey(call: Call, logs: Logs): Promise<VerifierKey> {
  const named = call.text("key");
  if (named === undefined) {
    const own = await logs.ownKey();
    if (own === undefined) throw new SlipwayError(noKey());
    return own;
  }
  return readVerifierKey(logs.crypto, named);
}

/** A verifier key by its text, or a file that holds it. */
export async function readVerifierKey({ hash }: LogCrypto, named: string): Promise<VerifierKey> {
  const direct = parseVerifierKey(hash, named);
  if (direct !== undefined) return direct;
  const text = await readFile(named, "utf8").catch(() => undefined);
  const key = text === undefined ? undefined : parseVerifierKey(hash, text.trim());
  if (key === undefined) throw new SlipwayError(badKey(named, text === undefined));
  return key;
}

/** A file that the command line names. */
export async function readInput(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: unknown) => {
    throw new SlipwayError(
      {
        code: "file-unreadable",
        kind: "input",
        found: `the file ${path} cannot be read`,
        expected: "a readable file",
        action: "correct the path",
      },
      { cause: error },
    );
  });
}

function noKey() {
  return {
    code: "key-missing",
    kind: "input" as const,
    found: "there is no key to check the signature with",
    expected: "--key with the verifier key of the log: without it anybody could have signed",
    action: "`slipway audit key` prints it where the log is kept; get it from there by a way you trust",
  };
}

function badKey(named: string, isNoFile: boolean) {
  return {
    code: "key-form",
    kind: "input" as const,
    found: `"${named}" is no verifier key${isNoFile ? ", and no file that can be read" : ": the file holds none"}`,
    expected: "name+keyid+base64, as `slipway audit key` prints it, or a file that holds it",
    action: "copy the whole line; its middle part checks the rest",
  };
}
