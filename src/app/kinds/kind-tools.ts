import type { Process } from "../../domain/process/process.ts";
import type { BlobStore, Ledger } from "../ledger-ports.ts";
import type { Services } from "../services.ts";
import type { TargetTools } from "./target-tools.ts";

/** What the performers of steps work with. */
export interface KindTools extends TargetTools {
  readonly services: Services;
  /** Services for another checkout of the same repository, read anew; what they record goes into the ledger that is open. */
  at(folder: string): Services;
  /** Bodies beside the log, of the same ledger. */
  readonly blobs: Pick<BlobStore, "put">;
}

/** The tools of a repository whose ledger is open. `processOf`: the process that a release is bound to. */
export function kindTools(
  services: Services,
  ledger: Ledger,
  processOf: (release: string) => Promise<Process>,
): KindTools {
  return { services, at: (folder) => services.at(folder, ledger), blobs: ledger.blobs, processOf };
}
