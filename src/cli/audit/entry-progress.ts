import type { Output } from "../command.ts";

const STEP = 50_000;

/** Tells a person who watches how far a long walk over the entries is. */
export function entryProgress(output: Output, done: string): (size: number) => void {
  let next = STEP;
  return (size) => {
    if (size < next) return;
    output.progress(`${size} entries ${done}`);
    next = size - (size % STEP) + STEP;
  };
}
