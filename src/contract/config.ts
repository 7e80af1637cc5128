import * as z from "zod/mini";
import { EXIT_CONDITIONS } from "../domain/process/closing.ts";
import { POINTS } from "../domain/scope/planning-policy.ts";
import { PRESENCES } from "../domain/artifact/artifact-settings.ts";
import { CREATION_MOMENTS, LATEST_RELEASE, ROLE_NAMES, TAG_MOMENTS } from "../domain/branch/branch-rules.ts";
import { GRAMMARS } from "../domain/commit/grammar.ts";
import { REVERT_POLICIES } from "../domain/commit/revert.ts";
import { SEVERITIES } from "../domain/evidence/scan.ts";
import { CHANGELOG_SOURCES } from "../domain/changelog/edit.ts";
import { CHANGELOG_STYLES } from "../domain/changelog/write-entry.ts";
import { SQUASH_STYLES } from "../domain/commit/squash.ts";
import { RULE_PRESETS } from "../domain/plan/presets.ts";
import { PERIODS } from "../domain/measure/period.ts";
import { RELEASE_TRIGGERS } from "../domain/release/release-trigger.ts";
import { cadence, durations, environment, ignores, workflow } from "./process.ts";
import { outlet } from "./outlet.ts";
import { template } from "./template.ts";
import { durationMs } from "../kernel/duration.ts";
import { BUMPS, ZERO_POLICIES } from "../domain/version/bump.ts";
import { VERSION_FILE_FORMATS } from "../domain/version-file/formats.ts";

const text = z.string().check(z.minLength(1));
const texts = z.union([text, z.array(text)]);
const bump = z.enum(BUMPS);
const count = z.int().check(z.minimum(0));

const firstCounter = z.int().check(z.minimum(0), z.maximum(1));

const rule = z.strictObject({
  type: z.optional(z.string()),
  scope: z.optional(z.string()),
  subject: z.optional(z.string()),
  breaking: z.optional(z.union([z.boolean(), z.literal("any")])),
  revert: z.optional(z.boolean()),
  bump,
});

/** A file that states the version: where the version stands in it follows from `format`. */
const versionFile = z.union([
  text,
  z.strictObject({
    path: text,
    format: z.optional(z.enum(VERSION_FILE_FORMATS)),
    /** Key path of the value in JSON, TOML and YAML; name of the variable in Python. A `?` at the end: may be absent. */
    key: z.optional(texts),
    /** Text around the version, for `pattern`: `const VERSION = "{version}"`. */
    pattern: z.optional(text),
  }),
]);

const graduation = z.strictObject({
  workstreams: z.optional(text),
  regression: z.optional(text),
  production: z.optional(text),
  operations: z.optional(text),
  security: z.optional(text),
});

/** An API description whose changes decide versions too. */
const api = z.array(z.strictObject({ spec: text }));

/** A command that tells how much the version has to move. */
const check = z.strictObject({
  name: text,
  run: text,
  /** At most this long: `500ms`, `60s`, `5m`. */
  timeout: z.optional(z.string().check(z.refine(isDuration, "a duration such as 500ms, 60s or 5m"))),
});

function isDuration(value: string): boolean {
  return (durationMs(value) ?? 0) > 0;
}

