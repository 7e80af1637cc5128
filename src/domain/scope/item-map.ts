const CHUNK = 64;

/**
 * Items by id in the order in which they were added; `with` leaves the map it is called on as it is. A change copies
 * one chunk and not every item: a scope of years is read from tens of thousands of events.
 */
export class ItemMap<Item extends { readonly id: string }> {
  readonly size: number;
  /** Shared with the maps that were made of this one: places from `size` on are theirs. */
  private readonly places: Map<string, number>;
  private readonly chunks: readonly (readonly Item[])[];

  constructor(places = new Map<string, number>(), chunks: readonly (readonly Item[])[] = [], size = 0) {
    this.places = places;
    this.chunks = chunks;
    this.size = size;
  }

  has(id: string): boolean {
    return this.placeOf(id) !== undefined;
  }

  get(id: string): Item | undefined {
    const place = this.placeOf(id);
    return place === undefined ? undefined : this.chunks[Math.floor(place / CHUNK)]?.[place % CHUNK];
  }

  keys(): readonly string[] {
    return this.values().map(({ id }) => id);
  }

  values(): readonly Item[] {
    return this.chunks.flat();
  }

  with(item: Item): ItemMap<Item> {
    const known = this.placeOf(item.id);
    const place = known ?? this.size;
    const places = known === undefined ? this.placesWith(item.id) : this.places;
    const chunk = Math.floor(place / CHUNK);
    const changed = [...(this.chunks[chunk] ?? [])];
    changed[place % CHUNK] = item;
    const chunks = [...this.chunks];
    chunks[chunk] = changed;
    return new ItemMap(places, chunks, known === undefined ? this.size + 1 : this.size);
  }

  private placeOf(id: string): number | undefined {
    const place = this.places.get(id);
    return place !== undefined && place < this.size ? place : undefined;
  }

  /** Only the second map that adds something to the same one needs places of its own. */
  private placesWith(id: string): Map<string, number> {
    const isLatest = this.places.size === this.size;
    return (isLatest ? this.places : new Map([...this.places].slice(0, this.size))).set(id, this.size);
  }
}
