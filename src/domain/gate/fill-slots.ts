/** How far the slots of a gate are filled. */
export interface Filling {
  /** For each unit the role it fills; `undefined` where it fills none. */
  readonly filled: readonly (string | undefined)[];
  /** Slots without anybody, by role. */
  readonly missing: ReadonlyMap<string, number>;
}

/**
 * Seats units, each knowing which roles it could fill, so that as many slots as possible are taken: a maximum matching
 * by augmenting paths. Whoever sits is moved to another role when that makes room; a first come, first served seating
 * would call some gates open that can be satisfied.
 */
export function fillSlots(needs: ReadonlyMap<string, number>, units: readonly ReadonlySet<string>[]): Filling {
  const filled = units.map<string | undefined>(() => undefined);
  const missing = new Map<string, number>();
  for (const [role, count] of needs) {
    let open = count;
    while (open > 0 && seatOne(role, units, filled)) open -= 1;
    if (open > 0) missing.set(role, open);
  }
  return { filled, missing };
}

/** Searches in breadth from the role for a unit that is free, through units that could give up the seat they have. */
function seatOne(role: string, units: readonly ReadonlySet<string>[], filled: (string | undefined)[]): boolean {
  const wantedFor = new Map<number, string>();
  const releasedBy = new Map<string, number>();
  const queue = [role];
  for (const wanted of queue) {
    for (const [unit, roles] of units.entries()) {
      if (!roles.has(wanted) || wantedFor.has(unit) || filled[unit] === wanted) continue;
      wantedFor.set(unit, wanted);
      const seat = filled[unit];
      if (seat === undefined) {
        moveAlong(unit, wantedFor, releasedBy, filled);
        return true;
      }
      if (seat === role || releasedBy.has(seat)) continue;
      releasedBy.set(seat, unit);
      queue.push(seat);
    }
  }
  return false;
}

function moveAlong(
  free: number,
  wantedFor: ReadonlyMap<number, string>,
  releasedBy: ReadonlyMap<string, number>,
  filled: (string | undefined)[],
): void {
  for (let unit: number | undefined = free; unit !== undefined;) {
    const role = wantedFor.get(unit);
    filled[unit] = role;
    unit = role === undefined ? undefined : releasedBy.get(role);
  }
}
