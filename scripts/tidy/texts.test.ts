import { describe, expect, test } from "vitest";
import { checkMarkdown, isDocument } from "./markdown.ts";
import { checkWords } from "./words.ts";

describe("words", () => {
  const check = (text: string, path = "src/app/a.ts"): number[] => checkWords({ path, text }).map(({ line }) => line);
  // Put together here, because this file is checked as well.
  const [task, broken] = [["TO", "DO"].join(""), ["FIX", "ME"].join("")];

  test.each([
    `// ${task} later`,
    `const a = 1; // ${broken}: later`,
    `- ${task} later`,
    `later, ${task}: this`,
    ["test", 'only("x")'].join("."),
    ["see", "work/notes/x"].join(" /"),
    ["cd ", "tmp/n24/bin"].join("/"),
    ["cd ", "home/ada/slipway"].join("/"),
    ["https://registry", "npmjs", "org/x"].join("."),
    `${"<".repeat(7)} HEAD`,
  ])("refuses %j", (line) => {
    expect(check(`fine\n${line}\n`)).toEqual([2]);
  });

  test.each([
    `// ${task}(#12): later`,
    `Every ${task} is resolved.`,
    "src/work/plan.ts",
    "https://example.org/home/ada/x",
    "join(folder, `${name}/home/ada/x`)",
    "onlyOnce(x)",
    "=======",
  ])("accepts %j", (line) => {
    expect(check(line)).toEqual([]);
  });

  test(".gitignore may name folders of a machine", () => {
    expect(check(["", "work/x/"].join("/"), ".gitignore")).toEqual([]);
  });
});

describe("markdown", () => {
  const paths = new Set(["README.md", "docs/a.md", "docs/decisions/0001-x.md"]);
  const check = (text: string, path = "docs/a.md"): string[] =>
    checkMarkdown({ path, text }, paths).map(({ line, message }) => `${line} ${message}`);

  test("exactly one first-level heading; fenced blocks do not count", () => {
    expect(check("# One\n\n```sh\n# a comment\n```\n")).toEqual([]);
    expect(check("## None\n")).toEqual(["1 has 0 first-level headings; a document has exactly one"]);
    expect(check("# One\n\n# Two\n")).toEqual(["3 has 2 first-level headings; a document has exactly one"]);
  });

  test("a fence is closed by one at least as long", () => {
    expect(check("# One\n````\n```\n# still code\n````\n")).toEqual([]);
  });

  test.each(["../README.md", "a.md#part", "decisions", "/docs/a.md", "https://example.org/x", "#part", "mailto:a@b.c"])(
    "accepts the link %s",
    (link) => {
      expect(check(`# One\n[text](${link}) and [ref]\n\n[ref]: ${link}\n`)).toEqual([]);
    },
  );

  test.each(["[text](gone.md)", "![picture](gone.md)", "[ref]: gone.md", "[text](<gone.md>)"])("refuses %s", (link) => {
    expect(check(`# One\n${link}\n`)).toEqual(["2 link to a missing file: gone.md"]);
  });

  test("code holds no links", () => {
    expect(check("# One\n`[text](gone.md)`\n")).toEqual([]);
  });

  test("markdown below test/ is data, except its README", () => {
    expect(["docs/a.md", "test/golden/x/README.md", "test/golden/x/expected.md"].map(isDocument)).toEqual([
      true,
      true,
      false,
    ]);
  });
});
