import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SAMPLES } from "./changelog.arbitrary.ts";
import { findEntry, parseChangelog, putEntry, renderChangelog } from "./document.ts";
import { parseEntry, renderEntry } from "./entry.ts";

/** Lines of changelogs, whole and broken, in any order and with any line ending. */
const line = fc.constantFrom(
  "# Changelog",
  "## [Unreleased]",
  "## [1.2.0] - 2026-01-31",
  "## 1.1.0 (2025-01-01)",
  "# [1.0.0](https://example.org) (2020-01-01) [YANKED]",
  "1.0.0 / 2014-01-01",
  "===",
  "---",
  "### Added",
  "#### Breaking Changes",
  "- one",
  "  more of one",
  "```",
  "<!--",
  "-->",
  "[1.2.0]: https://example.org",
  "",
  "\ttext",
  "\uFEFF",
  "None",
);
const ending = fc.constantFrom("\n", "\r\n", "\r", "");
const text = fc.oneof(
  fc.array(fc.tuple(line, ending), { maxLength: 30 }).map((lines) => lines.flat().join("")),
  fc.array(line, { maxLength: 40 }).map((lines) => lines.join("\n")),
  fc.array(fc.nat(0x10ffff)).map((points) => String.fromCodePoint(...points)),
);

describe("[N-02] round trip", () => {
  test("[N-02] every text comes back to the byte, and is read the same again", () => {
    fc.assert(
      fc.property(text, (content) => {
        const document = parseChangelog(content);
        expect(renderChangelog(document)).toBe(content);
        expect(parseChangelog(renderChangelog(document))).toEqual(document);
        for (const { raw } of document.entries) expect(renderEntry(parseEntry(raw))).toBe(raw);
      }),
      { numRuns: 3000 },
    );
  });

  test.each(Object.entries(SAMPLES))("[N-02] %s", (_, { text, versions }) => {
    const document = parseChangelog(text);
    expect(renderChangelog(document)).toBe(text);
    expect(document.entries.map(({ version }) => version)).toEqual(versions);
  });

  test("[N-02] a new entry leaves every other entry, the header and the references as they are", () => {
    fc.assert(
      fc.property(text, (content) => {
        const before = parseChangelog(content);
        fc.pre(findEntry(before, "1.5.0") === undefined);
        const after = putEntry(before, {
          version: "1.5.0",
          date: null,
          yanked: false,
          raw: "## [1.5.0] - 2026-01-01\n\n",
        });
        expect(after.tail).toBe(before.tail);
        expect(after.header.startsWith(before.header)).toBe(true);
        const others = after.entries.filter(({ version }) => version !== "1.5.0");
        for (const [index, entry] of others.entries()) {
          expect(entry.raw.startsWith(before.entries[index]!.raw)).toBe(true);
          expect(entry.raw.slice(before.entries[index]!.raw.length).trim()).toBe("");
        }
      }),
      { numRuns: 1000 },
    );
  });
});

test("[N-02] dates and withdrawn releases are read from headings", () => {
  const document = parseChangelog(SAMPLES["keep a changelog with references"]!.text);
  expect(findEntry(document, "1.1.0")).toMatchObject({ date: "2024-05-06", yanked: true });
  expect(findEntry(document, "1.0.0")).toMatchObject({ date: "2024-01-02", yanked: false });
  expect(document.tail.startsWith("[Unreleased]:")).toBe(true);
});

test.each([
  ["newest first", ["2.0.0", "1.2.4", "1.0.0"], "1.2.5", ["2.0.0", "1.2.5", "1.2.4", "1.0.0"]],
  ["above all", [null, "1.0.0"], "1.1.0", [null, "1.1.0", "1.0.0"]],
  ["below all", ["2.0.0"], "1.0.0", ["2.0.0", "1.0.0"]],
  ["oldest first", ["1.0.0", "1.1.0"], "1.2.0", ["1.0.0", "1.1.0", "1.2.0"]],
  ["a pre-release", ["2.0.0", "1.0.0"], "2.0.0-rc.1", ["2.0.0", "2.0.0-rc.1", "1.0.0"]],
  ["into nothing", [], "1.0.0", ["1.0.0"]],
])("[N-02] an entry goes where its version belongs: %s", (_, present, version, expected) => {
  const content = present.map((each) => `## [${each ?? "Unreleased"}]\n\n- x\n\n`).join("");
  const document = putEntry(parseChangelog(content), { version, date: null, yanked: false, raw: `## [${version}]\n` });
  expect(parseChangelog(renderChangelog(document)).entries.map((entry) => entry.version)).toEqual(expected);
});

test("[N-02] a text of 200,000 lines is read in linear time", () => {
  const big = "## [1.0.0] - 2020-01-01\n\n- a `b` <c>\n[x]: y\n\n".repeat(40_000);
  expect(parseChangelog(big).entries).toHaveLength(40_000);
});
