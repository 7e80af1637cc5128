/** Work that came while other work was being committed; it goes together into the next transaction. */
interface Waiting<C, R> {
  readonly command: C;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Puts commands that arrive together into one transaction, because a transaction costs the same flush to disk for one
 * command as for many. An idle process commits at once. When a batch fails as a whole, each of its commands is tried
 * alone, so that one cannot take the others down.
 */
export function groupCommit<C, R>(
  commit: (commands: readonly C[]) => Promise<readonly R[]>,
  { sizeMax, isAlone }: { readonly sizeMax: number; readonly isAlone: (command: C) => boolean },
): { run(command: C): Promise<R>; idle(): Promise<void> } {
  const queue: Waiting<C, R>[] = [];
  let working: Promise<void> | undefined;

  async function work(): Promise<void> {
    while (queue.length > 0) await settle(queue.splice(0, batchLength()));
    working = undefined;
  }

  function batchLength(): number {
    const alone = queue.findIndex(({ command }) => isAlone(command));
    if (alone === 0) return 1;
    return Math.min(sizeMax, alone === -1 ? queue.length : alone);
  }

  async function settle(batch: readonly Waiting<C, R>[]): Promise<void> {
    try {
      const results = await commit(batch.map(({ command }) => command));
      for (const [position, { resolve }] of batch.entries()) resolve(results[position]!);
    } catch (error) {
      if (batch.length === 1) batch[0]!.reject(error);
      else for (const waiting of batch) await settle([waiting]);
    }
  }

  return {
    run: (command) =>
      new Promise<R>((resolve, reject) => {
        queue.push({ command, resolve, reject });
        // Started a moment later, so that callers of the same moment share the first transaction too.
        working ??= Promise.resolve().then(work);
      }),
    idle: async () => working,
  };
}
