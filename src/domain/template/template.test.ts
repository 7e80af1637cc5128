import fc from "fast-check";
import { expect, test } from "vitest";
import { countBoard } from "./board.ts";
import { checkAnswer, checkReason } from "./check-answer.ts";
import { checkVerdict, unmetCriteria } from "./check-verdict.ts";
import { applicableItems, checkComplete, openItems, progressOf } from "./open-items.ts";
import { leavesOf, type Answer, type AnswerValue, type Item, type Template } from "./template.ts";

function item(id: string, more: Partial<Item> = {}): Item {
  const plain = { kind: "tick", options: [], required: "always", when: null, of: null, criterion: false } as const;
  return { id, text: `text of ${id}`, ...plain, duration: null, roles: [], automatic: null, items: [], ...more };
}

function answersOf(values: Readonly<Record<string, AnswerValue>>): Map<string, Answer> {
  const about = { by: "ada@example.org", role: "qa", at: 1_000, evidence: [], note: null };
  return new Map(Object.entries(values).map(([id, value]) => [id, { value, ...about }]));
}

const NESTED: Template = {
  name: "preparation",
  title: "Preparation",
  items: [
    item("A"),
    item("B", { when: "release.breaking" }),
    item("C", { items: [item("C.a", { kind: "number", of: 6 }), item("C.b", { required: "optional" })] }),
    item("D", { required: "optional", items: [item("D.a")] }),
    item("E", { items: [item("E.a", { when: "release.breaking" })] }),
  ],
};
const always = () => true;
const never = () => false;
const idsOf = (items: readonly Item[]): string[] => items.map(({ id }) => id);

test.each<[Partial<Item>, AnswerValue, boolean]>([
  [{ kind: "tick" }, true, true],
  [{ kind: "tick" }, "yes", false],
  [{ kind: "text" }, "all of it", true],
  [{ kind: "text" }, "  ", false],
  [{ kind: "choice", options: ["met", "unmet"] }, "unmet", true],
  [{ kind: "choice", options: ["met", "unmet"] }, "perhaps", false],
  [{ kind: "number" }, 2.5, true],
  [{ kind: "number" }, Number.NaN, false],
  [{ kind: "number", of: 6 }, 5, true],
  [{ kind: "number", of: 6 }, 7, false],
  [{ kind: "list" }, ["a", "b"], true],
  [{ kind: "list" }, ["a", ""], false],
  [{ kind: "date" }, "2026-02-28", true],
  [{ kind: "date" }, "2026-02-30", false],
  [{ kind: "person" }, "ada@example.org", true],
  [{ kind: "person" }, "Ada Example", false],
  [{ kind: "person" }, null, true],
])("%j answered with %j: %s", (more, value, isFine) => {
  const refusal = checkAnswer({ name: "t", title: "T", items: [item("x", more)] }, "x", value);
  expect(refusal?.code).toBe(isFine ? undefined : "answer-kind");
});

test("an answer to an item that does not exist names the nearest one; a group is answered by what is in it", () => {
  expect(checkAnswer(NESTED, "C.d", true)).toEqual({
    code: "unknown-item",
    found: "preparation has no item C.d",
    expected: "perhaps C.a",
  });
  expect(checkAnswer(NESTED, "C", true)?.expected).toBe("answers to the items in it: C.a, C.b");
});

test("[G-01] taking back what was settled needs a reason; changing an answer into another one does not", () => {
  const tick = item("A");
  const [before] = answersOf({ A: true }).values();
  expect(checkReason(tick, before, { value: false, note: null })?.code).toBe("reason-missing");
  expect(checkReason(tick, before, { value: null, note: " " })?.code).toBe("reason-missing");
  expect(checkReason(tick, before, { value: false, note: "a bug came in" })).toBeUndefined();
  expect(checkReason(tick, undefined, { value: false, note: null })).toBeUndefined();
});

test("[G-04] only what applies to the release is asked, and a group without items is not there", () => {
  expect(idsOf(applicableItems(NESTED, never))).toEqual(["A", "C", "D"]);
  expect(idsOf(applicableItems(NESTED, (condition) => condition === "release.breaking"))).toEqual(idsOf(NESTED.items));
});

test("[G-01] open is what is required and not settled: ticks that are off, counts that fall short, parts of groups", () => {
  expect(idsOf(openItems(NESTED, answersOf({}), never))).toEqual(["A", "C.a"]);
  const some = answersOf({ A: false, "C.a": 5, B: true });
  expect(idsOf(openItems(NESTED, some, never))).toEqual(["A", "C.a"]);
  expect(progressOf(NESTED, some, always)).toEqual({ settled: 1, of: 4 });
  const all = answersOf({ A: true, "C.a": 6 });
  expect(checkComplete(NESTED, all, never)).toBeUndefined();
  expect(checkComplete(NESTED, all, always)?.found).toBe("preparation has 2 of 4 settled; open: B, E.a");
});

test("[G-28] going on against an unmet criterion needs a reason; refusing does not", () => {
  const criterion = { kind: "choice", options: ["met", "unmet"], criterion: true } as const;
  const template = { name: "go", title: "Go", items: [item("quality", criterion), item("risks", criterion)] };
  const answers = answersOf({ quality: "met", risks: "unmet" });
  expect(idsOf(unmetCriteria(template, answers, always))).toEqual(["risks"]);
  const verdict = (outcome: string, reason: string | null) =>
    checkVerdict(template, answers, always, { outcome, success: "go", reason });
  expect(verdict("go", null)?.found).toBe("go, although not met: risks");
  expect(verdict("go", "the risk is insured")).toBeUndefined();
  expect(verdict("no-go", null)).toBeUndefined();
});

test("[A-07] a board decides by votes of enough members, one each", () => {
  const count = (votes: string[], quorum = 3) => countBoard(votes, quorum);
  expect(count(["ada: yes", "bob: yes", "cy: abstain"])).toEqual({
    ok: true,
    value: { yes: 2, no: 0, abstain: 1, isQuorate: true, isCarried: true },
  });
  expect(count(["ada: yes", "bob: no", "cy: abstain"])).toMatchObject({ value: { isCarried: false } });
  expect(count(["ada: yes", "bob: yes"])).toMatchObject({ value: { isQuorate: false, isCarried: false } });
  expect(count(["ada: yes", "ada: no"])).toMatchObject({ error: { code: "vote-twice" } });
  expect(count(["ada yes"])).toMatchObject({ error: { code: "vote-unreadable" } });
});

test("whatever is answered: settled and open items are together the required ones, and the rest never counts", () => {
  const value = fc.oneof(fc.boolean(), fc.integer({ min: 0, max: 6 }), fc.constant(null), fc.string());
  const ids = idsOf(leavesOf(NESTED.items));
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...ids), value), fc.boolean(), (values, breaking) => {
      const holds = () => breaking;
      const answers = answersOf(values);
      const { settled, of } = progressOf(NESTED, answers, holds);
      const open = openItems(NESTED, answers, holds);
      expect(settled + open.length).toBe(of);
      expect(of).toBe(breaking ? 4 : 2);
      expect(checkComplete(NESTED, answers, holds) === undefined).toBe(open.length === 0);
    }),
  );
});
