import type { Convention, RuleDocument } from "./convention.ts";
import { fieldsOf, type Evidence } from "./evidence.ts";

/** cocogitto: https://docs.cocogitto.io, types with bumps of their own in `[commit_types]` of cog.toml. */
export function detectCog({ text, document }: Evidence): Convention | undefined {
  if (text("cog.toml") === undefined) return undefined;
  const types = Object.entries(fieldsOf(fieldsOf(document("cog.toml"))["commit_types"]));
  const own = types.flatMap(([type, settings]): RuleDocument[] => {
    const { bump_minor: minor, bump_patch: patch } = fieldsOf(settings);
    return minor === true ? [{ type, bump: "minor" }] : patch === true ? [{ type, bump: "patch" }] : [];
  });
  return {
    source: "cog.toml",
    tool: "cog",
    document: {
      versioning: {
        preset: "angular",
        grammar: "specification",
        reverts: "count",
        rules: [{ type: "perf", bump: "none" }, { revert: true, bump: "none" }, ...own],
        zero: "breaking-is-minor",
        initial: "0.1.0",
      },
    },
  };
}