const versioning = z.strictObject({
  preset: z.optional(z.enum(RULE_PRESETS)),
  rules: z.optional(z.array(rule)),
  zero: z.optional(z.enum(ZERO_POLICIES)),
  fallback: z.optional(bump),
  /** The least a release is once there is any change at all. */
  floor: z.optional(bump),
  initial: z.optional(text),
  /** The version to release next, as long as it is higher than the current one. */
  releaseAs: z.optional(text),
  grammar: z.optional(z.enum(GRAMMARS)),
  /** Words that start a breaking note, instead of those of the grammar. */
  breakingKeywords: z.optional(z.array(text).check(z.minLength(1, "at least one word"))),
  squash: z.optional(z.array(z.enum(SQUASH_STYLES))),
  reverts: z.optional(z.enum(REVERT_POLICIES)),
  firstCounter: z.optional(firstCounter),
  files: z.optional(z.array(versionFile)),
  /** Whether breaks, removals and new MAJOR versions have to be prepared: V-10 to V-12. */
  policy: z.optional(z.enum(["strict", "off"])),
  /** Evidence for 1.0.0: a file of the repository for each condition. */
  graduation: z.optional(graduation),
  /** The registry of deprecations. */
  deprecations: z.optional(text),
  /** Where the migration guide of a MAJOR version stands; `{version}` is the version. */
  migrationGuide: z.optional(text),
  api: z.optional(api),
  checks: z.optional(z.array(check)),
  /** File of scope items. */
  scope: z.optional(text),
});

/** Texts with `{version}`, `{product}`, `{component}` and `{title}`; the tag also knows `{summary}`, `{notes}` and `{changelog}`. */
const messages = z.strictObject({
  bump: z.optional(text),
  release: z.optional(text),
  tag: z.optional(text),
  /** Whether the notes for users are part of the tag. */
  notes: z.optional(z.boolean()),
});

/** What is made for a release. */
const artifacts = z.strictObject({
  /** Whether every release has to have it, or milestones alone. */
  bundle: z.optional(z.enum(PRESENCES)),
  checksums: z.optional(z.enum(PRESENCES)),
  /** Globs of versions. */
  milestones: z.optional(texts),
  /** Globs of the files that checksums cover. */
  source: z.optional(texts),
  install: z.optional(text),
  operations: z.optional(text),
  runbook: z.optional(text),
  dependencies: z.optional(texts),
});

const releaseType = z.strictObject({
  bump: z.array(bump).check(z.minLength(1)),
  admits: z.optional(z.array(text)),
  /** Types of change that count towards the number of this release type instead of asking for their own. */
  absorbs: z.optional(z.array(text)),
  /** Name of the workflow its releases follow. */
  workflow: z.optional(text),
  /** What has to hold on every way to production. */
  requires: z.optional(z.array(text)),
  /** Condition of steps -> what of them has to hold where it does. */
  requiresWhen: z.optional(z.record(text, z.nullable(z.array(text)))),
  ignores: z.optional(ignores),
  /** When its releases come round; without it they come as they are needed. */
  cadence: z.optional(z.nullable(cadence)),
  /** How long after its issue was identified a release has to be out. */
  due: z.optional(z.nullable(z.string().check(z.refine(isDuration, "a duration such as 14d")))),
  /** What leads to its releases where nobody says something else; with a cadence, its window. */
  trigger: z.optional(z.enum(RELEASE_TRIGGERS)),
  /** How long a release should take, for people. */
  duration: z.optional(durations),
  /** Messages that its workflow sends. */
  tells: z.optional(z.array(text)),
  /** One of `gateSets`; for what may be MAJOR `extended`, where there is one. */
  gates: z.optional(text),
  /** Whether its releases are meant to be rare. */
  exceptional: z.optional(z.boolean()),
});

const roleName = z.enum(ROLE_NAMES);

const branchRole = z.strictObject({
  pattern: z.optional(texts),
  base: z.optional(z.enum([...ROLE_NAMES, LATEST_RELEASE])),
  into: z.optional(z.array(roleName)),
  created: z.optional(z.enum(CREATION_MOMENTS)),
  tagged: z.optional(z.enum(TAG_MOMENTS)),
  policy: z.optional(
    z.strictObject({
      only: z.optional(z.enum(["fixes", "any"])),
      "pull-request": z.optional(z.boolean()),
      tested: z.optional(z.boolean()),
    }),
  ),
});

