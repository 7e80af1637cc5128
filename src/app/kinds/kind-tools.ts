import type { Job } from "../engine-ports.ts";
import type { BlobStore } from "../ledger-ports.ts";
import type { Services } from "../services.ts";

/** What the steps of machines work with. */
export interface KindTools {
  /** Of the repository; their recorder writes into the ledger that the engine holds open. */
  readonly services: Services;
  /** Bodies beside the log, of the same ledger. */
  readonly blobs: Pick<BlobStore, "put">;
  /** Folder in which a release is worked on; absent: the top of the repository. */
  placeOf?(job: Job): Promise<string>;
  /** Services for another folder, with the same recorder. */
  at?(folder: string): Services;
  /** What the target of the environment of a step says about itself; absent where there is none that does. */
  healthOf?(job: Job): Promise<TargetHealth | undefined>;
}

export interface TargetHealth {
  /** What is wrong; empty when nothing is. */
  readonly faults: readonly string[];
  /** Nothing real was asked. */
  readonly simulated: boolean;
}

/** Services for the folder in which the release of a job is worked on. */
export async function servicesFor({ services, placeOf, at }: KindTools, job: Job): Promise<Services> {
  return placeOf === undefined || at === undefined ? services : at(await placeOf(job));
}
