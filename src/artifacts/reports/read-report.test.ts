import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Report } from "../../domain/evidence/report.ts";
import { isSlipwayError, type Problem } from "../../kernel/problem.ts";
import { readReport } from "./read-report.ts";

function read(text: string, format?: string): Promise<Report> {
  return readReport(new TextEncoder().encode(text), { name: "report", format });
}

async function problemOf(text: string, format?: string): Promise<Problem> {
  try {
    await read(text, format);
  } catch (error) {
    if (isSlipwayError(error)) return error.problems[0];
    throw error;
  }
  throw new Error("was read");
}

const JUNIT = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="door" tests="4" failures="1" errors="1" skipped="1" timestamp="2026-01-05T10:00:00+01:00">
    <testcase classname="door" name="opens" time="0.1"/>
    <testcase classname="door" name="shuts"><failure message="still open">at door.ts:4</failure></testcase>
    <testcase classname="door" name="locks"><error message="no key"/></testcase>
    <testcase classname="door" name="rings"><skipped/></testcase>
  </testsuite>
</testsuites>`;
const TAP = `TAP version 14
1..4
ok 1 - opens
not ok 2 - shuts
  ---
  message: still open
  ...
    # Subtest: inner
    not ok 1 - is not counted
ok 3 - locks # SKIP no key
not ok 4 - rings # TODO later
`;
const JEST = JSON.stringify({
  numTotalTests: 3,
  numPassedTests: 1,
  numFailedTests: 1,
  startTime: 1767600000000,
  testResults: [
    {
      name: "door.test.ts",
      status: "failed",
      assertionResults: [
        { fullName: "door opens", status: "passed", failureMessages: [] },
        { fullName: "door shuts", status: "failed", failureMessages: ["\u001b[31mstill\u001b[0m open"] },
        { fullName: "door rings", status: "todo", failureMessages: [] },
      ],
    },
  ],
});
const MOCHA = JSON.stringify({
  stats: { passes: 1, failures: 1, pending: 1, start: "2026-01-05T09:00:00.000Z" },
  tests: [],
  passes: [{ fullTitle: "door opens", err: {} }],
  failures: [{ fullTitle: "door shuts", err: { message: "still open" } }],
  pending: [{ fullTitle: "door rings", err: {} }],
});
const PYTEST = JSON.stringify({
  created: 1767600000.5,
  exitcode: 1,
  root: "/x",
  summary: { passed: 1, failed: 1, xfailed: 1, total: 3, collected: 3 },
  tests: [
    { nodeid: "test_door.py::test_opens", outcome: "passed" },
    { nodeid: "test_door.py::test_shuts", outcome: "failed", call: { crash: { message: "still open" } } },
    { nodeid: "test_door.py::test_rings", outcome: "xfailed" },
  ],
});
const GO = [
  { Time: "2026-01-05T10:00:00.1+01:00", Action: "start", Package: "door" },
  { Action: "run", Package: "door", Test: "TestOpens" },
  { Action: "pass", Package: "door", Test: "TestOpens" },
  { Action: "run", Package: "door", Test: "TestShuts" },
  { Action: "output", Package: "door", Test: "TestShuts", Output: "still open\n" },
  { Action: "fail", Package: "door", Test: "TestShuts" },
  { Action: "skip", Package: "door", Test: "TestRings" },
  { Action: "fail", Package: "door" },
]
  .map((event) => JSON.stringify(event))
  .join("\n");

test.each([
  [
    "before the line of their test",
    `TAP version 13
# Subtest: door
    # Subtest: opens
    ok 1 - opens
      ---
      duration_ms: 0.4
      not ok 9 - is no test
      ...
    not ok 2 - shuts
    1..2
not ok 1 - door
    not ok 7 - printed by the program under test
ok 2 - alone
1..2
# tests 3
`,
  ],
  [
    "after it, in braces",
    `TAP version 13