const branches = z.strictObject({
  main: z.optional(branchRole),
  develop: z.optional(branchRole),
  feature: z.optional(branchRole),
  release: z.optional(branchRole),
  hotfix: z.optional(branchRole),
  meaning: z.optional(z.enum(["latest-stable", "production"])),
  stale: z.optional(z.strictObject({ days: z.optional(count), commits: z.optional(count) })),
  hotfixFilesMax: z.optional(count),
  releaseFrom: z.optional(z.array(roleName).check(z.minLength(1))),
});

/** Where one component's versions follow other rules than those of the repository. */
const componentVersioning = z.strictObject({
  rules: z.optional(z.array(rule)),
  zero: z.optional(z.enum(ZERO_POLICIES)),
  floor: z.optional(bump),
  initial: z.optional(text),
  firstCounter: z.optional(firstCounter),
});

const component = z.strictObject({
  path: texts,
  /** Files that do not count although they stand below `path`. */
  exclude: z.optional(texts),
  tag: z.optional(texts),
  dependsOn: z.optional(z.array(text)),
  files: z.optional(z.array(versionFile)),
  api: z.optional(api),
  changelog: z.optional(text),
  /** The version to release next, as long as it is higher than the current one. */
  releaseAs: z.optional(text),
  versioning: z.optional(componentVersioning),
});

const changelog = z.strictObject({
  path: z.optional(text),
  style: z.optional(z.enum(CHANGELOG_STYLES)),
  source: z.optional(z.enum(CHANGELOG_SOURCES)),
  corrections: z.optional(text),
  /** Whether a version without a dated entry may be tagged. */
  required: z.optional(z.boolean()),
});

const manifest = z.strictObject({
  /** Globs that tell what a file is; what none of them matches is source code. */
  tests: z.optional(texts),
  documentation: z.optional(texts),
  migrations: z.optional(texts),
  /** Globs of files that state environment variables with their defaults. */
  environment: z.optional(texts),
  ignore: z.optional(texts),
  /** Whether it has the SHA-256 of every modified file. */
  checksums: z.optional(z.boolean()),
  /** Path or address of the procedure that takes a release back. */
  rollback: z.optional(text),
  /** Globs of the documents that have to move with what they describe. */
  docs: z.optional(z.strictObject({ api: z.optional(texts), configuration: z.optional(texts) })),
});

const suite = z.strictObject({
  /** What manifests call it. */
  label: z.optional(text),
  /** A line for the shell. */
  command: z.optional(text),
  /** File the command writes; absent: its output is the report. */
  report: z.optional(text),
  format: z.optional(text),
  /** How many tests there have to be, all of them passed. */
  count: z.optional(z.int().check(z.minimum(1))),
  /** Whether a release needs it: always, never, or from this version on. */
  required: z.optional(z.union([z.boolean(), text])),
  timeout: z.optional(z.string().check(z.refine(isDuration, "a duration such as 500ms, 60s or 5m"))),
});

const tests = z.strictObject({
  suites: z.optional(z.record(z.string(), z.nullable(suite))),
  /** Whether a release waits until somebody wrote down what was done about each failed test. */
  resolutions: z.optional(z.enum(["required", "optional"])),
});

const scan = z.strictObject({
  block: z.optional(z.enum(SEVERITIES)),
  advise: z.optional(z.enum(SEVERITIES)),
  required: z.optional(z.boolean()),
  carried: z.optional(z.enum(["name", "block"])),
});

const percent = z.optional(z.number().check(z.minimum(0), z.maximum(100)));

const planning = z.strictObject({
  /** Roles that speak for product management. */
  approvers: z.optional(z.array(text).check(z.minLength(1))),
  /** Roles that freeze, and that consent to commits after the code freeze. */
  managers: z.optional(z.array(text).check(z.minLength(1))),
  /** What an approved request may bring into a frozen scope. */
  afterFreeze: z.optional(z.enum(["fixes", "requests"])),
  /** Percent of the items of a release that each class should have. */
  shares: z.optional(z.strictObject({ "new-capability": percent, improvement: percent, "technical-debt": percent })),
  /** What a plan has to show before planning is over. */
  closes: z.optional(z.array(z.enum(POINTS)).check(z.minLength(1))),
});

