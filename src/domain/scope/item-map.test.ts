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
    fc.property(entries, entries, entries, (first, second, third) => {
      const fill = (start: ItemMap<Entry>, list: readonly Entry[]) => list.reduce((map, each) => map.with(each), start);
      const expected = (list: readonly Entry[]) => new Map(list.map((each) => [each.id, each]));
      const before = fill(new ItemMap(), first);
      const after = fill(before, second);
      const other = fill(before, third); // two maps that were made of the same one
      const maps = [
        [before, first],
        [after, [...first, ...second]],
        [other, [...first, ...third]],
      ] as const;
      for (const [map, list] of maps) {
        const wanted = expected(list);
        expect(map.values()).toEqual([...wanted.values()]);
        expect([...map.keys()]).toEqual([...wanted.keys()]);
        expect(map.size).toBe(wanted.size);
        for (const [id, entry] of wanted) expect(map.get(id)).toBe(entry);
        for (let id = 0; id <= 200; id++) expect(map.has(String(id))).toBe(wanted.has(String(id)));
        expect(map.has("nobody")).toBe(false);
      }
    }),
  );
});

test("a map of forty thousand is filled one by one in a moment", { timeout: 10_000 }, () => {
  let map = new ItemMap<Entry>();
  for (let value = 0; value < 40_000; value++) map = map.with({ id: String(value), value });
  expect(map.size).toBe(40_000);
});
