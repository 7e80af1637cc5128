import { expect, test } from "vitest";
import { openMarkers } from "./task-markers.ts";

test.each([
  ["  // TODO later", true],
  ["# FIXME", true],
  ["-- TODO: index", true],
  ["x = 1  # see below. TODO(ada) tidy", true],
  ["<!-- TODO -->", true],
  ["// TODO(#12) later", false],
  ["// FIXME: DOOR-7", false],
  ["// TODO see https://issues.example.org/7", false],
  ["every TODO and FIXME is listed", false],
  ["const TODOS = 1;", false],
])("[G-18] %j is an open marker: %s", (text, open) => {
  expect(openMarkers([{ path: "a", line: 1, text }]).length === 1).toBe(open);
});