const separation = z.strictObject({
  "approver-is-not-author": z.optional(z.boolean()),
  "one-person-one-slot": z.optional(z.boolean()),
});

/** `slipway.yaml`: how a product is released. Everything is optional; what is absent has a documented default. */
export const configSchema = z.strictObject({
  extends: z.optional(text),
  product: z.optional(text),
  tag: z.optional(texts),
  /** For a product released as one: the files whose changes count; every file when absent. */
  path: z.optional(texts),
  /** Files that do not count although they stand below `path`. */
  exclude: z.optional(texts),
  /** Whether a lock file counts like any other file of a part. */
  lockFiles: z.optional(z.enum(["ignored", "counted"])),
  /** Which components a commit counts for that touches no file. */
  emptyCommits: z.optional(z.enum(["whole", "every"])),
  versioning: z.optional(versioning),
  types: z.optional(z.record(z.string(), z.nullable(releaseType))),
  channels: z.optional(z.record(z.string(), z.strictObject({ branch: z.optional(text) }))),
  components: z.optional(z.record(z.string(), component)),
  dependents: z.optional(bump),
  changelog: z.optional(changelog),
  messages: z.optional(messages),
  artifacts: z.optional(artifacts),
  tagSigning: z.optional(z.enum(["required", "optional"])),
  /** Whether acts are recorded even where no ledger was begun. */
  ledger: z.optional(z.enum(["required", "optional"])),
  branches: z.optional(branches),
  manifest: z.optional(manifest),
  /** The first version the process applies to; older releases are outside its scope. */
  appliesFrom: z.optional(text),
  tests: z.optional(tests),
  scan: z.optional(scan),
  /** What a TODO or FIXME without a reference does to the release it comes in with. */
  taskMarkers: z.optional(z.enum(["name", "block"])),
  /** Named sets of what `types` require. */
  gateSets: z.optional(z.record(z.string(), z.nullable(z.array(text)))),
  /** How many percent of the releases of a period may be of exceptional types. */
  exceptional: z.optional(z.strictObject({ ceiling: percent, period: z.optional(z.enum(PERIODS)) })),
  /** Where release notes are published. */
  outlets: z.optional(z.record(z.string(), z.nullable(outlet))),
  workflows: z.optional(z.record(z.string(), z.nullable(workflow))),
  environments: z.optional(z.record(z.string(), environment)),
  templates: z.optional(z.record(z.string(), z.nullable(template))),
  planning: z.optional(planning),
  /** Who may pass over a step that stopped a release, and for how long at most. */
  waivers: z.optional(
    z.union([
      z.literal("none"),
      z.strictObject({
        roles: z.optional(z.array(text).check(z.minLength(1))),
        longest: z.optional(z.string().check(z.refine(isDuration, "a duration such as 12h or 30d"))),
      }),
    ]),
  ),
  /** What has to hold before a release is closed. */
  closing: z.optional(
    z.strictObject({
      conditions: z.optional(z.array(z.enum(EXIT_CONDITIONS))),
      /** Items that say that nothing critical is open. */
      critical: z.optional(z.array(text)),
      /** Items with the mean score of users and the number of answers. */
      feedback: z.optional(z.strictObject({ score: text, answers: text })),
    }),
  ),
  /** Which duties may not meet in one person; `solo` for a team of one. */
  separation: z.optional(z.union([z.literal("solo"), separation])),
});

export type ConfigDocument = z.infer<typeof configSchema>;
export type ReleaseTypeDocument = z.infer<typeof releaseType>;
export type BranchesDocument = z.infer<typeof branches>;
export type VersionFileDocument = z.infer<typeof versionFile>;
