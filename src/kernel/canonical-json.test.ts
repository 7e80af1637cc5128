import { expect, test } from "vitest";
import { canonicalJson } from "./canonical-json.ts";

test("equal values have equal text, whatever the order of their keys", () => {
  expect(canonicalJson({ b: [1, { d: null, c: "é" }], a: undefined, A: true })).toBe(
    '{"A":true,"b":[1,{"c":"é","d":null}]}',
  );
});
