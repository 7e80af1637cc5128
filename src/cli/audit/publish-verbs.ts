import { exportLog } from "../../app/audit/export-log.ts";
import { publishLog } from "../../app/audit/publish-log.ts";
import { formatVerifierKey } from "../../domain/merkle/verifier-key.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { EXIT, type Call, type ExitCode } from "../command.ts";
import { entryProgress } from "./entry-progress.ts";
import { withOwnLog } from "./log-source.ts";

/** `audit export`: signs what is new, and writes the log into a folder. */
export async function exportTo(call: Call, folder: string | undefined): Promise<ExitCode> {
  const logs = await call.services.logs();
  const target = logs.exported(folder ?? "");
  const { result, key } = await withOwnLog(logs, async (log) => {
    const published = await publishLog(log, log.ledger);
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
  const { checkpoint, note } = await withOwnLog(await call.services.logs(), (log) => publishLog(log, log.ledger));
  const text = new TextDecoder().decode(note);
  if (call.json) call.output.document({ origin: checkpoint.origin, size: checkpoint.size, checkpoint: text });
  else call.output.answer(text);
  return EXIT.done;
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

function noKeyYet() {
  return {
    code: "key-missing",
    kind: "input" as const,
    found: "this log has no key yet",
    expected: "a log that was signed at least once",
    action: "`slipway audit publish` makes the key and signs what was recorded",
  };
}
