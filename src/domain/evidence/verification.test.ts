import { expect, test } from "vitest";
import { versionOf } from "../version/version.ts";
import type { Finding } from "./evidence.ts";
import { departures, openItems, withResolution, type EvidenceRecord } from "./evidence-record.ts";
import { findingKey, scanResult, type ScanPolicy } from "./scan.ts";
import { shortcoming, type Suite } from "./suite.ts";
import { verificationItems } from "./verification-items.ts";
import { verifyRelease, type Place, type PlacedRecord } from "./verification.ts";

const VERSION = versionOf("0.9.0")!;
const POLICY: ScanPolicy = { block: "high", advise: "low", required: true, carried: "block" };
const SUITES: readonly Suite[] = [
  suite("regression", { label: "Phase 6 Regression Tests", count: 6 }),
  suite("integration", { label: "Integration Tests", required: false }),
  suite("security", { label: "Security Utilities Tests", count: 11, required: versionOf("1.0.0")! }),
];

function suite(name: string, more: Partial<Suite> = {}): Suite {
  const { label = name, count = null, required = true } = more;
  return { name, label, command: null, report: null, format: null, count, required, timeoutMs: 1 };
}

let order = 0;

function origin(time: string) {
  const file = { name: "report", sha256: "0".repeat(64) };
  return {
    commit: "c".repeat(40),
    environment: "ci",
    tool: "t",
    format: "plain",
    time,
    order: order++,
    file,
    by: "QA",
  };
}

function run(
  name: string,
  passed: number,
  total: number,
  time = "2026-01-05T09:00:00Z",
  failures: string[] = [],
): EvidenceRecord {
  const failed = total - passed;
  const about = failures.map((each) => ({ name: each, message: "", resolution: null }));
  return { kind: "tests", suite: name, ...origin(time), passed, failed, skipped: 0, total, failures: about };
}

function scan(findings: Finding[], time = "2026-01-05T10:00:00Z"): EvidenceRecord {
  return { kind: "scan", ...origin(time), result: scanResult(findings, POLICY), findings };
}

function finding(id: string, severity: Finding["severity"], place = "src/a.ts:7"): Finding {
  return { id, severity, title: id, place, resolution: null };
}

function verify(placed: readonly (readonly [Place, EvidenceRecord])[], version = VERSION) {
  const records: PlacedRecord[] = placed.map(([place, record]) => ({ place, record }));
  return verifyRelease(records, { suites: SUITES, scan: POLICY, version });
}

function openIds(answer: ReturnType<typeof verify>): string[] {
  return verificationItems(answer, { resolutions: "required", scan: POLICY })
    .filter(({ state, required }) => state === "open" && required)
    .map(({ id }) => id);
}

test.each([
  [6, 6, 6, undefined],
  [6, 5, 6, "1 of 6 failed"],
  [6, 5, 5, "5 of the 6 declared tests ran"],
  [6, 7, 7, "7 of the 6 declared tests ran"],
  [null, 40, 40, undefined],
  [null, 39, 40, "1 of 40 failed"],
])("[G-05] %s declared, %i of %i passed", (count, passed, total, fault) => {
  expect(shortcoming({ count }, { passed, total, failed: total - passed })).toBe(fault);
});

test("[G-05] a skipped test is not a passed one where a count is declared", () => {
  expect(shortcoming({ count: 6 }, { passed: 5, total: 6, failed: 0 })).toBe("5 of 6 passed");
  expect(shortcoming({ count: null }, { passed: 5, total: 6, failed: 0 })).toBeUndefined();
  expect(shortcoming({ count: null }, { passed: 0, total: 6, failed: 0 })).toBe("no test passed");
});

test("[R-04] the suites in their order, the scan, the day of the latest evidence and who vouches for it", () => {
  const { verification } = verify([
    ["counts", run("integration", 12, 12, "2026-01-06T08:00:00Z")],
    ["counts", { ...run("regression", 6, 6), by: "Ada Example" }],
    ["counts", scan([finding("x", "low")])],
  ]);
  expect(verification).toEqual({
    suites: [
      { label: "Phase 6 Regression Tests", passed: 6, total: 6 },
      { label: "Integration Tests", passed: 12, total: 12 },
    ],
    scan: "ADVISORY",
    date: "2026-01-06",
    by: "Ada Example, QA",
    failures: [],
  });
});

test("[R-04] what is required and was not run stands there as nothing of what was declared", () => {
  const { verification } = verify([]);
  expect(verification).toEqual({
    suites: [{ label: "Phase 6 Regression Tests", passed: 0, total: 6 }],
    scan: null,
    date: null,
    by: null,
    failures: [],
  });
});

test("[G-08] runs of other commits do not count, and of several that do the latest one does", () => {
  const others = (["since", "before", "other"] as const).map((place) => [place, run("regression", 6, 6)] as const);
  expect(openIds(verify(others))).toContain("tests:regression");
  const early = ["counts", run("regression", 5, 6)] as const;
  const late = ["counts", run("regression", 6, 6, "2026-01-05T09:00:01Z")] as const;
  expect(openIds(verify([early, late]))).not.toContain("tests:regression");
  expect(openIds(verify([late, early]))).not.toContain("tests:regression");
});

test("[G-08] of two runs with equal times the one that was recorded later counts", () => {
  const good = ["counts", run("regression", 6, 6)] as const;
  const bad = ["counts", run("regression", 5, 6)] as const;
  expect(openIds(verify([bad, good]))).toContain("tests:regression");
});

