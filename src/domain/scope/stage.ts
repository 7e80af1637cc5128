/** The way of a scope item, as the events process draws it (A11). */
export const STAGES = [
  "specification",
  "implementation",
  "code-review",
  "feature-testing",
  "feature-acceptance",
  "integrated",
] as const;
export type Stage = (typeof STAGES)[number];

/** What makes further evidence necessary. */
export const MARKS = ["performance", "security", "schema"] as const;
export type Mark = (typeof MARKS)[number];

export const EVIDENCE_KINDS = [
  "requirements",
  "acceptance-criteria",
  "design",
  "commits",
  "unit-tests",
  "documentation",
  "standards",
  "migration",
  "peer-review",
  "functional",
  "performance",
  "security",
  "acceptance",
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** Evidence without which a stage is not left, and the mark that alone makes it necessary (P-02). */
const DEMANDS: Readonly<Record<Stage, readonly (readonly [EvidenceKind, Mark | null])[]>> = {
  specification: [
    ["requirements", null],
    ["acceptance-criteria", null],
    ["design", null],
  ],
  implementation: [
    ["commits", null],
    ["unit-tests", null],
    ["documentation", null],
    ["standards", null],
    ["migration", "schema"],
  ],
  "code-review": [["peer-review", null]],
  "feature-testing": [
    ["functional", null],
    ["performance", "performance"],
    ["security", "security"],
  ],
  "feature-acceptance": [["acceptance", null]],
  integrated: [],
};

/** What an item with these marks has to show before it leaves the stage. */
export function demandsOf(stage: Stage, marks: ReadonlySet<Mark>): readonly EvidenceKind[] {
  return DEMANDS[stage].flatMap(([kind, mark]) => (mark === null || marks.has(mark) ? [kind] : []));
}

/** The stage a kind of evidence belongs to: going back to it or before makes the evidence void. */
export function stageOf(kind: EvidenceKind): Stage {
  return STAGES.find((stage) => DEMANDS[stage].some(([each]) => each === kind)) ?? "integrated";
}

export function nextStage(stage: Stage): Stage | undefined {
  return STAGES[STAGES.indexOf(stage) + 1];
}

export function isBefore(stage: Stage, other: Stage): boolean {
  return STAGES.indexOf(stage) < STAGES.indexOf(other);
}
