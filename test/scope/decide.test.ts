import { expect, test } from "vitest";
import { isAccepted, itemsOf, planOf } from "../../src/domain/scope/scope-state.ts";
import type { EvidenceKind, Mark, Stage } from "../../src/domain/scope/stage.ts";
import { advance, planned, PM, RM, world, DAY, item } from "./world.ts";

const EDGES: readonly [string, Stage, Stage, readonly Mark[], readonly EvidenceKind[]][] = [
  [
    "Specification -> Implementation",
    "specification",
    "implementation",
    [],
    ["requirements", "acceptance-criteria", "design"],
  ],
  [
    "Implementation -> CodeReview",
    "implementation",
    "code-review",
    ["schema"],
    ["commits", "unit-tests", "documentation", "standards", "migration"],
  ],
  ["CodeReview -> FeatureTesting", "code-review", "feature-testing", [], ["peer-review"]],
  [
    "FeatureTesting -> FeatureAcceptance",
    "feature-testing",
    "feature-acceptance",
    ["performance", "security"],
    ["functional", "performance", "security"],
  ],
  ["FeatureAcceptance -> Integrated", "feature-acceptance", "integrated", [], ["acceptance"]],
];

test.each(EDGES)(
  "[P-02] A11: %s, with all of its evidence and not without any of it",
  (_, from, to, marks, demands) => {
    for (const left of demands) {
      const made = planned(marks);
      advance(made, "door", from);
      for (const kind of demands) if (kind !== left) made.show("door", kind);
      const move = (): void => made.act({ type: "move", item: "door", to, reason: "" });
      expect(move).toThrow(new RegExp(`^evidence: door lacks at ${from}: ${left};`));
      made.show("door", left, false);
      expect(move).toThrow(`lacks at ${from}: ${left}`);
      made.show("door", left);
      move();
      expect(made.stage("door")).toBe(to);
    }
  },
);

test("[P-02] no stage is passed over, and nothing is shown before its stage", () => {
  const made = planned();
  expect(() => made.act({ type: "move", item: "door", to: "code-review", reason: "" })).toThrow(
    "implementation comes next",
  );
  expect(() => made.show("door", "acceptance")).toThrow("too-early: door is at specification");
});

test("[P-02] going back needs a reason, and what was shown from that stage on is void", () => {
  const made = planned();
  advance(made, "door", "feature-acceptance");
  made.show("door", "acceptance");
  expect(isAccepted(made.get().items.get("door")!)).toBe(true);
  expect(() => made.act({ type: "move", item: "door", to: "implementation", reason: " " })).toThrow("without a reason");
  made.act({ type: "move", item: "door", to: "implementation", reason: "it squeaks" });
  const { evidence } = made.get().items.get("door")!;
  expect([...evidence.keys()]).toEqual(["requirements", "acceptance-criteria", "design"]);
});

test("[P-02] only product management accepts, and nobody reviews or accepts what they own", () => {
  const made = planned();
  advance(made, "door", "code-review");
  const review = { type: "evidence", item: "door", kinds: ["peer-review"], what: "pull/7", passed: true } as const;
  expect(() => made.act(review, { who: "owner@example.org" })).toThrow("own-work: owner@example.org owns door");
  advance(made, "door", "feature-acceptance");
  const acceptance = { ...review, kinds: ["acceptance"] } as const;
  expect(() => made.act(acceptance, {})).toThrow("role: dev@example.org acts as developer");
  expect(() => made.act(acceptance, { ...PM, who: "owner@example.org" })).toThrow("own-work");
});

test("[P-03] an item that is not accepted is not integrated, also not with a mark that came later", () => {
  const made = planned();
  advance(made, "door", "feature-acceptance");
  const move = (): void => made.act({ type: "move", item: "door", to: "integrated", reason: "" });
  expect(move).toThrow("lacks at feature-acceptance: acceptance");
  made.show("door", "acceptance");
  made.act({ type: "detail", item: "door", particulars: { marks: ["security"] } });
  expect(move).toThrow("lacks at feature-acceptance: security");
  expect(() => made.act({ type: "detail", item: "door", particulars: { marks: [] } })).toThrow("mark: ");
  made.show("door", "security");
  move();
});

test("[P-03] what an item depends on is integrated before it", () => {
  const made = planned();
  made.act(item("window", { dependsOn: ["door"] }));
  made.act({ type: "approve", item: "window" }, PM);
  made.act({ type: "target", item: "window", release: "1.4.0" }, PM);
  expect(() => advance(made, "window", "integrated")).toThrow("dependency: window needs door");
  advance(made, "door", "integrated");
  advance(made, "window", "integrated");
});

