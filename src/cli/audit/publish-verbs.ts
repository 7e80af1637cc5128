import { randomUUID } from "node:crypto";
import { exportLog } from "../../app/audit/export-log.ts";
import { cosignLog } from "../../app/audit/cosign-log.ts";
import { publishLog, type Published } from "../../app/audit/publish-log.ts";
import { recordExport } from "../../app/audit/record-export.ts";
import type { OwnLog } from "../../app/log-ports.ts";
import { formatVerifierKey } from "../../domain/merkle/verifier-key.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { EXIT, type Call, type ExitCode } from "../command.ts";
import { entryProgress } from "./entry-progress.ts";
import { readVerifierKey, withOwnLog } from "./log-source.ts";

/** `audit export`: records that it happens, signs what is new, and writes the log into a folder. */
export async function exportTo(call: Call, folder: string | undefined): Promise<ExitCode> {
  const logs = await call.services.logs();
  const target = logs.exported(folder ?? "");
  const { result, key } = await withOwnLog(logs, async (log) => {
    await recordExport(log, call.services.identity, { id: `log-exported/${randomUUID()}`, place: target.place });
    const published = await publishAll(call, log);
    const onEntry = entryProgress(call.output, "exported");
    const result = await exportLog(log, log.ledger, { target, published, onEntry });
    return { result, key: formatVerifierKey(log.crypto.hash, log.signer.key) };
  });
  const { origin, size, kept } = result;
  if (call.json) call.output.document({ ...result, key });
  else call.output.answer(`${origin}: ${size} entries in ${target.place}, ${size - kept} of them new\nkey: ${key}`);
  return EXIT.done;
}

/** `audit publish`: signs a checkpoint over everything that was recorded. */
export async function publish(call: Call): Promise<ExitCode> {
  const { checkpoint, note } = await withOwnLog(await call.services.logs(), (log) => publishAll(call, log));
  const text = new TextDecoder().decode(note);
  if (call.json) call.output.document({ origin: checkpoint.origin, size: checkpoint.size, checkpoint: text });
  else call.output.answer(text);
  return EXIT.done;
}

/** Signs a checkpoint over everything there is, and has it cosigned when a witness is named. */
async function publishAll(call: Call, log: OwnLog): Promise<Published> {
  const [url, keyText] = [call.text("witness"), call.text("witness-key")];
  if ((url === undefined) !== (keyText === undefined)) throw new SlipwayError(halfWitness());
  const key = keyText === undefined ? undefined : await readVerifierKey(log.crypto, keyText);
  const published = await publishLog(log, log.ledger);
  if (url === undefined || key === undefined) return published;
  const { witness } = await call.services.logs();
  return cosignLog(log, published, { key, ask: witness(url) });
}

/** `audit key`: the key with which strangers verify. */
export async function key(call: Call): Promise<ExitCode> {
  const { crypto, ownKey } = await call.services.logs();
  const own = await ownKey();
  if (own === undefined) throw new SlipwayError(noKeyYet());
  const text = formatVerifierKey(crypto.hash, own);
  if (call.json) call.output.document({ key: text });
  else call.output.answer(text);
  return EXIT.done;
}

function halfWitness() {
  return {
    code: "wrong-arguments",
    kind: "input" as const,
    found: "--witness and --witness-key were not given together",
    expected: "the address of a witness and its key",
    action: "`slipway audit witness` prints both when it starts",
  };
}

function noKeyYet() {
  return {
    code: "key-missing",
    kind: "input" as const,
    found: "this log has no key yet",
    expected: "a log that was signed at least once",
    action: "`slipway audit publish` makes the key and signs what was recorded",
  };
}
