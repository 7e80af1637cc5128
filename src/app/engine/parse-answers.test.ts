import { expect, test } from "vitest";
import type { Item, Template } from "../../domain/template/template.ts";
import { isSlipwayError } from "../../kernel/problem.ts";
import { parseAnswers, type TypedAnswers } from "./parse-answers.ts";

function item(id: string, more: Partial<Item> = {}): Item {
  const plain = {
    kind: "tick",
    options: [],
    required: "always",
    when: null,
    of: null,
    decides: false,
    criterion: false,
  } as const;
  return { id, text: id, ...plain, duration: null, roles: [], automatic: null, items: [], ...more };
}

const TEMPLATE: Template = {
  name: "list",
  title: "List",
  items: [
    item("E1.1"),
    item("E1.7", { kind: "number", of: 6 }),
    item("risk", { kind: "choice", options: ["low", "high"] }),
    item("steps", { kind: "list" }),
    item("votes", { kind: "votes" }),
    item("why", { kind: "text" }),
  ],
};

function parse(typed: Partial<TypedAnswers>): unknown {
  try {
    const parsed = parseAnswers(TEMPLATE, { set: [], tick: undefined, untick: undefined, ...typed });
    return Object.fromEntries(parsed.map(({ item: id, value }) => [id, value]));
  } catch (error) {
    if (!isSlipwayError(error)) throw error;
    return error.problems.map(({ code, found }) => `${code}: ${found}`);
  }
}

test("[G-01] answers are read as their items are: counts, lists, votes, texts with any sign in them", () => {
  const set = ["E1.7=6/6", "risk=low", "steps=log in; log out", "steps=look", "votes=ada: yes; bob: no", "why=a=b, c"];
  expect(parse({ set, tick: " E1.1 " })).toEqual({
    "E1.7": 6,
    risk: "low",
    steps: ["log in", "log out", "look"],
    votes: ["ada: yes", "bob: no"],
    why: "a=b, c",
    "E1.1": true,
  });
});

test("[G-01] unticking is no for a tick, and takes every other answer back, as an empty value does", () => {
  expect(parse({ untick: "E1.1,risk", set: ["why="] })).toEqual({ why: null, "E1.1": false, risk: null });
});

test("everything that cannot be an answer is told at once", () => {
  expect(parse({ set: ["E1.7=6/8", "risk=medium", "E1.1=perhaps", "nothing"], tick: "E1.2,why" })).toEqual([
    'wrong-arguments: --set has "nothing"',
    'answer-kind: E1.7 is answered with "6/8"',
    'answer-kind: risk is answered with "medium"',
    'answer-kind: E1.1 is answered with "perhaps"',
    "unknown-item: list has no item E1.2",
    "answer-kind: why is answered with true",
  ]);
});
