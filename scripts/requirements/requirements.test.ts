import { describe, expect, test } from "vitest";
import { claimsOfScenario, claimsOfTests } from "./claims.ts";
import { countStates, readTable } from "./table.ts";

describe("the table", () => {
  const table = (count: number, ...rows: string[]): string =>
    [
      "# Requirements",
      "",
      "| state | meaning |",
      "| --- | --- |",
      "| done | proven |",
      "",
      `## V. Versioning (${count})`,
    ]
      .concat("", "| id | what | state |", "| --- | --- | --- |", ...rows)
      .join("\n");
  const faults = (...rows: string[]): string[] =>
    readTable(table(rows.length, ...rows)).faults.map(({ line, message }) => `${line} ${message}`);

  test("is read with ids, states and lines", () => {
    const { requirements, faults } = readTable(table(2, "| V-01 | parses versions | done |", "| V-02 | x | planned |"));
    expect(requirements).toEqual([
      { id: "V-01", state: "done", line: 11 },
      { id: "V-02", state: "planned", line: 12 },
    ]);
    expect(faults).toEqual([]);
    expect(countStates(requirements)).toBe("1 done, 0 partly, 1 planned");
  });

  test.each([
    ["| V-01 | parses versions |", "11 a row must read"],
    ["| V-01 |  | done |", "11 a row must read"],
    ["| V-01 | a | b | done |", "11 a row must read"],
    ["| V-01 | parses | finished |", '11 V-01: unknown state "finished"'],
    ["| V-02 | parses | done |", "11 V-02 stands where V-01 was expected"],
    ["| T-01 | parses | done |", "11 T-01 stands where V-01 was expected"],
  ])("refuses %j", (row, fault) => {
    expect(faults(row)).toEqual([expect.stringContaining(fault)]);
  });

  test("refuses a repeated id, a gap and a wrong order", () => {
    expect(faults("| V-01 | a | done |", "| V-01 | b | done |")).toHaveLength(1);
    expect(faults("| V-01 | a | done |", "| V-03 | b | done |", "| V-03 | c | done |")).toHaveLength(1);
    expect(faults("| V-02 | a | done |", "| V-01 | b | done |")).toHaveLength(2);
  });

  test("refuses fewer rows than the heading promises, and a second section for a group", () => {
    expect(readTable(table(2, "| V-01 | a | done |")).faults).toEqual([
      { line: 7, message: "group V has 1 rows; its heading says 2" },
    ]);
    expect(readTable(`${table(0)}\n\n## V. Again (0)`).faults).toHaveLength(1);
  });
});

describe("claims", () => {
  const ids = (text: string): string[] => claimsOfTests("src/a.test.ts", text).map(({ id, line }) => `${id}:${line}`);

  test.each([
    ['test("[V-01] parses", () => {});', ["V-01:1"]],
    ['\nit("[V-02, V-03,TG-01] bumps", () => {});', ["V-02:2", "V-03:2", "TG-01:2"]],
    ['test.each([1])("[V-01] %s", () => {});', ["V-01:1"]],
    ['test.concurrent("[V-01] x", () => {});', ["V-01:1"]],
    ['describe("[V-01] versions", () => { test("[V-02] x", () => {}); });', ["V-01:1", "V-02:1"]],
    ["test(`[V-01] ${name}`, () => {});", ["V-01:1"]],
  ])("in %j", (text, expected) => {
    expect(ids(text)).toEqual(expected);
  });

  test.each([
    'test.skip("[V-01] later", () => {});',
    'test.todo("[V-01] later");',
    'test.skipIf(true)("[V-01] sometimes", () => {});',
    'test("reads [UTF-8] and [V-1]", () => {});',
    'expect("[V-01]").toBe(1);',
  ])("none in %j", (text) => {
    expect(ids(text)).toEqual([]);
  });

  test("of a golden scenario stand in the first line of its transcript", () => {
    const path = "test/golden/reverts/transcript.txt";
    expect(claimsOfScenario(path, "[V-02, V-03] reverts\n\n$ slipway next\n[V-04]\n")).toEqual([
      { id: "V-02", path, line: 1 },
      { id: "V-03", path, line: 1 },
    ]);
  });
});
