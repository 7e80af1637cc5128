import type { Convention } from "./convention.ts";
import { fieldsOf, type Evidence, type Fields } from "./evidence.ts";

/** commitizen (Python), read where it keeps the version: in `[tool.commitizen]` of pyproject.toml, or in a file of its own. */
export function detectCommitizen({ text, document }: Evidence): Convention | undefined {
  const inProject = fieldsOf(fieldsOf(fieldsOf(document("pyproject.toml"))["tool"])["commitizen"]);
  if (["version", "version_provider", "tag_format"].some((key) => Object.hasOwn(inProject, key)))
    return convention("pyproject.toml", inProject);
  if (text(".cz.toml") === undefined) return undefined;
  return convention(".cz.toml", fieldsOf(fieldsOf(fieldsOf(document(".cz.toml"))["tool"])["commitizen"]));
}

/** Every line of a message may be a header, and a type is known by its first letters. */
function convention(source: string, settings: Fields): Convention {
  return {
    source,
    tool: "commitizen",
    document: {
      versioning: {
        preset: "angular",
        grammar: "commitizen",
        squash: ["lines"],
        reverts: "count",
        rules: [
          { type: "feat*", bump: "minor" },
          { type: "{fix,refactor,perf}*", bump: "patch" },
          { revert: true, bump: "none" },
        ],
        zero: settings["major_version_zero"] === true ? "breaking-is-minor" : "semver",
        initial: "0.1.0",
      },
    },
  };
}