test("[P-22] an item that product management did not approve is aimed at no release", () => {
  const made = world();
  made.act(item("door"));
  const target = { type: "target", item: "door", release: "1.4.0" } as const;
  expect(() => made.act(target, PM)).toThrow("not-approved: nobody approved door");
  expect(() => made.act({ type: "approve", item: "door" })).toThrow("role: ");
  made.act({ type: "approve", item: "door" }, PM);
  expect(() => made.act(target)).toThrow("role: ");
  made.act(target, PM);
  expect(itemsOf(made.get(), "1.4.0").map(({ id }) => id)).toEqual(["door"]);
});

test("[P-08] dependencies that run in a circle or come later stop the plan", () => {
  const made = planned();
  expect(() => made.act(item("wall", { dependsOn: ["wall"] }))).toThrow("cycle: wall -> wall is a circle");
  expect(() => made.act(item("wall", { dependsOn: ["roof"] }))).toThrow("unknown-item: wall would depend on roof");
  made.act(item("wall"));
  made.act(item("roof", { dependsOn: ["wall"] }));
  const turn = { type: "detail", item: "wall", particulars: { dependsOn: ["roof"] } } as const;
  expect(() => made.act(turn)).toThrow("cycle: wall -> roof -> wall is a circle");
  for (const id of ["roof", "wall"]) made.act({ type: "approve", item: id }, PM);
  const target = { type: "target", item: "roof", release: "1.4.0" } as const;
  expect(() => made.act(target, PM)).toThrow("wall is aimed at no release");
  made.act({ type: "target", item: "wall", release: "1.5.0" }, PM);
  expect(() => made.act(target, PM)).toThrow("wall comes with 1.5.0");
  made.act({ ...target, release: "1.5.0" }, PM);
});

test("[P-04, P-05] a frozen scope changes by an approved request of somebody else only", () => {
  const made = planned();
  made.act(item("key"));
  made.act({ type: "approve", item: "key" }, PM);
  made.act({ type: "freeze", release: "1.4.0", at: 3 * DAY }, PM);
  const target = { type: "target", item: "key", release: "1.4.0" } as const;
  const late = { ...PM, now: 3 * DAY };
  expect(() => made.act(target, late)).toThrow("frozen: the scope of 1.4.0 is frozen since 1970-01-04T00:00:00Z");
  for (const change of [
    { type: "remove", item: "door", reason: "late" },
    { type: "defer", item: "door", to: "1.5.0", reason: "late" },
  ] as const)
    expect(() => made.act(change, late)).toThrow("frozen: ");
  const request = {
    type: "request",
    release: "1.4.0",
    change: "add",
    item: "key",
    to: null,
    impact: "two days of tests",
    justification: "a door without a key",
  } as const;
  expect(() => made.act(request, { now: 2 * DAY })).toThrow("not-frozen: ");
  expect(() => made.act({ ...request, impact: "" }, late)).toThrow("impact: ");
  expect(() => made.act({ ...request, justification: "" }, late)).toThrow("reason: ");
  made.act(request, late);
  const decide = { type: "decide", request: "cr-1", verdict: "approved", reason: "worth it" } as const;
  expect(() => made.act(decide, late)).toThrow("own-work: ");
  expect(() => made.act(decide, { now: late.now })).toThrow("role: ");
  made.act(decide, { ...late, who: "paul@example.org" });
  expect(itemsOf(made.get(), "1.4.0").map(({ id }) => id)).toEqual(["door", "key"]);
  expect(planOf(made.get(), "1.4.0").moves.at(-1)).toMatchObject({ item: "key", move: "targeted", request: "cr-1" });
});

test("[P-04] where the process says so, only repairs enter a frozen scope", () => {
  const made = planned();
  made.act(item("key", { significance: "feature" }));
  made.act(item("oil", { significance: "fix" }));
  for (const id of ["key", "oil"]) made.act({ type: "approve", item: id }, PM);
  made.act({ type: "freeze", release: "1.4.0", at: DAY }, PM);
  const request = {
    type: "request",
    release: "1.4.0",
    change: "add",
    to: null,
    impact: "small",
    justification: "needed",
  } as const;
  expect(() => made.act({ ...request, item: "key" }, { fixesOnly: true })).toThrow("fixes-only: key is a feature");
  made.act({ ...request, item: "oil" }, { fixesOnly: true });
});