1..2
not ok 1 - door # time=13.09ms {
    1..2
    ok 1 - opens # time=6.68ms
    not ok 2 - shuts # time=0.50ms
}
ok 2 - alone # time=1.00ms
`,
  ],
])("[G-08] TAP: tests inside of tests, %s, are counted in its place", async (_, text) => {
  const report = await read(text);
  expect(report).toMatchObject({ passed: 2, failed: 1, skipped: 0, total: 3 });
  expect(report.kind === "tests" && report.failures.map(({ name }) => name.replace(/ # time.*/, ""))).toEqual([
    "door > shuts",
  ]);
  expect(await problemOf(text.replace("    1..2", "    1..3"))).toMatchObject({ code: "report-contradicts-itself" });
});

test("[G-08] JUnit: a test that pytest tells of twice, because it also fails in its tear-down, is one", async () => {
  const [open, end] = ['<testcase classname="a" name="b">', "</testcase>"];
  const text = `<testsuite name="p" tests="1" failures="1" errors="1">${open}<failure message="x"/>${end}${open}<error message="y"/>${end}</testsuite>`;
  expect(await read(text)).toMatchObject({ failed: 1, total: 1, failures: [{ name: "a.b", message: "x" }] });
});

test("[G-08] TAP: a test that fails while everything inside of it passed is a failed test", async () => {
  const text = "TAP version 14\n    ok 1 - inside\n    1..1\nnot ok 1 - outside\n1..1\n";
  expect(await read(text)).toMatchObject({ passed: 1, failed: 1, failures: [{ name: "outside" }] });
  const todo = "1..1\n    not ok 1 - inside\n    1..1\nnot ok 1 - outside # TODO later\n";
  expect(await read(todo)).toMatchObject({ passed: 0, failed: 0, skipped: 1 });
});

test.each([
  [
    "junit",
    JUNIT,
    { passed: 1, failed: 2, skipped: 1, total: 4, time: "2026-01-05T09:00:00Z" },
    "door.shuts",
    "still open at door.ts:4",
  ],
  ["tap", TAP, { passed: 1, failed: 1, skipped: 2, total: 4, time: null }, "shuts", ""],
  [
    "jest",
    JEST,
    { passed: 1, failed: 1, skipped: 1, total: 3, time: "2026-01-05T08:00:00Z" },
    "door shuts",
    "still open",
  ],
  [
    "mocha",
    MOCHA,
    { passed: 1, failed: 1, skipped: 1, total: 3, time: "2026-01-05T09:00:00Z" },
    "door shuts",
    "still open",
  ],
  [
    "pytest",
    PYTEST,
    { passed: 1, failed: 1, skipped: 1, total: 3, time: "2026-01-05T08:00:00Z" },
    "test_door.py::test_shuts",
    "still open",
  ],
  [
    "go",
    GO,
    { passed: 1, failed: 1, skipped: 1, total: 3, time: "2026-01-05T09:00:00Z" },
    "door.TestShuts",
    "still open",
  ],
  [
    "plain",
    "Tests Passed: 5/6\nTests Failed: 1/6\nFAIL: shuts\n",
    { passed: 5, failed: 1, skipped: 0, total: 6, time: null },
    "shuts",
    "",
  ],
] as const)(
  "[G-08] %s is recognised and counted, and its failed tests are named",
  async (format, text, counts, name, message) => {
    const report = await read(text);
    expect(report).toMatchObject({ kind: "tests", format, ...counts });
    expect(report.kind === "tests" && report.failures[0]).toEqual({ name, message });
    expect(await read(text, format)).toEqual(report);
    expect(await read(`\uFEFF${text}`)).toEqual(report);
  },
);

test.each([
  ["Tests Passed: 6/6\nTests Failed: 0/6", 6, 6],
  ["... \n11/11 security tests passed\n", 11, 11],
  ["✅ 11/11 security tests passed!", 11, 11],
  ["6/6", 6, 6],
  ["  \u001b[32mTests Passed: 6 / 6\u001b[0m", 6, 6],
])("[G-25] plain output %j", async (text, passed, total) => {
  expect(await read(text)).toMatchObject({ format: "plain", passed, total, failed: 0 });
});

test.each([
  ["more passed than there are", "Tests Passed: 7/6"],
  ["passed and failed that do not add up", "Tests Passed: 6/6\nTests Failed: 1/6"],
  ["passed and failed that leave something out", "Tests Passed: 4/6\nTests Failed: 1/6"],
  ["two different counts", "6/6 tests passed\n5/6 tests passed"],
  ["TAP with fewer tests than planned", "1..6\nok 1\nok 2\n"],
  ["TAP with two plans", "1..1\nok 1\n1..1\n"],
  ["a suite with fewer tests than it says", '<testsuite name="a" tests="6"><testcase name="b"/></testsuite>'],
  [
    "a suite with fewer failures than it says",
    '<testsuite name="a" tests="1" failures="1"><testcase name="b"/></testsuite>',
  ],
  ["jest sums that do not match its list", JEST.replace('"numPassedTests":1', '"numPassedTests":3')],
  ["mocha sums that do not match its lists", MOCHA.replace('"failures":1', '"failures":0')],
  ["pytest with fewer tests than it says", PYTEST.replace('"total":3', '"total":4')],
  [
    "npm counts without advisories",
    '{"auditReportVersion":2,"vulnerabilities":{},"metadata":{"vulnerabilities":{"high":2,"total":2}}}',
  ],
])("[G-25] a report that contradicts itself fails: %s", async (_, text) => {
  expect(await problemOf(text)).toMatchObject({ code: "report-contradicts-itself", kind: "failed" });
});

test.each([
  ["nothing", "", undefined, "report-empty"],
  ["white space", " \n", undefined, "report-empty"],
  ["truncated XML", JUNIT.slice(0, 400), undefined, "report-broken"],
  ["XML of another kind", "<coverage/>", "junit", "report-format-other"],
  ["XML of another kind with a declaration", '<?xml version="1.0"?><coverage/>', undefined, "report-broken"],
  [
    "a suite without tests",
    '<testsuites><testsuite name="a" tests="0"/></testsuites>',
    undefined,
    "report-without-tests",
  ],
  ["TAP without tests", "TAP version 13\n1..0 # skip all\n", undefined, "report-without-tests"],
  ["TAP without a plan", "TAP version 13\nok 1\n", undefined, "report-broken"],
  ["TAP that was given up", "1..2\nok 1\nBail out! no database\n", undefined, "report-unfinished"],
  ["truncated JSON", JEST.slice(0, 200), undefined, "report-broken"],
  ["JSON of another kind", "{}", undefined, "report-format-unknown"],
  ["go events cut in a line", GO.slice(0, -20), undefined, "report-broken"],
  ["TAP called JUnit", TAP, "junit", "report-format-other"],
  ["an unknown format", TAP, "juint", "report-format-name"],
  ["prose", "it works, believe me", undefined, "report-format-unknown"],
  ["SARIF without a run", '{"version":"2.1.0","runs":[]}', undefined, "report-broken"],
  ["SARIF 1.0", '{"version":"1.0.0","runs":[{}]}', undefined, "report-broken"],
  [
    "SARIF of a scan that failed",
    '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"s"}},"invocations":[{"executionSuccessful":false}],"results":[]}]}',
    undefined,
    "report-unfinished",
  ],
  [
    "npm audit that was turned away",
    '{"message":"405","uri":"https://registry.example.org/","error":{"summary":"","detail":""}}',
    undefined,
    "report-unfinished",
  ],
  [
    "npm audit that could not ask",
    '{"error":{"code":"ENOLOCK","summary":"no lock file"}}',
    undefined,
    "report-unfinished",
  ],
])("[G-08] %s is told apart from a report", async (_, text, format, code) => {
  expect((await problemOf(text, format)).code).toBe(code);
});

test("[G-08] entities that a document defines are not expanded", async () => {
  const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n<testsuite name="&b;"><testcase name="c"/></testsuite>`;
  expect(await problemOf(bomb)).toMatchObject({ code: "report-broken" });
  const file = `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><testsuite><testcase name="c"><failure>&f;</failure></testcase></testsuite>`;
  expect(await problemOf(file)).toMatchObject({ code: "report-broken" });
});

