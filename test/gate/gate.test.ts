import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { gateAnswerSchema } from "../../src/contract/gate-case.ts";
import { temporaryFolder } from "../support/repository.ts";
import { slipway } from "../support/slipway.ts";

const DOCUMENT = readFileSync(join(import.meta.dirname, "../../docs/gate.md"), "utf8");
const block = (start: string): string => DOCUMENT.split(`\`\`\`${start}\n`)[1]!.split("```")[0]!;

const CASE = {
  policy: { gates: [{ id: "ship", needs: [{ role: "qa", count: 1 }] }], ttl: 24 },
  people: { ada: [{ role: "qa", from: 0 }] },
  events: [{ who: "ada", gate: "ship", role: "qa", t: 10, digest: "d1", act: "approve" }],
  digest: "d1",
  now: 12,
};

/** Decides a case that is written to a file. */
function gate(text: string, ...args: readonly string[]) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "case.yaml"), text);
  return slipway(folder, ["gate", "case.yaml", ...args]);
}

const answerOf = (text: string, ...args: readonly string[]) =>
  z.parse(gateAnswerSchema, JSON.parse(gate(text, "--json", ...args).stdout));

describe("slipway gate", () => {
  test("[G-17] [A-10] docs/gate.md shows a case and what the program says about it", () => {
    const { code, stdout } = gate(block("yaml case.yaml"));
    expect(block("console")).toBe(`$ slipway gate case.yaml\n${stdout}`);
    expect(code).toBe(1);
  });

  test("[A-09] the digest of the documented subject is that of the documented text", () => {
    const [, command = ""] = /^(printf .*sha256sum)$/m.exec(DOCUMENT) ?? [];
    const { stdout } = spawnSync("sh", ["-c", command], { encoding: "utf8" });
    expect(block("yaml case.yaml")).toContain(`sha256:${stdout.split(" ")[0]}`);
  });

  test("[G-17] --json gives the decision alone, --explain with every condition and act, and the exit code follows", () => {
    const go = gate(JSON.stringify(CASE), "--json");
    expect(JSON.parse(go.stdout)).toEqual({ decision: "go", reasons: [], opensDebt: false, refusedEvents: [] });
    expect(go.code).toBe(0);
    expect(answerOf(JSON.stringify({ ...CASE, now: 34, for: undefined, excluded: null }), "--explain")).toMatchObject({
      decision: "no-go",
      reasons: ["open:ship"],
      explain: {
        digest: "d1",
        conditions: [{ asks: "gate ship", state: "void", who: ["ada"] }, { asks: "freeze" }, { asks: "debts" }],
        events: ["expired"],
        policy: [],
      },
    });
  });

  test("[G-17] --at decides as of another moment, in hours or as a day and time", () => {
    const text = JSON.stringify(CASE);
    expect(answerOf(text, "--at", "9.5").decision).toBe("no-go");
    expect(answerOf(text, "--at", "1970-01-02T09:59Z").decision).toBe("go");
    expect(answerOf(text, "--at", "1970-01-02T11:00+01:00").decision).toBe("no-go");
  });

  test("[A-01] an approval has lost its effect to the second when its time is over, in days and times too", () => {
    const signed = [{ ...CASE.events[0], t: "2026-03-20T11:20:07Z" }];
    const text = JSON.stringify({ ...CASE, events: signed, now: "2026-03-21T11:20:06Z" });
    expect(answerOf(text).decision).toBe("go");
    expect(answerOf(text, "--at", "2026-03-21T11:20:07Z").decision).toBe("no-go");
  });

  test("[L-02] [W-06] a freeze ends when local clocks say so, in the night they change", () => {
    const freezes = [{ zone: "Europe/Berlin", from: "2026-10-24T20:00", until: "2026-10-25T02:30" }];
    const signed = [{ ...CASE.events[0], t: "2026-10-24T12:00Z" }];
    const text = JSON.stringify({ ...CASE, events: signed, freezes, now: "2026-10-25T01:29Z" });
    expect(answerOf(text).reasons).toEqual(["frozen"]);
    expect(answerOf(text, "--at", "2026-10-25T01:30Z").reasons).toEqual([]);
  });

  test("reads a case from stdin", () => {
    const { stdout, status } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, "../../dist/slipway.cjs"), "gate", "--json"],
      { input: JSON.stringify(CASE), encoding: "utf8" },
    );
    expect([status, JSON.parse(stdout)]).toMatchObject([0, { decision: "go" }]);
  });
});

const wrong: readonly (readonly [string, string, readonly string[]])[] = [
  ["no document", "", ["the document is null", "object"]],
  ["broken YAML", "policy: [", ["case.yaml", "one document in YAML or JSON"]],
  ["aliases that unfold for ever", aliases(), ["case.yaml", "alias"]],
  ["a member that is misspelt", JSON.stringify({ ...CASE, exluded: ["ada"] }), ["`exluded`"]],
  ["a member that is missing", JSON.stringify({ ...CASE, people: undefined }), ["`people` is missing"]],
  ["an act that is none", JSON.stringify({ ...CASE, events: [{ ...CASE.events[0], act: "ok" }] }), ["approve, reject"]],
  ["a moment that is none", JSON.stringify({ ...CASE, now: "2026-02-30T10:00Z" }), ["`now`", "2026-02-30"]],
  ["a moment without an offset", JSON.stringify({ ...CASE, now: "2026-02-20T10:00" }), ["`now`"]],
  ["a slot for nobody", JSON.stringify(CASE).replace('"count":1', '"count":0'), ["at least 1"]],
  [
    "several contradictions at once",
    JSON.stringify({
      ...CASE,
      policy: { ...CASE.policy, gates: [...CASE.policy.gates, ...CASE.policy.gates] },
      subject: { source: "s" },
      debts: [{ openedAt: 0, settled: false }],
      freezes: [
        { zone: "Europe/Atlantis", from: "2026-01-01T00:00", until: "2026-01-02T00:00" },
        { zone: "Europe/Berlin", from: "2026-01-02T00:00", until: "2026-01-01T00:00" },
      ],
    }),
    ['several gates "ship"', "policy.debtHours", "`digest` is d1", 'no time zone "Europe/Atlantis"', "ends before"],
  ],
  ["nothing that is to pass", JSON.stringify({ ...CASE, digest: null }), ["neither `digest` nor `subject`"]],
];

test.each(wrong)("bad input to gate: %s", (_, text, says) => {
  const answer = gate(text);
  expect({ code: answer.code, stderr: answer.stderr }).toEqual({ code: 2, stderr: answer.stderr });
  for (const words of says) expect(answer.stderr).toContain(words);
  expect(answer.stderr).not.toMatch(/^\s+at .*\(|this is a bug/m);
  expect(answer.stdout).toBe("");
});

function aliases(): string {
  const lines = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}, *a${i}]`);
  return ["a0: &a0 [x, x, x]", ...lines].join("\n");
}