test("[P-06] a no-go takes an item to a later release with its reason, out of a frozen scope by a request", () => {
  const judge = {
    type: "judge",
    item: "door",
    verdict: "no-go",
    to: "1.5.0",
    impact: "",
    reason: "hinges late",
  } as const;
  const open = planned();
  expect(() => open.act({ ...judge, reason: "" }, PM)).toThrow("without a reason");
  expect(() => open.act({ ...judge, to: "1.3.0" }, PM)).toThrow("later: 1.3.0 does not come after 1.4.0");
  open.act(judge, PM);
  expect(itemsOf(open.get(), "1.5.0")).toHaveLength(1);
  const frozen = planned();
  frozen.act({ type: "freeze", release: "1.4.0", at: DAY }, PM);
  frozen.act({ ...judge, impact: "users wait a month" }, PM);
  expect(itemsOf(frozen.get(), "1.4.0")).toHaveLength(1);
  const decide = { type: "decide", request: "cr-1", verdict: "approved", reason: "agreed" } as const;
  frozen.act(decide, { ...PM, who: "paul@example.org" });
  expect(planOf(frozen.get(), "1.4.0").moves.at(-1)).toMatchObject({
    move: "deferred",
    other: "1.5.0",
    reason: "hinges late",
  });
});

test("[P-11] a milestone is planned once; its forecast moves with a reason, and its day comes once", () => {
  const made = planned();
  const set = { type: "set-milestone", release: "1.4.0", milestone: "release", reason: "" } as const;
  made.act({ ...set, date: "planned", at: 9 * DAY });
  expect(() => made.act({ ...set, date: "planned", at: 10 * DAY })).toThrow("dated: release has a date");
  expect(() => made.act({ ...set, date: "forecast", at: 11 * DAY })).toThrow("without a reason");
  made.act({ ...set, date: "forecast", at: 11 * DAY, reason: "flu" });
  expect(() => made.act({ ...set, date: "actual", at: 12 * DAY })).toThrow("future: ");
  made.act({ ...set, date: "actual", at: 12 * DAY }, { now: 12 * DAY });
  expect(planOf(made.get(), "1.4.0").milestones.get("release")).toEqual({
    planned: 9 * DAY,
    forecast: 11 * DAY,
    actual: 12 * DAY,
    reason: "flu",
  });
});

test("[P-20] the code freeze follows the feature freeze, and only the release manager consents after it", () => {
  const made = planned();
  const code = { type: "freeze-code", release: "1.4.0", line: "main", commit: "c".repeat(40) } as const;
  const consent = { type: "consent", release: "1.4.0", commit: "d".repeat(40), reason: "it saves data" } as const;
  expect(() => made.act(code, RM)).toThrow("not-frozen: ");
  made.act({ type: "freeze", release: "1.4.0", at: DAY }, RM);
  expect(() => made.act(consent, RM)).toThrow("not-frozen: ");
  expect(() => made.act(code, PM)).toThrow("role: ");
  made.act(code, RM);
  expect(() => made.act(consent, PM)).toThrow("role: ");
  made.act(consent, RM);
  expect(() => made.act(consent, RM)).toThrow("consented: ");
});

test("[P-01, P-13] planning closes only when nothing is open, and names what is", () => {
  const made = planned();
  const close = { type: "close", release: "1.4.0" } as const;
  const open = (): string => {
    try {
      made.act(close, PM);
    } catch (error) {
      return String(error);
    }
    return "closed";
  };
  expect(open()).toContain("door says what it works together with");
  expect(open()).toContain("the milestone release has a planned date");
  expect(open()).toContain("door: functional not shown");
  made.act({ type: "detail", item: "door", particulars: { integrations: [] } });
  const facts = {
    title: "jam",
    likelihood: "low",
    impact: "high",
    mitigation: "oil",
    owner: "pat",
    rollback: null,
  } as const;
  made.act({ type: "record-risk", release: "1.4.0", risk: "jam", facts });
  expect(open()).toContain("the risk jam has a case of rollback");
  made.act({ type: "record-risk", release: "1.4.0", risk: "jam", facts: { ...facts, rollback: "the old door" } });
  for (const milestone of ["feature-freeze", "release"])
    made.act({ type: "set-milestone", release: "1.4.0", milestone, date: "planned", at: 9 * DAY, reason: "" });
  advance(made, "door", "feature-acceptance");
  expect(open()).toMatch(/has open points: the scope is frozen; none of them open$/);
  made.act({ type: "freeze", release: "1.4.0", at: DAY }, PM);
  expect(open()).toBe("closed");
});
