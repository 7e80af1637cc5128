import { expect, test } from "vitest";
import { seededRandom } from "./random.ts";

const take = (seed: number, count: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, random);
};

test("equal seeds give equal numbers, different seeds different ones", () => {
  expect(take(7, 100)).toEqual(take(7, 100));
  expect(take(7, 5)).not.toEqual(take(8, 5));
  expect(take(7, 5)).not.toEqual(take(7 + 2 ** 32, 5));
});

test("numbers fill [0, 1) evenly, and neighbours have nothing to do with each other", () => {
  const numbers = take(1, 100_000);
  const cells = Array.from({ length: 100 }, () => 0);
  for (const [index, number] of numbers.entries()) {
    const cell = 10 * Math.floor(10 * number) + Math.floor(10 * (numbers[index + 1] ?? 0));
    cells[cell] = (cells[cell] ?? 0) + 1;
  }
  // Chi-square with 99 degrees of freedom: 149 is passed once in a thousand seeds, and this seed is fixed.
  const chiSquare = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  expect(chiSquare).toBeLessThan(149);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
});