test("[G-06] the security utilities have to pass exactly as declared", () => {
  const at = (passed: number, total: number) => openIds(verify([["counts", run("security", passed, total)]]));
  expect(at(11, 11)).not.toContain("tests:security");
  for (const [passed, total] of [
    [10, 11],
    [10, 10],
    [12, 12],
  ] as const)
    expect(at(passed, total)).toContain("tests:security");
});

test("[G-04] the security utilities are asked for from the configured version on", () => {
  expect(openIds(verify([]))).not.toContain("tests:security");
  expect(openIds(verify([], versionOf("1.0.0")))).toContain("tests:security");
});

test("[G-26] integration is not needed, but where it was run it has to be green", () => {
  expect(openIds(verify([]))).not.toContain("tests:integration");
  expect(openIds(verify([["counts", run("integration", 3, 4)]]))).toContain("tests:integration");
});

test("[G-09] failed tests since the last release, each once, with what was done about them", () => {
  const failed = run("regression", 4, 6, "2026-01-05T08:00:00Z", ["shuts", "locks"]);
  const again = run("regression", 5, 6, "2026-01-05T08:30:00Z", ["shuts"]);
  const old = run("regression", 5, 6, "2026-01-01T08:00:00Z", ["rings"]);
  const placed = (first: EvidenceRecord, second: EvidenceRecord) =>
    [
      ["other", old],
      ["since", first],
      ["since", second],
      ["counts", run("regression", 6, 6)],
    ] as const;
  const answer = verify(placed(failed, again));
  expect(answer.verification.failures.map(({ name }) => name)).toEqual(["locks", "shuts"]);
  expect(openIds(answer)).toContain("failed-tests");
  const [first, second] = [failed, again].map((record) => withResolution(record, "shuts", "fixed (QA, 2026-01-05)"));
  const resolved = verify(placed(withResolution(first!, "locks", "removed"), second!));
  expect(resolved.verification.failures).toMatchObject([
    { resolution: "removed" },
    { resolution: "fixed (QA, 2026-01-05)" },
  ]);
  expect(openIds(resolved)).not.toContain("failed-tests");
});

test("[G-09] a test that fails again after it was resolved is open again", () => {
  const resolved = withResolution(run("regression", 5, 6, "2026-01-05T08:00:00Z", ["shuts"]), "shuts", "fixed");
  const again = run("regression", 5, 6, "2026-01-05T08:30:00Z", ["shuts"]);
  const answer = verify([
    ["since", resolved],
    ["since", again],
  ]);
  expect(answer.verification.failures).toMatchObject([{ name: "shuts", resolution: null }]);
});

test.each([
  [[], "PASS"],
  [["info"], "PASS"],
  [["low"], "ADVISORY"],
  [["medium", "low"], "ADVISORY"],
  [["low", "high"], "FAIL"],
  [["critical"], "FAIL"],
] as const)("[G-29] findings %j make a scan %s", (severities, result) => {
  const findings = severities.map((severity) => finding("x", severity));
  expect(scanResult(findings, POLICY)).toBe(result);
  expect(
    scanResult(
      findings.map((each) => ({ ...each, resolution: "harmless" })),
      POLICY,
    ),
  ).toBe("PASS");
});

test("[G-29] advice of an earlier release is named and blocks until it is gone or settled", () => {
  const old = scan([finding("xss", "low"), finding("sql", "low")], "2025-12-01T00:00:00Z");
  const green = ["counts", run("regression", 6, 6)] as const;
  const stillThere = verify([
    ["before", old],
    green,
    ["counts", scan([finding("xss", "low", "src/a.ts:99"), finding("new", "low")])],
  ]);
  expect(stillThere.scan.carried.map(({ id }) => id)).toEqual(["xss"]);
  expect(openIds(stillThere)).toEqual(["security-scan"]);
  const gone = verify([["before", old], green, ["counts", scan([finding("new", "low")])]]);
  expect(openIds(gone)).toEqual([]);
  const settled = verify([
    ["before", old],
    green,
    ["counts", withResolution(scan([finding("xss", "low")]), "xss", "harmless")],
  ]);
  expect(openIds(settled)).toEqual([]);
  const notScanned = verify([["before", old], green]);
  expect(notScanned.scan.carried.map(({ id }) => id)).toEqual(["xss", "sql"]);
});

test("[G-29] a finding is the same one at another line and in another version", () => {
  expect(findingKey(finding("a", "low", "src/a.ts:7"))).toBe(findingKey(finding("a", "low", "src/a.ts:9")));
  expect(findingKey(finding("a", "low", "@x/y@1.0.0"))).toBe(findingKey(finding("a", "low", "@x/y@<2.0.0")));
  expect(findingKey(finding("a", "low", "@x/y@1.0.0"))).not.toBe(findingKey(finding("a", "low", "@x/z@1.0.0")));
});

test("[G-08] a record that says more than its report is found, a resolution is not more", () => {
  const record = run("regression", 5, 6, undefined, ["shuts"]);
  if (record.kind !== "tests") throw new Error("is of tests");
  const report = { ...record, format: "plain" };
  expect(departures(withResolution(record, "shuts", "fixed"), report)).toEqual([]);
  expect(departures({ ...record, passed: 6, failed: 0 }, report)).toEqual([
    "counts: 6 passed, 0 failed, 0 skipped of 6 instead of 5 passed, 1 failed, 0 skipped of 6",
  ]);
  expect(departures({ ...record, failures: [] }, report)).toEqual(["failures:  instead of shuts"]);
  expect(openItems(withResolution(record, "shuts", "fixed"))).toEqual([]);
});
