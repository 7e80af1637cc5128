/** A broken invariant: a bug in Slipway, never the user's fault. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** Returns the value, or stops on `undefined`/`null` with a sentence that says which value was expected. */
export function must<T>(value: T | null | undefined, message: string): T {
  assert(value !== undefined && value !== null, message);
  return value;
}
