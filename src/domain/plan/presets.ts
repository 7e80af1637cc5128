import type { Bump } from "../version/bump.ts";
import type { Rule, RuleSet } from "./rules.ts";

/** Which types bump what, as three widespread conventions have it. */
export const RULE_PRESETS = ["conventional", "angular", "release-please"] as const;
export type RulePreset = (typeof RULE_PRESETS)[number];

type PresetTemplate = Omit<RuleSet, "preset" | "source" | "ownRules" | "presetRules"> & {
  readonly types: Readonly<Record<string, Bump>>;
};

const TEMPLATES: Readonly<Record<RulePreset, PresetTemplate>> = {
  conventional: {
    types: { feat: "minor", fix: "patch", perf: "patch", revert: "patch" },
    grammar: "specification",
    squash: ["bullets", "paragraphs"],
    reverts: "cancel",
    fallback: "none",
    floor: "none",
    zero: "semver",
    initial: "0.1.0",
    firstCounter: 1,
  },
  angular: {
    types: { feat: "minor", fix: "patch", perf: "patch", revert: "patch" },
    grammar: "conventional-changelog",
    squash: [],
    reverts: "cancel",
    fallback: "none",
    floor: "none",
    zero: "semver",
    initial: "1.0.0",
    firstCounter: 1,
  },
  "release-please": {
    types: { feat: "minor", fix: "patch", perf: "patch", deps: "patch", revert: "patch" },
    grammar: "specification",
    squash: ["paragraphs"],
    reverts: "count",
    fallback: "none",
    floor: "none",
    zero: "semver",
    initial: "1.0.0",
    firstCounter: 0,
  },
};

export function rulePreset(preset: RulePreset, source: string): RuleSet {
  const { types, ...rest } = TEMPLATES[preset];
  return { ...rest, preset, source, ownRules: [], presetRules: presetRules(preset, types) };
}

/** Rules that follow from a table of types, plus the two every convention shares: breaks and reverts. */
function presetRules(preset: RulePreset, types: Readonly<Record<string, Bump>>): Rule[] {
  const perType = Object.entries(types).map(([type, bump]) => ({ name: `${preset}: ${type}`, type, bump }));
  return [
    { name: `${preset}: breaking change`, breaking: true, bump: "major" },
    { name: `${preset}: revert`, revert: true, bump: "patch" },
    ...perType,
  ];
}
