import fc from "fast-check";
import { expect, test } from "vitest";
import { ItemMap } from "./item-map.ts";

interface Entry {
  readonly id: string;
  readonly value: number;
}

const entries = fc.array(fc.record({ id: fc.integer({ min: 0, max: 200 }).map(String), value: fc.nat() }), {
  maxLength: 400,
});

test("holds what a map holds, in the same order, and never changes what somebody else holds", () => {
  fc.assert(
    fc.property(entries, entries, (first, second) => {
      const fill = (start: ItemMap<Entry>, list: readonly Entry[]) => list.reduce((map, each) => map.with(each), start);
      const expected = (list: readonly Entry[]) => new Map(list.map((each) => [each.id, each]));
      const before = fill(new ItemMap(), first);
      const after = fill(before, second);
      for (const [map, list] of [[before, first] as const, [after, [...first, ...second]] as const]) {
        const wanted = expected(list);
        expect(map.values()).toEqual([...wanted.values()]);
        expect([...map.keys()]).toEqual([...wanted.keys()]);
        expect(map.size).toBe(wanted.size);
        for (const [id, entry] of wanted) expect(map.get(id)).toBe(entry);
        expect(map.has("nobody")).toBe(false);
      }
    }),
  );
});
