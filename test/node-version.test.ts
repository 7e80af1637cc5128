import { expect, test } from "vitest";

test("the tests run on the Node that is published for, not on whatever the machine has", () => {
  expect(process.versions.node.split(".")[0]).toBe("24");
});
