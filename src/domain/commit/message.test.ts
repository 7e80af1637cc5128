import { CommitParser } from "conventional-commits-parser";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GRAMMAR, grammarOf } from "./grammar.ts";
import { footerValue, parseMessage } from "./message.ts";

describe("a message of Conventional Commits 1.0.0", () => {
  test.each([
    ["feat: add a door", { type: "feat", scope: null, subject: "add a door", breaking: false }],
    ["feat(api): add a door", { type: "feat", scope: "api", subject: "add a door" }],
    ["feat(api)!: drop the window", { type: "feat", scope: "api", breaking: true }],
    ["Fix: any case", { type: "fix", subject: "any case" }],
    ["feat(a/b, c): two scopes", { scope: "a/b, c" }],
    ["  fix: leading space", { type: "fix" }],
    ["feat:", { type: null, subject: "feat:" }],
    ["feat : space before the colon", { type: "feat" }],
    ["just words", { type: null, scope: null, subject: "just words", breaking: false }],
    ["", { type: null, subject: "" }],
    ["fix: x\r\n\r\nbody\r\n", { type: "fix", subject: "x", body: "body" }],
    ["fix: ünïcode 🚀", { subject: "ünïcode 🚀" }],
    ["Merge branch 'x'", { type: null }],
  ])("[V-05] %j", (text, expected) => {
    expect(parseMessage(text)).toMatchObject(expected);
  });

  test("[V-02] a breaking note marks a break and keeps its text over several lines", () => {
    const message = parseMessage("fix: x\n\nbody\n\nBREAKING CHANGE: the old key\nis gone\nReviewed-by: Z\nRefs: #12");
    expect(message).toMatchObject({ breaking: true, breakingNotes: ["the old key\nis gone"], body: "body" });
    expect(message.footers).toEqual([
      { token: "BREAKING CHANGE", value: "the old key\nis gone" },
      { token: "Reviewed-by", value: "Z" },
      { token: "Refs", value: "#12" },
    ]);
  });

  test.each([
    ["BREAKING-CHANGE: x", true, true, false],
    ["breaking change: x", false, true, true],
    ["* BREAKING CHANGE: x", true, true, true],
    ["BREAKING CHANGE x", false, true, true],
    ["BREAKING CHANGE", false, false, false],
    ["BREAKING CHANGES: x", false, false, false],
    ["this is no BREAKING CHANGE: x", false, false, false],
  ])("[V-02] %j as a note: specification %s, conventional-changelog %s, angular %s", (line, ...expected) => {
    const read = (["specification", "conventional-changelog", "angular"] as const).map(
      (name) => parseMessage(`fix: x\n\n${line}`, GRAMMAR[name]).breaking,
    );
    expect(read).toEqual(expected);
  });

  test.each([
    ["BREAKING: x", ["x"]],
    ["BREAKING CHANGES: x", ["x"]],
    ["BREAKING", []],
    ["BREAK+: x", ["x"]],
    ["MAJOR: x", []],
  ])("[V-02] with words of its own a product reads %j as %j", (line, notes) => {
    const grammar = grammarOf("angular", ["BREAKING", "BREAKING CHANGES", "BREAK+"]);
    expect(parseMessage(`fix: x\n\n${line}`, grammar).breakingNotes).toEqual(notes);
  });

  test("[V-02] the angular grammar does not know `!`, the others do", () => {
    expect(parseMessage("feat!: x", GRAMMAR.angular)).toMatchObject({ type: null, breaking: false });
    expect(parseMessage("feat!: x", GRAMMAR["conventional-changelog"])).toMatchObject({ type: "feat", breaking: true });
  });

  test("footers with # and with spaces are read, whatever their case", () => {
    const message = parseMessage("fix: x\n\nFixes #12\nRelease-As: 2.0.0\nrelease-as: 3.0.0");
    expect(message.footers[0]).toEqual({ token: "Fixes", value: "#12" });
    expect(footerValue(message, "release-as")).toBe("3.0.0");
    expect(footerValue(message, "absent")).toBeUndefined();
  });

  test("a body paragraph is no footer, and a footer needs a blank line before it", () => {
    expect(parseMessage("fix: x\n\nsome words\nNote: still body\n\nmore").footers).toEqual([]);
  });
});

test("reads well-formed messages as conventional-commits-parser does", () => {
  const reference = new CommitParser({
    headerPattern: /^(\w*)(?:\((.*)\))?!?: (.*)$/,
    breakingHeaderPattern: /^(\w*)(?:\((.*)\))?!: (.*)$/,
    headerCorrespondence: ["type", "scope", "subject"],
    noteKeywords: ["BREAKING CHANGE", "BREAKING-CHANGE"],
  });
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  const words = fc.array(word, { minLength: 1, maxLength: 5 }).map((list) => list.join(" "));
  const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  fc.assert(
    fc.property(
      word,
      optional(word),
      fc.boolean(),
      words,
      optional(words),
      optional(words),
      (type, scope, bang, subject, body, note) => {
        const header = `${type}${scope === undefined ? "" : `(${scope})`}${bang ? "!" : ""}: ${subject}`;
        const text = [header, body, note === undefined ? undefined : `BREAKING CHANGE: ${note}`]
          .filter((part) => part !== undefined)
          .join("\n\n");
        const ours = parseMessage(text);
        const theirs = reference.parse(text);
        expect(ours).toMatchObject({
          type: theirs["type"],
          scope: theirs["scope"] ?? null,
          subject: theirs["subject"],
        });
        expect(ours.breaking).toBe(theirs.notes.length > 0);
        expect(ours.body).toBe(theirs.body ?? "");
      },
    ),
    { numRuns: 500 },
  );
});

test("no text is too strange", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(0x10ffff), { maxLength: 300 }), (points) => {
      expect(parseMessage(String.fromCodePoint(...points)).header).not.toContain("\n");
    }),
    { numRuns: 1000 },
  );
});

test("no text is too long", { timeout: 2000 }, () => {
  const enormous = `fix: x\n\n${"a: ".repeat(200_000)}\n${"\n".repeat(100_000)}${" ".repeat(100_000)}end`;
  expect(parseMessage(enormous).type).toBe("fix");
});

describe("the rules of commitizen", () => {
  test.each([
    ["fix:x", { type: "fix", breaking: false }],
    ["refactor(a(b)): x", { type: "refactor", scope: "a(b)" }],
    ["feat!: x", { type: "feat", breaking: true }],
    ["chore: x\nBREAKING-CHANGE: y", { type: "chore", breaking: true }],
    ["chore: x\n  BREAKING CHANGE: y", { breaking: false }],
    ["no header", { type: null }],
  ])("[V-02] %j", (text, expected) => {
    expect(parseMessage(text, GRAMMAR.commitizen)).toMatchObject(expected);
  });
});

test("[V-05] to the parsers of tools a type with capitals, or with a space before its scope, is another one", () => {
  for (const name of ["angular", "conventional-changelog", "python-semantic-release"] as const) {
    expect(parseMessage("Feat: a", GRAMMAR[name]).type).toBe("Feat");
    expect(parseMessage("feat (deps): a", GRAMMAR[name]).type).toBeNull();
  }
  expect(parseMessage("Feat (deps): a", GRAMMAR.specification).type).toBe("feat");
});
