/** Where two streams part. */
interface Difference {
  /** Bytes that are equal before it. */
  readonly offset: number;
  /** Why the second stream could not be read further. */
  readonly error?: string;
}

/** The first byte in which two streams differ, or at which one of them ends; absent when they are equal. */
export async function firstDifference(
  first: AsyncGenerator<Uint8Array>,
  second: AsyncGenerator<Uint8Array>,
): Promise<Difference | undefined> {
  const [left, right] = [reader(first), reader(second)];
  let offset = 0;
  try {
    for (;;) {
      const a = await left.rest();
      let b: Uint8Array;
      try {
        b = await right.rest();
      } catch (error) {
        return { offset, error: error instanceof Error ? error.message : String(error) };
      }
      const length = Math.min(a.length, b.length);
      if (length === 0) return a.length === b.length ? undefined : { offset };
      const equal = equalBytes(a, b, length);
      offset += equal;
      if (equal < length) return { offset };
      left.take(length);
      right.take(length);
    }
  } finally {
    await Promise.all([first.return(undefined), second.return(undefined)]);
  }
}

function equalBytes(a: Uint8Array, b: Uint8Array, length: number): number {
  if (Buffer.compare(a.subarray(0, length), b.subarray(0, length)) === 0) return length;
  let index = 0;
  while (a[index] === b[index]) index++;
  return index;
}

/** Hands out what is left of the current chunk, and the next one when nothing is; an empty rest is the end. */
function reader(chunks: AsyncGenerator<Uint8Array>) {
  let rest = new Uint8Array(0) as Uint8Array;
  return {
    async rest(): Promise<Uint8Array> {
      while (rest.length === 0) {
        const next = await chunks.next();
        if (next.done === true) break;
        rest = next.value;
      }
      return rest;
    },
    take(length: number): void {
      rest = rest.subarray(length);
    },
  };
}
