import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../kernel/canonical-json.ts";
import { checkAnswer } from "./check-answer.ts";
import { checkEnding, checkFilling, unmetCriteria } from "./fill-in.ts";
import { applicableItems, checkComplete, openItems, progressOf } from "./open-items.ts";
import { leavesOf, type Answer, type Item, type Template } from "./template.ts";

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
  return { id, text: `text of ${id}`, ...plain, duration: null, roles: [], automatic: null, items: [], ...more };
}

function answersOf(values: Readonly<Record<string, Json>>): Map<string, Answer> {
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

test.each<[Partial<Item>, Json, boolean]>([
  [{ kind: "tick" }, true, true],
  [{ kind: "tick" }, "yes", false],
  [{ kind: "text" }, "all of it", true],
  [{ kind: "text" }, "  ", false],
  [{ kind: "choice", options: ["met", "unmet"] }, "unmet", true],
  [{ kind: "choice", options: ["met", "unmet"] }, "perhaps", false],
  [{ kind: "number" }, 2.5, true],
  [{ kind: "number" }, Number.NaN, false],
  [{ kind: "number", of: 6 }, 5, true],
  [{ kind: "number", of: 6 }, 7, true],
  [{ kind: "number", of: 6 }, 5.5, false],
  [{ kind: "list" }, ["a", "b"], true],
  [{ kind: "list" }, ["a", ""], false],
  [{ kind: "date" }, "2026-02-28", true],
  [{ kind: "date" }, "2026-02-30", false],
  [{ kind: "person" }, "ada@example.org", true],
  [{ kind: "person" }, "Ada Example", false],
  [{ kind: "person" }, null, true],
  [{ kind: "votes" }, ["ada: yes", "bob: abstain"], true],
  [{ kind: "votes" }, ["ada: yes", "ada: no"], false],
  [{ kind: "votes" }, ["ada yes"], false],
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
  const template = { name: "t", title: "T", items: [item("A"), item("B", { kind: "text" })] };
  const answers = answersOf({ A: true, B: "one" });
  const code = (id: string, value: Json, note: string | null = null) =>
    checkFilling(template, answers, { item: id, value, role: "qa", note })?.code;
  expect(code("A", false)).toBe("reason-missing");
  expect(code("A", null, " ")).toBe("reason-missing");
  expect(code("A", false, "a bug came in")).toBeUndefined();
  expect(code("B", "two")).toBeUndefined();
  expect(code("B", 2)).toBe("answer-kind");
});

test("[G-01] an item may be for some roles alone; a machine has none", () => {
  const template = { name: "t", title: "T", items: [item("A", { roles: ["operations"] })] };
  const code = (role: string | null) =>
    checkFilling(template, new Map(), { item: "A", value: true, role, note: null })?.code;
  expect([code("qa"), code("operations"), code(null)]).toEqual(["role", undefined, undefined]);
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

test("[G-28] going on against an unmet criterion needs a reason, for all or at each; refusing does not", () => {
  const criterion = { kind: "choice", options: ["met", "unmet"], criterion: true } as const;
  const template = { name: "go", title: "Go", items: [item("quality", criterion), item("risks", criterion)] };
  const answers = answersOf({ quality: "met", risks: "unmet" });
  expect(idsOf(unmetCriteria(template, answers, always))).toEqual(["risks"]);
  const end = (outcome: string, reason: string | null) =>
    checkEnding(template, answers, always, { outcome, success: "go", isRecord: true, reason });
  expect(end("go", null)?.found).toBe("go, although not met: risks");
  expect(end("go", "the risk is insured")).toBeUndefined();
  expect(end("no-go", null)).toBeUndefined();
  answers.set("risks", { ...answers.get("risks")!, note: "insured" }); // answered above
  expect(end("go", null)).toBeUndefined();
});

test("a step succeeds with everything settled; a form or decision ends with nothing less, whatever its outcome", () => {
  const end = (outcome: string, isRecord: boolean) =>
    checkEnding(NESTED, answersOf({}), never, { outcome, success: "complete", isRecord, reason: null })?.code;
  expect([end("complete", false), end("abandoned", false), end("abandoned", true)]).toEqual([
    "items-open",
    undefined,
    "items-open",
  ]);
});

test("[A-07] a board decides by the votes of enough members", () => {
  const template = { name: "board", title: "Board", items: [item("votes", { kind: "votes", of: 3 })] };
  const end = (votes: string[], outcome = "approved") =>
    checkEnding(template, answersOf({ votes }), always, { outcome, success: "approved", isRecord: false, reason: null })
      ?.code;
  expect(end(["ada: yes", "bob: yes", "cy: abstain"])).toBeUndefined();
  expect(end(["ada: yes", "bob: no", "cy: abstain"])).toBe("not-carried");
  expect(end(["ada: yes", "bob: yes"])).toBe("items-open");
  expect(end(["ada: no", "bob: no", "cy: no"], "rejected")).toBeUndefined();
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

test("[T-20] a finding is settled by the check that finds nothing, or by what somebody says about it", () => {
  const template = { ...NESTED, items: [item("rare", { kind: "finding", automatic: "exceptional-share" })] };
  const found = new Map([
    ["rare", { value: false, by: null, role: null, at: 0, evidence: [], note: "3 of 4 are hotfixes" }],
  ]);
  const says = (value: Json) => checkFilling(template, found, { item: "rare", value, role: "qa", note: null });
  expect(openItems(template, found, always)).toHaveLength(1);
  expect(says(true)).toMatchObject({ code: "answer-kind", found: "rare is a finding: 3 of 4 are hotfixes" });
  expect(says("")).toMatchObject({ code: "answer-kind" });
  expect(says("there is an alert now")).toBeUndefined();
  expect(openItems(template, answersOf({ rare: "there is an alert now" }), always)).toEqual([]);
  expect(openItems(template, answersOf({ rare: true }), always)).toEqual([]);
});

test.each([
  [["ada@example.org: alert"], true],
  [["ada@example.org until 2026-03-01: alert", "bob: tell"], true],
  [["alert on lost orders"], false],
  [["ada@example.org until march: alert"], false],
  [["ada@example.org until 2026-02-30: alert"], false],
  [["ada@example.org:"], false],
])("[T-19] the action %j names who does it: %j", (value, isAnswer) => {
  const template = { ...NESTED, items: [item("prevention", { kind: "actions", of: 1 })] };
  expect(checkAnswer(template, "prevention", value) === undefined).toBe(isAnswer);
});

test("[T-19] fewer actions than asked for leave the item open", () => {
  const template = { ...NESTED, items: [item("prevention", { kind: "actions", of: 2 })] };
  expect(openItems(template, answersOf({ prevention: ["ada: alert"] }), always)).toHaveLength(1);
  expect(openItems(template, answersOf({ prevention: [] }), always)).toHaveLength(1);
});

test("[T-16] a form ends as the criterion says that decided", () => {
  const choice = { kind: "choice", options: ["yes", "no"] } as const;
  const deciding = item("deciding", { kind: "choice", options: ["outage", "security"], decides: true });
  const template = { ...NESTED, items: [item("outage", choice), item("security", choice), deciding] };
  const ends = (outcome: string, outage: string) => {
    const answers = answersOf({ outage, security: "no", deciding: "outage" });
    return checkEnding(template, answers, always, { outcome, success: "hotfix", isRecord: true, reason: null })?.code;
  };
  expect(ends("hotfix", "yes")).toBeUndefined();
  expect(ends("next-release", "no")).toBeUndefined();
  expect(ends("hotfix", "no")).toBe("decided-otherwise");
  expect(ends("next-release", "yes")).toBe("decided-otherwise");
});
