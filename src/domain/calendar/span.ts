/** Instants in Unix seconds; `from` belongs to it, `until` does not. */
export interface InstantSpan {
  readonly from: number;
  readonly until: number;
}

export function contains({ from, until }: InstantSpan, instant: number): boolean {
  return from <= instant && instant < until;
}
