import type { AppendCommand } from "../../src/app/ledger-ports.ts";
import { someEvent } from "../../test/support/events.ts";

const STREAMS = 50;

/** How many of the inputs are written in a second, by so many callers who each wait for their answer. */
export async function appendRate<T>(
  inputs: readonly T[],
  callers: number,
  write: (input: T) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const started = performance.now();
  const caller = async (): Promise<void> => {
    while (next < inputs.length) {
      const input = inputs[next]!;
      next += 1;
      await write(input);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return (inputs.length / (performance.now() - started)) * 1000;
}

export function commandsOf(name: string, count: number): AppendCommand[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `${name}-${at}`,
    reads: new Map(),
    events: [someEvent({ stream: streamOf(at) })],
  }));
}

export function streamOf(at: number): string {
  return `release/${at % STREAMS}`;
}
