import fc from "fast-check";
import type { Commit } from "../commit/commit.ts";

const PERSON = { name: "Ada Example", email: "ada@example.org" };
const HEADERS = [
  "feat: a",
  "fix: b",
  "perf: c",
  "docs: d",
  "feat!: e",
  "fix(x): f",
  "words",
  "chore(deps): g",
  "fix: h\n\nBREAKING CHANGE: i",
];

export function makeCommit(index: number, message: string): Commit {
  const hash = index.toString(16).padStart(8, "0").padEnd(40, "0");
  return { hash, parents: ["p"], author: PERSON, authoredAt: index, committedAt: index, message };
}

/** Ranges of commits that do not take each other back. */
export function arbitraryRange(): fc.Arbitrary<Commit[]> {
  return fc
    .array(fc.constantFrom(...HEADERS), { maxLength: 12 })
    .map((messages) => messages.map((message, index) => makeCommit(index + 1, message)));
}
