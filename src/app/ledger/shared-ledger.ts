import type { Ledger } from "../ledger-ports.ts";

/**
 * Opens a ledger once for all who need it at the same time: one process holds it, and a second opening in the same process
 * would wait for itself. It is closed when the last of them is done.
 */
export function sharedLedger(open: () => Promise<Ledger>): () => Promise<Ledger> {
  let current: { readonly ledger: Promise<Ledger>; users: number } | undefined;
  return async () => {
    const held = (current ??= { ledger: open(), users: 0 });
    held.users += 1;
    let isDone = false;
    const leave = async (ledger: Ledger | undefined): Promise<void> => {
      if (isDone) return;
      isDone = true;
      held.users -= 1;
      if (held.users > 0) return;
      if (current === held) current = undefined;
      await ledger?.close();
    };
    try {
      const ledger = await held.ledger;
      return { ...ledger, close: () => leave(ledger) };
    } catch (error) {
      await leave(undefined);
      throw error;
    }
  };
}
