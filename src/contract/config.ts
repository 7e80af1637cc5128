import * as z from "zod/mini";
import { GRAMMARS } from "../domain/commit/grammar.ts";
import { REVERT_POLICIES } from "../domain/commit/revert.ts";
import { SQUASH_STYLES } from "../domain/commit/squash.ts";
import { RULE_PRESETS } from "../domain/plan/presets.ts";
import { BUMPS, ZERO_POLICIES } from "../domain/version/bump.ts";

const text = z.string().check(z.minLength(1));
const texts = z.union([text, z.array(text)]);
const bump = z.enum(BUMPS);

const rule = z.strictObject({
  type: z.optional(z.string()),
  scope: z.optional(z.string()),
  breaking: z.optional(z.union([z.boolean(), z.literal("any")])),
  revert: z.optional(z.boolean()),
  bump,
});

/** A file that states the version: where the version stands in it follows from `format`. */
const versionFile = z.union([
  text,
  z.strictObject({
    path: text,
    format: z.optional(z.enum(["json", "toml", "yaml", "python", "pattern"])),
    /** Dotted path of the value in JSON, TOML and YAML; name of the variable in Python. */
    key: z.optional(text),
    /** Text around the version, for `pattern`: `const VERSION = "{version}"`. */
    pattern: z.optional(text),
  }),
]);

const versioning = z.strictObject({
  preset: z.optional(z.enum(RULE_PRESETS)),
  rules: z.optional(z.array(rule)),
  zero: z.optional(z.enum(ZERO_POLICIES)),
  fallback: z.optional(bump),
  /** The least a release is once there is any change at all. */
  floor: z.optional(bump),
  initial: z.optional(text),
  grammar: z.optional(z.enum(GRAMMARS)),
  squash: z.optional(z.array(z.enum(SQUASH_STYLES))),
  reverts: z.optional(z.enum(REVERT_POLICIES)),
  firstCounter: z.optional(z.int().check(z.minimum(0), z.maximum(1))),
  files: z.optional(z.array(versionFile)),
});

const releaseType = z.strictObject({
  bump: z.array(bump).check(z.minLength(1)),
  admits: z.optional(z.array(text)),
});

const component = z.strictObject({
  path: texts,
  /** Files that do not count although they stand below `path`. */
  exclude: z.optional(texts),
  tag: z.optional(texts),
  dependsOn: z.optional(z.array(text)),
  files: z.optional(z.array(versionFile)),
  changelog: z.optional(text),
});

const changelog = z.strictObject({
  path: z.optional(text),
  style: z.optional(z.enum(["keep", "conventional"])),
  source: z.optional(z.enum(["commits", "hand", "both"])),
  corrections: z.optional(text),
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
  versioning: z.optional(versioning),
  types: z.optional(z.record(z.string(), releaseType)),
  channels: z.optional(z.record(z.string(), z.strictObject({ branch: z.optional(text) }))),
  components: z.optional(z.record(z.string(), component)),
  dependents: z.optional(bump),
  changelog: z.optional(changelog),
});

export type ConfigDocument = z.infer<typeof configSchema>;
export type VersionFileDocument = z.infer<typeof versionFile>;
