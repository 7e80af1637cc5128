import type { Process } from "../../domain/process/process.ts";
import type { Job } from "../engine-ports.ts";
import type { BlobStore } from "../ledger-ports.ts";
import type { Services } from "../services.ts";

/** What the performers of steps work with. */
export interface KindTools {
  readonly services: Services;
  /** Services for another checkout of the same repository, read anew; what they record goes into the ledger that is open. */
  at(folder: string): Services;
  /** The process that a release is bound to, whatever stands in the working tree meanwhile. */
  processOf(release: string): Promise<Process>;
  /** Bodies beside the log, of the same ledger. */
  readonly blobs: Pick<BlobStore, "put">;
  /** What the target of the environment of a step says about itself; absent where there is none that does. */
  healthOf?(job: Job): Promise<TargetHealth | undefined>;
}

export interface TargetHealth {
  /** What is wrong; empty when nothing is. */
  readonly faults: readonly string[];
  /** Nothing real was asked. */
  readonly simulated: boolean;
}