test("[G-08] a failure outside every test, a package that does not build and a file that does not load count as failed", async () => {
  const setUp =
    '<testsuite name="a" tests="1" errors="1"><error message="no database"/><testcase name="b"/></testsuite>';
  expect(await read(setUp)).toMatchObject({
    total: 2,
    failures: [{ name: "outside the tests of a", message: "no database" }],
  });
  const build = '{"Action":"start","Package":"p"}\n{"Action":"fail","Package":"p"}';
  expect(await read(build)).toMatchObject({ failed: 1, failures: [{ name: "the package p" }] });
  const hung = '{"Action":"run","Package":"p","Test":"T"}\n{"Action":"fail","Package":"p"}';
  expect(await read(hung)).toMatchObject({ failed: 1, failures: [{ name: "p.T" }] });
  const load =
    '{"numTotalTests":0,"numPassedTests":0,"numFailedTests":0,"testResults":[{"name":"a","status":"failed","message":"syntax","assertionResults":[]}]}';
  expect(await read(load)).toMatchObject({ failed: 1, failures: [{ name: "the file a", message: "syntax" }] });
});

test("[G-29] SARIF: severity by score or level, suppressed findings are settled, passed results are none", async () => {
  const report = await read(
    JSON.stringify({
      version: "2.1.0",
      runs: [
        {
          tool: {
            driver: {
              name: "semgrep",
              rules: [
                { id: "sql", properties: { "security-severity": "9.8" } },
                { id: "xss", defaultConfiguration: { level: "error" } },
              ],
            },
          },
          results: [
            {
              ruleId: "sql",
              level: "warning",
              message: { text: "query from input" },
              locations: [{ physicalLocation: { artifactLocation: { uri: "src/a.ts" }, region: { startLine: 7 } } }],
            },
            { ruleIndex: 1, message: { text: "unescaped" }, suppressions: [{ justification: "constant" }] },
            { ruleId: "sql", kind: "pass" },
            { ruleId: "old", baselineState: "absent" },
            { ruleId: "style", level: "note" },
          ],
        },
      ],
    }),
  );
  expect(report).toEqual({
    kind: "scan",
    format: "sarif",
    tool: "semgrep",
    time: null,
    findings: [
      { id: "sql", severity: "critical", title: "query from input", place: "src/a.ts:7", resolution: null },
      {
        id: "xss",
        severity: "high",
        title: "unescaped",
        place: "no file",
        resolution: "suppressed in the report: constant",
      },
      { id: "style", severity: "low", title: "style", place: "no file", resolution: null },
    ],
  });
});

