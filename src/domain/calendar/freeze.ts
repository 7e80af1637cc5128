import type { InstantSpan } from "./span.ts";
import type { LocalSeconds } from "./local-time.ts";
import { endInstant, startInstant, type Offset } from "./zone-instants.ts";

/** A time in which nothing is deployed, as the clocks of a zone show it. */
export interface Freeze {
  readonly zone: string;
  readonly from: LocalSeconds;
  readonly until: LocalSeconds;
}

/** When a freeze holds. In an ambiguous hour it is as long as it can be. */
export function freezeSpan({ from, until }: Freeze, offset: Offset): InstantSpan {
  return { from: startInstant(from, offset), until: endInstant(until, offset) };
}
