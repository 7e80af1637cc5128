import type { Services } from "../services.ts";

/** What the performers of steps work with. */
export interface KindTools {
  readonly services: Services;
  /** Services for another checkout of the same repository, read anew; what they record goes into the ledger that is open. */
  at(folder: string): Services;
}
