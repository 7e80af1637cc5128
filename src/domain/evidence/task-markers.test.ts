import { expect, test } from "vitest";
import { openMarkers } from "./task-markers.ts";

const [todo, fixme] = ["TODO", "FIXME"];

test.each([
  [`  // ${todo} later`, true],
  [`# ${fixme}`, true],
  [`-- ${todo}: index`, true],
  [`x = 1  # see below. ${todo}(ada) tidy`, true],
  [`<!-- ${todo} -->`, true],
  [`// ${todo}(#12) later`, false],
  [`// ${fixme}: DOOR-7`, false],
  [`// ${todo} see https://issues.example.org/7`, false],
  [`every ${todo} and ${fixme} is listed`, false],
  [`const ${todo}S = 1;`, false],
])("[G-18] %j is an open marker: %s", (text, open) => {
  expect(openMarkers([{ path: "a", line: 1, text }]).length === 1).toBe(open);
});
