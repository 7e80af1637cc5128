import { expect, test } from "vitest";
import type { ConfigDocument } from "../contract/config.ts";
import { normalise } from "../config/normalise.ts";
import type { Commit } from "../domain/commit/commit.ts";
import { belongsTo } from "./component-paths.ts";

const person = { name: "Ada Example", email: "ada@example.org" };
const commit = (paths: readonly string[], parents = ["1"]): Commit => ({
  hash: "2",
  parents,
  author: person,
  authoredAt: 0,
  committedAt: 0,
  message: "fix: a",
  paths,
});

function counts(document: ConfigDocument, ...given: Parameters<typeof commit>): boolean {
  return belongsTo(normalise(document, "slipway.yaml", "north").components[0])(commit(...given));
}

const everything: ConfigDocument = { path: "libs/core", lockFiles: "counted", emptyCommits: "every" };

test("[V-05] lock files and empty commits count for a part only where the settings say so", () => {
  const lockFile = ["libs/core/package-lock.json"];
  expect(counts({ path: "libs/core" }, lockFile)).toBe(false);
  expect(counts(everything, lockFile)).toBe(true);
  expect(counts(everything, ["package-lock.json"])).toBe(false);
  expect(counts({ path: "libs/core" }, [])).toBe(false);
  expect(counts(everything, [])).toBe(true);
  expect(counts(everything, [], ["1", "2"])).toBe(false); // a merge
  expect(counts(everything, ["libs/core/a.ts"], ["1", "2"])).toBe(true);
  expect(counts({ path: "libs/core" }, ["libs/core/a.ts"], ["1", "2"])).toBe(false);
});

test("[V-05] a folder may be written with ./ and a slash at its end", () => {
  expect(counts({ path: "./libs/core/" }, ["libs/core/a.ts"])).toBe(true);
  expect(counts({ path: "./libs/core/" }, ["libs/ui/a.ts"])).toBe(false);
  expect(counts({ path: "./" }, ["a.ts"])).toBe(true);
});
