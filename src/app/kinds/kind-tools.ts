import type { CalendarState } from "../../domain/calendar/calendar-state.ts";
import type { ScopeState } from "../../domain/scope/scope-state.ts";
import type { BlobStore } from "../ledger-ports.ts";
import type { Services } from "../services.ts";
import type { TargetTools } from "./target-tools.ts";

/** What the performers of steps work with. */
export interface KindTools extends TargetTools {
  readonly services: Services;
  /** Services for another checkout of the same repository, read anew; what they record goes into the ledger that is open. */
  at(folder: string): Services;
  /** Checkouts that are being made, by folder: steps of a group, of whatever kind, ask for the same one at once. */
  readonly making: Map<string, Promise<unknown>>;
  /** Bodies beside the log, of the same ledger. */
  readonly blobs: Pick<BlobStore, "put">;
  /** Freezes and moved dates of the product, as the open ledger has them now. */
  calendar(): Promise<CalendarState>;
  /** What is planned for the releases of the product. */
  scope(): Promise<ScopeState>;
}
