import type { Convention } from "./convention.ts";
import { fieldsOf, type Evidence, type Fields } from "./evidence.ts";

/** Files of its own, in the order in which it looks for them after pyproject.toml. */
export const COMMITIZEN_FILES = [".cz.toml", "cz.toml", ".cz.json", "cz.json", ".cz.yaml", "cz.yaml"] as const;

/** commitizen (Python), read where it keeps the version: in `[tool.commitizen]` of pyproject.toml, or in a file of its own. */
export function detectCommitizen({ text, document }: Evidence): Convention | undefined {
  const inProject = fieldsOf(fieldsOf(fieldsOf(document("pyproject.toml"))["tool"])["commitizen"]);
  if (["version", "version_provider", "tag_format"].some((key) => Object.hasOwn(inProject, key)))
    return convention("pyproject.toml", inProject);
  const file = COMMITIZEN_FILES.find((path) => text(path) !== undefined);
  if (file === undefined) return undefined;
  const content = fieldsOf(document(file));
  if (file.endsWith(".toml")) return convention(file, fieldsOf(fieldsOf(content["tool"])["commitizen"]));
  // a tool of the same name for JavaScript, which derives no version, keeps other keys in `.cz.json`
  return Object.hasOwn(content, "commitizen") ? convention(file, fieldsOf(content["commitizen"])) : undefined;
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