test("[G-29] npm audit of npm 6 and of npm 7", async () => {
  const finding = { id: "GHSA-p6mc-m468-83gw", severity: "high", title: "Prototype Pollution", resolution: null };
  const first = {
    advisories: {
      1673: {
        module_name: "lodash",
        severity: "high",
        title: "Prototype Pollution",
        url: "https://github.com/advisories/GHSA-p6mc-m468-83gw",
        findings: [{ version: "4.17.15", paths: ["lodash"] }],
      },
    },
    metadata: { vulnerabilities: { info: 0, low: 0, moderate: 0, high: 1, critical: 0 } },
  };
  expect(await read(JSON.stringify(first))).toMatchObject({
    format: "npm-audit",
    findings: [{ ...finding, place: "lodash@4.17.15" }],
  });
  const cause = {
    source: 1,
    name: "lodash",
    title: "Prototype Pollution",
    url: "https://github.com/advisories/GHSA-p6mc-m468-83gw",
    severity: "high",
    range: "<4.17.19",
  };
  const second = {
    auditReportVersion: 2,
    vulnerabilities: { lodash: { via: [cause] }, async: { via: ["lodash"] }, other: { via: [cause] } },
    metadata: { vulnerabilities: { high: 3, total: 3 } },
  };
  expect(await read(JSON.stringify(second))).toMatchObject({ findings: [{ ...finding, place: "lodash@<4.17.19" }] });
});

test("[G-08] whatever the bytes, the answer is a report whose counts add up, or a problem", async () => {
  const whole = fc.constantFrom(JUNIT, TAP, JEST, MOCHA, PYTEST, GO, "Tests Passed: 6/6\n");
  const damaged = fc.tuple(whole, fc.nat(), fc.string({ maxLength: 4 })).map(([text, at, words]) => {
    const place = at % text.length;
    return text.slice(0, place) + words + text.slice(place + words.length);
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(damaged, fc.string()), async (text) => {
      expect(await addsUp(text)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

async function addsUp(text: string): Promise<boolean> {
  try {
    const report = await read(text);
    return report.kind === "scan" || report.passed + report.failed + report.skipped === report.total;
  } catch (error) {
    return isSlipwayError(error);
  }
}
