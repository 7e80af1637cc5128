const CHUNK = 64;

/**
 * Items by id in the order in which they were added; `with` leaves the map it is called on as it is. A change copies
 * one chunk and not every item: a scope of years is read from tens of thousands of events.
 */
export class ItemMap<Item extends { readonly id: string }> {
  private readonly places: ReadonlyMap<string, number>;
  private readonly chunks: readonly (readonly Item[])[];

  constructor(places: ReadonlyMap<string, number> = new Map(), chunks: readonly (readonly Item[])[] = []) {
    this.places = places;
    this.chunks = chunks;
  }

  get size(): number {
    return this.places.size;
  }

  has(id: string): boolean {
    return this.places.has(id);
  }

  get(id: string): Item | undefined {
    const place = this.places.get(id);
    return place === undefined ? undefined : this.chunks[Math.floor(place / CHUNK)]?.[place % CHUNK];
  }

  keys(): Iterable<string> {
    return this.places.keys();
  }

  values(): readonly Item[] {
    return this.chunks.flat();
  }

  with(item: Item): ItemMap<Item> {
    const known = this.places.get(item.id);
    const place = known ?? this.size;
    const places = known === undefined ? new Map(this.places).set(item.id, place) : this.places;
    const chunk = Math.floor(place / CHUNK);
    const changed = [...(this.chunks[chunk] ?? [])];
    changed[place % CHUNK] = item;
    const chunks = [...this.chunks];
    chunks[chunk] = changed;
    return new ItemMap(places, chunks);
  }
}
