/** What a step does, and the ways in which it can end. The first outcome is its success. */
interface KindFacts {
  /** Absent: the step declares them itself. None at all: the step leads somewhere else and has no end of its own. */
  readonly outcomes?: readonly string[];
  /** Whether it waits for a person. */
  readonly person?: true;
  /** What it did cannot be taken back by doing something else. */
  readonly irreversible?: true;
}

const DONE = { outcomes: ["done", "failed"] };
const FACTS = {
  "cut-branch": DONE,
  "bump-version": DONE,
  changelog: DONE,
  commit: DONE,
  push: DONE,
  "pull-request": { outcomes: ["opened", "failed"] },
  merge: { outcomes: ["merged", "conflict"] },
  "merge-back": { outcomes: ["proven", "conflict"] },
  tag: { ...DONE, irreversible: true },
  manifest: DONE,
  notes: DONE,
  bundle: DONE,
  checksums: DONE,
  run: { outcomes: ["passed", "failed"] },
  probe: { outcomes: ["healthy", "unhealthy"] },
  schedule: { outcomes: ["scheduled", "refused"] },
  backup: { outcomes: ["taken", "failed"] },
  restore: { outcomes: ["restored", "failed"] },
  migrate: { outcomes: ["migrated", "failed"] },
  deploy: { outcomes: ["verified", "failed", "rolled-back"] },
  watch: { outcomes: ["clean", "breached"] },
  publish: { ...DONE, irreversible: true },
  notify: { outcomes: ["sent", "failed"] },
  gate: { outcomes: ["open", "closed"] },
  resume: { outcomes: [] },
  end: { outcomes: [] },
  task: { outcomes: ["done", "abandoned"], person: true },
  checklist: { outcomes: ["complete", "abandoned"], person: true },
  form: { person: true },
  review: { outcomes: ["approved", "changes-requested"], person: true },
  uat: { outcomes: ["accepted", "rejected"], person: true },
  approval: { outcomes: ["approved", "rejected"], person: true },
  decision: { person: true },
  retrospective: { outcomes: ["held", "abandoned"], person: true },
} as const satisfies Readonly<Record<string, KindFacts>>;

export type StepKind = keyof typeof FACTS;
export const STEP_KINDS = Object.keys(FACTS) as [StepKind, ...StepKind[]];

/** A step of these kinds says itself how it may end. */
export const DECLARING_KINDS: readonly StepKind[] = ["form", "decision"];

/** Somebody has to act before a step of this kind ends. */
export function waitsForPerson(kind: StepKind): boolean {
  return "person" in FACTS[kind];
}

export function fixedOutcomes(kind: StepKind): readonly string[] | undefined {
  const facts: KindFacts = FACTS[kind];
  return facts.outcomes;
}

export function isIrreversibleKind(kind: StepKind): boolean {
  return "irreversible" in FACTS[kind];
}
