import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isMilestone, isRequired } from "./artifact-settings.ts";
import { compareBytes } from "./byte-order.ts";
import { checksumDifferences, checksumLines } from "./checksum-lines.ts";
import { pinnedTag, provenanceStatement, statementDifferences, subjectNames } from "./provenance.ts";

/** Bytes in UTF-8, of which hex keeps the order. */
function hex(text: string): string {
  return [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

test("texts are ordered as their bytes in UTF-8", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "/", "ü", "\uFFFF", "\uE000", "😀", "-") });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareBytes(a, b))).toBe(hex(a) < hex(b) ? -1 : hex(a) > hex(b) ? 1 : 0);
    }),
  );
});

test("[R-15] milestones are globs of versions, and need what ordinary releases may lack", () => {
  const settings = { milestones: ["[1-9]*.0.0"] };
  const isOne = (version: string): boolean =>
    isMilestone(version, settings as unknown as Parameters<typeof isMilestone>[1]);
  expect(["1.0.0", "2.0.0", "10.0.0"].every((version) => isOne(version))).toBe(true);
  expect(["0.9.0", "1.0.1", "1.1.0", "1.0.0-rc.1"].some((version) => isOne(version))).toBe(false);
  expect([isRequired("always", false), isRequired("milestones", false), isRequired("milestones", true)]).toEqual([
    true,
    false,
    true,
  ]);
});

describe("checksums", () => {
  const sums = ["a", "b", "c"].map((path, index) => ({ path, sha256: String(index).repeat(64) }));

  test("[R-14] every difference is named by its file", () => {
    const text = checksumLines(sums);
    expect(checksumDifferences(text, text.replace("1", "2"))).toEqual(["the line of b is another one"]);
    expect(checksumDifferences(text, text.slice(67))).toEqual(["the line of a is missing or damaged"]);
    expect(checksumDifferences(text, `${text}${"3".repeat(64)}  d\n`)).toEqual(["the line of d does not belong there"]);
    expect(checksumDifferences(text, text.trimEnd())[0]).toContain("ends of lines");
  });

  test("many differences are counted", () => {
    expect(checksumDifferences(checksumLines(sums), "", 2)).toEqual([
      "the line of a is missing or damaged",
      "the line of b is missing or damaged",
      "and 1 more",
    ]);
  });
});

describe("provenance", () => {
  const facts = {
    product: "North Wind",
    component: null,
    version: "1.0.0",
    tag: "v1.0.0",
    tagObject: "a".repeat(40),
    commit: "c".repeat(40),
    time: 1_767_603_600,
    subjects: [
      { name: "releases/b", sha256: "2".repeat(64) },
      { name: "releases/a", sha256: "1".repeat(64) },
    ],
    keyId: "k",
  };
  const statement = provenanceStatement(facts);

  test("it tells its subjects in one order, and the tag it pins", () => {
    expect(subjectNames(statement)).toEqual(["releases/a", "releases/b"]);
    expect(provenanceStatement({ ...facts, subjects: facts.subjects.toReversed() })).toBe(statement);
    expect(pinnedTag(statement)).toBe(facts.tagObject);
    expect(pinnedTag(provenanceStatement({ ...facts, tagObject: facts.commit }))).toBe(undefined);
    expect([subjectNames("no JSON"), pinnedTag("null")]).toEqual([[], undefined]);
  });

  test("differences are named where they are", () => {
    expect(statementDifferences(statement, statement)).toEqual([]);
    expect(statementDifferences(statement, statement.replaceAll("2222", "3222"))[0]).toMatch(
      /^subject\.\[releases\/b\]\.digest\.sha256 is 32/,
    );
    expect(statementDifferences(statement, `${statement} `)).toEqual(["the signed payload is not written canonically"]);
    expect(statementDifferences(statement, "[")).toEqual(["the signed payload is no JSON object"]);
    const extra = provenanceStatement({ ...facts, subjects: [...facts.subjects, { name: "releases/c", sha256: "4" }] });
    expect(statementDifferences(statement, extra)).toContain(
      "subject.[releases/c].digest.sha256 is 4, and should not be there",
    );
  });
});
