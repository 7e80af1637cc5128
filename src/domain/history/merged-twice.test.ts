import { expect, test } from "vitest";
import { mergedTwice } from "./merged-twice.ts";

const person = { name: "Ada Example", email: "ada@example.org" };
const commit = (hash: string, message: string, paths: readonly string[], parents: readonly string[] = ["0"]) => ({
  hash,
  message,
  paths,
  parents,
  author: person,
  authoredAt: 0,
  committedAt: 0,
});

test("[V-05] an empty commit with the header of an older one repeats it", () => {
  const twice = mergedTwice();
  for (const each of [
    commit("a", "feat: a door (#7)\n\nagain", []),
    commit("b", "fix: alone (#8)", []),
    commit("c", "feat: a door (#7)", ["cli/x"]),
    commit("d", "feat: a door (#7)", ["cli/y"]),
    commit("e", "Merge branch 'x'", [], ["0", "1"]),
    commit("f", "Merge branch 'x'", [], ["0", "1"]),
  ])
    twice.see(each);
  expect(["a", "b", "c", "d", "e", "f"].filter((hash) => twice.has(hash))).toEqual(["a"]);
});
