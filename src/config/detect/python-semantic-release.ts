import type { Convention } from "./convention.ts";
import { fieldsOf, type Evidence, type Fields } from "./evidence.ts";

/** python-semantic-release: `[tool.semantic_release]` of pyproject.toml, or `[semantic_release]` of setup.cfg. */
export function detectPythonSemanticRelease({ text, document, ci }: Evidence): Convention | undefined {
  const tool = fieldsOf(fieldsOf(document("pyproject.toml"))["tool"]);
  if (Object.hasOwn(tool, "semantic_release")) return convention("pyproject.toml", fieldsOf(tool["semantic_release"]));
  const inCi = /python-semantic-release|semantic-release (?:publish|version)/.test(ci);
  if (inCi && /semantic.release/.test(text("pyproject.toml") ?? "")) return convention("CI", {});
  return text("setup.cfg")?.includes("[semantic_release]") === true ? convention("setup.cfg", {}) : undefined;
}

function convention(source: string, settings: Fields): Convention {
  return {
    source,
    tool: "python-semantic-release",
    document: {
      versioning: {
        preset: "angular",
        grammar: "python-semantic-release",
        reverts: "count",
        rules: [
          { type: "feature", bump: "minor" },
          { revert: true, bump: "none" },
        ],
        zero: settings["major_on_zero"] === false ? "breaking-is-minor" : "semver",
      },
    },
  };
}
