/** A schema of an event, as far as it names its type. */
interface TypedEvent {
  readonly shape: { readonly type: { readonly def: { readonly values: readonly string[] } } };
}

/** The names that a union of events tells apart. */
export function eventTypes(events: readonly TypedEvent[]): ReadonlySet<string> {
  return new Set(events.flatMap(({ shape }) => shape.type.def.values));
}
