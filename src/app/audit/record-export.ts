import type { Identity } from "../identity-ports.ts";
import { record } from "../ledger/record.ts";
import type { OwnLog } from "../log-ports.ts";

/** Records that the log is handed out. It comes first, so that the export holds its own entry. */
export async function recordExport(
  { ledger, signer }: OwnLog,
  identity: Identity,
  { id, place }: { readonly id: string; readonly place: string },
): Promise<void> {
  const origin = signer.key.name;
  const entries = await ledger.size();
  await record(ledger, identity, {
    id,
    acts: [
      {
        type: "log-exported",
        stream: `log/${origin}`,
        action: "export",
        object: { kind: "log", id: origin, version: String(entries) },
        old: null,
        new: { place },
      },
    ],
  });
}
