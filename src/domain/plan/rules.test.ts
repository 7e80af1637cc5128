import { describe, expect, test } from "vitest";
import { parseMessage } from "../commit/message.ts";
import { rulePreset, type RulePreset } from "./presets.ts";
import { compileRules, type Rule } from "./rules.ts";

function ruling(
  text: string,
  preset: RulePreset = "conventional",
  ownRules: readonly Rule[] = [],
  fallback: "none" | "patch" = "none",
) {
  const rules = { ...rulePreset(preset, "test"), ownRules, fallback };
  return compileRules(rules)(parseMessage(text), text.startsWith("revert"));
}

describe("which change moves which number", () => {
  test.each([
    ["feat: x", "minor", "conventional: feat"],
    ["fix: x", "patch", "conventional: fix"],
    ["perf: x", "patch", "conventional: perf"],
    ["docs: x", "none", "conventional: docs releases nothing"],
    ["docs!: x", "major", "conventional: breaking change"],
    ["fix: x\n\nBREAKING CHANGE: y", "major", "conventional: breaking change"],
    ["revert: fix: x", "patch", "conventional: revert"],
    ["words", "none", "versioning.fallback: not conventional"],
  ])("[V-02, V-03, V-04, V-05] %j is %s by rule %j", (text, bump, rule) => {
    expect(ruling(text)).toEqual({ bump, rule });
  });

  test("[V-05] presets differ where the conventions do", () => {
    expect(ruling("deps: x", "release-please").bump).toBe("patch");
    expect(ruling("deps: x", "angular").bump).toBe("none");
  });

  test("[V-05] a rule may ask for the subject", () => {
    const own: Rule[] = [{ name: "versioning.rules[0]", subject: "*no-release*", bump: "none" }];
    expect(ruling("fix: a/b no-release", "conventional", own)).toEqual({ bump: "none", rule: "versioning.rules[0]" });
    expect(ruling("fix: a", "conventional", own).bump).toBe("patch");
  });

  test("[V-05] an own rule goes before the preset, and the strongest own rule wins", () => {
    const own: Rule[] = [
      { name: "versioning.rules[0]", type: "{docs,style}", bump: "patch" },
      { name: "versioning.rules[1]", type: "docs", scope: "api/*", bump: "minor" },
      { name: "versioning.rules[2]", type: "feat", scope: "internal", bump: "none" },
    ];
    expect(ruling("docs: x", "conventional", own)).toEqual({ bump: "patch", rule: "versioning.rules[0]" });
    expect(ruling("docs(api/v2): x", "conventional", own)).toEqual({ bump: "minor", rule: "versioning.rules[1]" });
    expect(ruling("feat(internal): x", "conventional", own)).toEqual({ bump: "none", rule: "versioning.rules[2]" });
    expect(ruling("feat(Internal): x", "conventional", own).bump).toBe("none");
    expect(ruling("feat: x", "conventional", own).bump).toBe("minor");
  });

  test("[V-02] a rule that does not speak of breaks never lowers one", () => {
    const own: Rule[] = [{ name: "r", type: "refactor", bump: "patch" }];
    expect(ruling("refactor!: x", "conventional", own).bump).toBe("major");
    const speaks: Rule[] = [{ name: "r", type: "refactor", breaking: true, bump: "minor" }];
    expect(ruling("refactor!: x", "conventional", speaks).bump).toBe("minor");
  });

  test("[V-05] the fallback decides for messages that are not conventional", () => {
    expect(ruling("words", "conventional", [], "patch").bump).toBe("patch");
  });
});

test("[V-05] a rule lowers a break only when it says so", () => {
  const lower = (breaking?: "any"): Rule => ({
    name: "own",
    type: "build",
    bump: "patch",
    ...(breaking && { breaking }),
  });
  expect(ruling("build!: x", "angular", [lower()]).bump).toBe("major");
  expect(ruling("build!: x", "angular", [lower("any")]).bump).toBe("patch");
  expect(ruling("build: x", "angular", [lower("any")]).bump).toBe("patch");
});
