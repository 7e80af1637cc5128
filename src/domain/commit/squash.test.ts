import { expect, test } from "vitest";
import { splitSquash } from "./squash.ts";

const BULLETS = "feat: door (#7)\n\n* feat: frame\n\nwith hinges\n\n* fix: handle\n\n* not conventional\n";

test("[V-05] a squash body holds the messages it joined, each with its own text", () => {
  expect(splitSquash(BULLETS, ["bullets"])).toEqual([
    "feat: door (#7)",
    "feat: frame\n\nwith hinges",
    "fix: handle\n\n* not conventional",
  ]);
});

test("[V-05] without a style a commit holds one message", () => {
  expect(splitSquash(BULLETS, [])).toEqual([BULLETS]);
});

test("[V-05] a paragraph that starts with a header is a message, a list item inside text is none", () => {
  const text = "fix: a\n\nbecause\n* feat: only mentioned\n\nfeat(b): c\n\nBREAKING CHANGE: d";
  expect(splitSquash(text, ["paragraphs", "bullets"])).toEqual([
    "fix: a\n\nbecause\n* feat: only mentioned",
    "feat(b): c\n\nBREAKING CHANGE: d",
  ]);
});

test("[V-05] a nested block is a message of its own", () => {
  const text =
    "chore: all\n\nBEGIN_NESTED_COMMIT\nfeat: inner\n\nmore\nEND_NESTED_COMMIT\nBEGIN_NESTED_COMMIT\nfix: second\nEND_NESTED_COMMIT\n";
  expect(splitSquash(text, ["paragraphs"])).toEqual(["chore: all", "feat: inner\n\nmore", "fix: second"]);
});

test("[V-05] a squash of a single commit is told once", () => {
  expect(splitSquash("feat: door (#7)\n\n* feat: door\n", ["bullets"])).toEqual(["feat: door (#7)"]);
});

test("[V-05] with lines every header is a message, wherever it stands", () => {
  const text = "chore: a\nmore\nfix(b): c\r\n\nfeat!: d\nBREAKING CHANGE: e";
  expect(splitSquash(text, ["lines"])).toEqual(["chore: a\nmore", "fix(b): c", "feat!: d\nBREAKING CHANGE: e"]);
});
