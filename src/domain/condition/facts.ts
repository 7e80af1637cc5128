/** Types of the Common Expression Language, as far as facts need them. */
type FactType = "bool" | "string" | "int";

/** What is true of a release from its start on. Each is recorded with the start, so that a condition reads the same later. */
export const RELEASE_FACTS = {
  version: "string",
  /** Version before it; empty for the first release. */
  previous: "string",
  /** Release type: `minor`, `hotfix`. */
  type: "string",
  /** Variant of the workflow; empty for the plain one. */
  variant: "string",
  /** `major`, `minor`, `patch` or `none`. */
  bump: "string",
  breaking: "bool",
  /** Empty for a product that is released as one. */
  component: "string",
  /** Line of pre-releases; empty for a full release. */
  channel: "string",
  prerelease: "bool",
  /** Number of changes in it. */
  changes: "int",
  /** Whether it is deployed at all; a library is published instead. */
  deploys: "bool",
  changesSchema: "bool",
  /** Whether data that users see is rewritten. */
  changesData: "bool",
  changesApi: "bool",
  changesConfiguration: "bool",
  needsBoard: "bool",
  urgent: "bool",
  /** Somebody beside the author can review. */
  severalDevelopers: "bool",
  unitTests: "bool",
  integrationTests: "bool",
  /** From here on the product counts as hardened: its security suite is required. */
  hardened: "bool",
} as const satisfies Readonly<Record<string, FactType>>;

export type ReleaseFact = keyof typeof RELEASE_FACTS;

export const ENVIRONMENT_FACTS = { name: "string", tier: "string" } as const satisfies Record<string, FactType>;

/** Value of a fact. Whole numbers stand for `int`. */
export type FactValue = boolean | string | number;

/** Facts with which a condition is evaluated. */
export interface Facts {
  readonly release: Readonly<Record<ReleaseFact, FactValue>>;
  /** The one an event concerns; for events alone, and absent where one concerns none. */
  readonly environment?: Readonly<Record<keyof typeof ENVIRONMENT_FACTS, string>>;
  /** How steps ended, by their names. One that is absent has not ended, and reads as an empty text. */
  readonly outcome: ReadonlyMap<string, string>;
  /** What people answered: step, item of its template, answer. */
  readonly answers: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
}

/** Where a condition stands: at a step, or at an event that starts a workflow, which also knows its `environment`. */
export type ConditionScope = "step" | "event";

/** The fact where nobody said anything: what a plain, full release of a product in production looks like. */
export const DEFAULT_FACTS: Readonly<Record<ReleaseFact, FactValue>> = {
  version: "",
  previous: "",
  type: "",
  variant: "",
  bump: "none",
  breaking: false,
  component: "",
  channel: "",
  prerelease: false,
  changes: 0,
  deploys: true,
  changesSchema: false,
  changesData: false,
  changesApi: false,
  changesConfiguration: false,
  needsBoard: false,
  urgent: false,
  severalDevelopers: true,
  unitTests: false,
  integrationTests: false,
  hardened: false,
};
