import { checkProof, proveEntry } from "../../app/audit/prove-entry.ts";
import type { VerifyReport } from "../../app/audit/verify-log.ts";
import { verifyExport, verifyOwn } from "../../app/audit/verify-sources.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { EXIT, type Call, type ExitCode } from "../command.ts";
import { readInput, readVerifierKey, verifierKey, withFiles, withOwnLog } from "./log-source.ts";
import { entryProgress } from "./entry-progress.ts";
import { wholeNumber } from "./whole-number.ts";

/** `audit verify`: everything a signed checkpoint stands for, of an exported log or of the product's own. */
export async function verify(call: Call, folder: string | undefined): Promise<ExitCode> {
  const logs = await call.services.logs();
  const path = call.text("since");
  const since = path === undefined ? undefined : { name: path, note: await readInput(path) };
  const witnessText = call.text("witness-key");
  const witness = witnessText === undefined ? undefined : await readVerifierKey(logs.crypto, witnessText);
  const options = { since, witness, onEntry: entryProgress(call.output, "verified") };
  let report: VerifyReport & { unsigned?: number };
  if (folder === undefined) {
    if (call.text("key") !== undefined) throw new SlipwayError(keyWithoutFolder());
    report = await withOwnLog(logs, (log) => verifyOwn(log, { ...options, indexes: call.has("indexes") }));
  } else {
    const key = await verifierKey(call, logs);
    report = await verifyExport({ files: logs.exported(folder), crypto: logs.crypto, key }, options);
  }
  if (call.json) call.output.document(report);
  else call.output.answer(render(report));
  return report.findings.length === 0 ? EXIT.done : EXIT.no;
}

function render({ origin, size, earlier, findings, unsigned = 0 }: VerifyReport & { unsigned?: number }): string {
  const lines = findings.map(({ where, explains }) => `${where}: ${explains}`);
  const newer = unsigned === 0 ? "" : `; ${unsigned} newer ${unsigned === 1 ? "is" : "are"} not signed yet`;
  if (lines.length > 0) return [...lines, `${origin}: not verified, findings: ${lines.length}`].join("\n");
  const before = earlier === 0 ? "" : `, and continue every earlier checkpoint (${earlier})`;
  return `${origin}: ${size} entries are as they were signed${before}${newer}`;
}

/** `audit prove`: a proof file on stdout. */
export async function prove(call: Call, operand: string | undefined): Promise<ExitCode> {
  const { crypto } = await call.services.logs();
  const index = wholeNumber("INDEX", operand) ?? 0;
  const proof = await withFiles(call, (files) => proveEntry(files, crypto, index));
  if (call.json) call.output.document({ index, proof });
  else call.output.answer(proof);
  return EXIT.done;
}

/** `audit check-proof`: whether a proof file convinces about the bytes of an entry. */
export async function checkProofFile(call: Call, path: string | undefined): Promise<ExitCode> {
  const entryPath = call.text("entry");
  if (path === undefined || entryPath === undefined) throw new SlipwayError(noEntry());
  const logs = await call.services.logs();
  const [file, entry, key] = [await readInput(path), await readInput(entryPath), await verifierKey(call, logs)];
  const proven = checkProof(logs.crypto, key, { file, entry });
  const { origin, index, size } = proven;
  if (call.json) call.output.document(proven);
  else call.output.answer(`${entryPath} is entry ${index} of ${origin}, as signed at ${size} entries`);
  return EXIT.done;
}

function noEntry() {
  return {
    code: "wrong-arguments",
    kind: "input" as const,
    found: "`slipway audit check-proof` was not told which entry",
    expected: "slipway audit check-proof FILE --entry FILE",
    action: "`slipway audit show INDEX --bytes` writes the bytes of an entry",
  };
}

function keyWithoutFolder() {
  return {
    code: "wrong-arguments",
    kind: "input" as const,
    found: "--key was given without the folder of an exported log",
    expected: "slipway audit verify DIR --key KEY; the product's own log has its own key",
    action: "name the folder, or leave out --key",
  };
}
