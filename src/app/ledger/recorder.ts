import type { Identity } from "../identity-ports.ts";
import type { Ledger, LedgerAccess } from "../ledger-ports.ts";
import { record, type Act } from "./record.ts";

export interface RecordTools {
  readonly ledger: LedgerAccess;
  readonly identity: Identity;
  /** Whether a product wants its acts recorded even where no ledger was begun. */
  isRequired(): Promise<boolean>;
}

/** Writes acts into the ledger of a product, where it has one. */
export interface Recorder {
  /** The same id is recorded once. A ledger that cannot be written is a problem: what is not recorded did not happen. */
  record(id: string, ...acts: readonly Act[]): Promise<"recorded" | "there already" | "no ledger">;
  /** Whether an act was recorded under this id. Begins no ledger. */
  knows(id: string): Promise<boolean>;
  /** Tags it tells were made, with their objects, whatever git has now; of one name, or all. Begins no ledger. */
  tagsMade(name?: string): Promise<ReadonlyMap<string, string>>;
}

export function openRecorder({ ledger: access, identity, isRequired }: RecordTools): Recorder {
  const look = async <T>(ask: (ledger: Ledger) => Promise<T>, nothing: T): Promise<T> => {
    const ledger = await access.openExisting();
    if (ledger === undefined) return nothing;
    try {
      return await ask(ledger);
    } finally {
      await ledger.close();
    }
  };
  return {
    async record(id, ...acts) {
      const ledger = (await isRequired()) ? await access.open() : await access.openExisting();
      if (ledger === undefined) return "no ledger";
      try {
        if ((await ledger.recorded(id)) !== undefined) return "there already";
        await record(ledger, identity, { id, acts });
        return "recorded";
      } finally {
        await ledger.close();
      }
    },
    knows: (id) => look(async (ledger) => (await ledger.recorded(id)) !== undefined, false),
    tagsMade: (name) =>
      look(async (ledger) => (await import("./recorded-tags.ts")).recordedTags(ledger, name), new Map()),
  };
}
