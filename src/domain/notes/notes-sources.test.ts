import { expect, test } from "vitest";
import { forgeOf } from "../changelog/forge.ts";
import type { VerificationAnswer } from "../evidence/verification.ts";
import type { Change } from "../plan/change.ts";
import type { PlannedItem } from "../scope/scope-state.ts";
import { scopeTopics } from "./scope-topics.ts";
import { testedItems } from "./tested-items.ts";

function planned(id: string, title: string, significance: PlannedItem["significance"], passed = true): PlannedItem {
  const acceptance = { what: "shown", passed, by: "petra@example.org", at: 0 };
  return { id, title, significance, evidence: new Map([["acceptance", acceptance]]) } as unknown as PlannedItem;
}

function change(subject: string, more: Partial<Change> = {}): Change {
  return { subject, issues: [], cancelled: false, ...more } as unknown as Change;
}

test("[N-07] accepted scope items are told where no commit tells them", () => {
  const items = [
    planned("night", "Ringing at night", "feature"),
    planned("chimes", "Chimes", "feature"),
    planned("12", "A louder bell", "fix"),
    planned("mute", "No mute any more", "breaking"),
    planned("gong", "A gong", "feature", false),
  ];
  const told = scopeTopics(items, [change("chimes for everybody"), change("louder", { issues: ["#12"] })]);
  expect([...told].map(([topic, notes]) => [topic, notes.map(({ text }) => text)])).toEqual([
    ["features", ["Ringing at night"]],
    ["breaking", ["No mute any more"]],
  ]);
  const takenBack = scopeTopics(items, [change("chimes for everybody", { cancelled: true })]);
  expect(takenBack.get("features")?.map(({ text }) => text)).toEqual(["Ringing at night", "Chimes"]);
});

test("[N-09] a suite is told with its counts, what it lacks, and the report on the forge once the tag is there", () => {
  const run = {
    passed: 5,
    total: 6,
    file: { name: "out.xml", sha256: "ab" },
    environment: "ci",
    time: "2026-01-07T09:00:00Z",
    by: "QA",
  };
  const answer = {
    suites: [
      { suite: { label: "Regression" }, run, shortcoming: "5 of the 6 declared tests ran" },
      { suite: { label: "Never ran" }, run: undefined, shortcoming: "no run" },
    ],
    scan: { result: "ADVISORY" },
  } as unknown as VerificationAnswer;
  const forge = forgeOf("git@git.example.org:acme/bell.git");
  const [regression, scan, ...more] = testedItems(answer, { folder: "releases/evidence", tag: "v1.1.0", forge });
  expect(more).toEqual([]);
  expect(scan?.text).toBe("Security scan: ADVISORY");
  expect(regression?.text).toBe("Regression: 5/6 passing; 5 of the 6 declared tests ran");
  const address = "https://git.example.org/acme/bell/blob/v1.1.0/releases/evidence/ab";
  expect(regression?.details).toEqual([
    { label: "Run", text: "2026-01-07 in ci, by QA", address: null },
    { label: "Report", text: address, address },
  ]);
  const [untagged] = testedItems(answer, { folder: "releases/evidence", tag: null, forge });
  expect(untagged?.details[1]).toEqual({
    label: "Report",
    text: "out.xml, kept as releases/evidence/ab",
    address: null,
  });
});
