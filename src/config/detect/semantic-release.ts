import type { Bump } from "../../domain/version/bump.ts";
import type { Convention, RuleDocument, Versioning } from "./convention.ts";
import { fieldsOf, listOf, textOf, textsOf, type Evidence, type Fields } from "./evidence.ts";
import { isAlive } from "./semantic-release-alive.ts";
import { exportedRules, literalOptions } from "./semantic-release-script.ts";

export const SEMANTIC_RELEASE_DATA = [".releaserc", ".releaserc.json", ".releaserc.yml", ".releaserc.yaml"] as const;
export const SEMANTIC_RELEASE_SCRIPTS = [
  ".releaserc.js",
  ".releaserc.cjs",
  ".releaserc.mjs",
  "release.config.js",
  "release.config.cjs",
  "release.config.mjs",
  "release.config.ts",
] as const;

/** Versions that stand in a package.json whose real version only the release knows. */
const PLACEHOLDER = /^0\.0\.0-?(?:semantic|development|dev|managed|placeholder)/;
/** Configurations that other repositories share, and are known to leave the rules of the analyzer as they are. */
const SHARED: Readonly<Record<string, Fields>> = {
  "@sanity/semantic-release-preset": { preset: "conventionalcommits" },
  "@semantic-release/gitlab-config": {},
};

const OWN_ANALYZER = /^(?:@semantic-release\/commit-analyzer|semantic-release-?)/;

/** semantic-release: https://semantic-release.gitbook.io, options of its commit-analyzer. */
export function detectSemanticRelease(evidence: Evidence): Convention | undefined {
  const found = configured(evidence) ?? mentioned(evidence);
  if (found === undefined || !isAlive(evidence, found.byFile)) return undefined;
  const { source, options } = found;
  const foreignCode = foreignAnalyzer(evidence.package.fields) ?? sharedElsewhere(options) ?? foreignRules(options);
  return {
    source,
    tool: "semantic-release",
    document: { versioning: versioning({ ...options, releaseRules: ownRules(evidence, options["releaseRules"]) }) },
    ...(foreignCode === undefined ? {} : { foreignCode }),
  };
}

interface Found {
  readonly source: string;
  readonly options: Fields;
  /** Whether a configuration file of its own says so, rather than a mention somewhere. */
  readonly byFile: boolean;
}

function configured(evidence: Evidence): Found | undefined {
  const data = SEMANTIC_RELEASE_DATA.find((path) => evidence.text(path) !== undefined);
  if (data !== undefined) return { source: data, options: analyzerOptions(evidence.document(data)), byFile: true };
  const script = SEMANTIC_RELEASE_SCRIPTS.find((path) => evidence.text(path) !== undefined);
  if (script !== undefined)
    return { source: script, options: literalOptions(evidence.text(script) ?? ""), byFile: true };
  const release = evidence.package.fields["release"];
  if (Object.keys(fieldsOf(release)).length === 0) return undefined;
  return { source: "package.json", options: analyzerOptions(release), byFile: false };
}

function mentioned({ package: { scripts, version, dependencies }, ci: all, text }: Evidence): Found | undefined {
  // its Python namesake has a command of the same name
  const ci = text("pyproject.toml")?.includes("[tool.semantic_release]") === true ? "" : all;
  const found = (source: string): Found => ({ source, options: {}, byFile: false });
  if (Object.values(scripts).some((script) => /(?<!python-)semantic-release/.test(script)))
    return found("package.json");
  if (/(?<!python-)(?<![\w/-])(?:cycjimmy\/semantic-release-action|semantic-release\b(?!\/))/.test(ci))
    return found("CI");
  if (PLACEHOLDER.test(version)) return found("package.json");
  return ["semantic-release", "@semantic-release/git"].some((name) => dependencies.has(name))
    ? found("package.json")
    : undefined;
}

/**
 * Options stand at the top, in the old `analyzeCommits`, or beside the analyzer in the list of plugins. They go before
 * those of a shared configuration.
 */
function analyzerOptions(config: unknown): Fields {
  const top = fieldsOf(config);
  const shared = extended(top).map((name) => SHARED[name] ?? {});
  const plugins = listOf(top["plugins"]).flatMap((plugin) => {
    const [name, options] = listOf(plugin);
    return name === "@semantic-release/commit-analyzer" ? [fieldsOf(options)] : [];
  });
  return Object.assign({}, ...shared, top, fieldsOf(top["analyzeCommits"]), ...plugins) as Fields;
}

function versioning(options: Fields): Versioning {
  const preset = textOf(options["preset"]) ?? "angular";
  const rules = listOf(options["releaseRules"]).flatMap((rule) => ownRule(fieldsOf(rule)));
  const keywords = textsOf(fieldsOf(options["parserOpts"])["noteKeywords"]).filter((word) => word !== "");
  return {
    preset: "angular",
    reverts: "quoted",
    grammar: preset === "conventionalcommits" ? "conventional-changelog" : "angular",
    ...(keywords.length === 0 ? {} : { breakingKeywords: keywords }),
    rules: [...rules, ...IN_CAPITALS],
  };
}

/** Of the conventions its default rules know, one writes types in capitals; no other spelling counts. */
const IN_CAPITALS: readonly RuleDocument[] = [
  { type: "FEAT", bump: "minor" },
  { type: "FIX", bump: "patch" },
];

/** Here a rule without `breaking` matches breaking changes too, and hides what the preset says about them. */
function ownRule(rule: Fields): RuleDocument[] {
  const { type, scope, subject, breaking, revert, release } = rule;
  if (Object.keys(rule).some((key) => !["type", "scope", "subject", "breaking", "revert", "release"].includes(key)))
    return [];
  return [
    {
      breaking: breaking === true ? true : "any",
      bump: bumpOf(release),
      ...(typeof type === "string" ? { type } : {}),
      ...(typeof scope === "string" ? { scope } : {}),
      ...(typeof subject === "string" ? { subject } : {}),
      ...(revert === true ? { revert } : {}),
    },
  ];
}

function bumpOf(release: unknown): Bump {
  const found = /^(?:pre)?(major|minor|patch)$/.exec(String(release))?.[1];
  return (found as Bump | undefined) ?? (release === "prerelease" ? "patch" : "none");
}

function extended(options: Fields): string[] {
  const { extends: name } = options;
  return typeof name === "string" ? [name] : textsOf(name);
}

/** A shared configuration that is not in the repository, unless this one names plugins of its own. */
function sharedElsewhere(options: Fields): string | undefined {
  if (options["plugins"] !== undefined || options["releaseRules"] !== undefined) return undefined;
  return extended(options).find((name) => !name.startsWith(".") && SHARED[name] === undefined);
}

/** An analyzer by another name, given in the form `analyzeCommits: "name"` or `{path: "name"}`. */
function foreignAnalyzer(manifest: Fields): string | undefined {
  const analyzer = fieldsOf(manifest["release"])["analyzeCommits"];
  const name = textOf(analyzer) ?? textOf(fieldsOf(analyzer)["path"]);
  return name === undefined || OWN_ANALYZER.test(name) ? undefined : name;
}

/** Where the rules stand, when the settings name a module of the repository instead of telling them. */
const RULES_PATH = /releaseRules['"]?\s*:\s*['"]?\.\/([\w./-]+)/;

export function ruleModules(texts: ReadonlyMap<string, string>): string[] {
  return ["package.json", ...SEMANTIC_RELEASE_DATA, ...SEMANTIC_RELEASE_SCRIPTS].flatMap((path) => {
    const module = RULES_PATH.exec(texts.get(path) ?? "")?.[1];
    return module === undefined ? [] : ["", ".js", ".cjs", ".json"].map((ending) => module + ending);
  });
}

function ownRules({ text, document }: Evidence, rules: unknown): readonly unknown[] {
  const module = /^\.\/(.+)$/.exec(textOf(rules) ?? "")?.[1];
  if (module === undefined) return listOf(rules);
  const path = ["", ".js", ".cjs", ".json"].map((ending) => module + ending).find((each) => text(each) !== undefined);
  if (path === undefined) return [];
  return path.endsWith(".json") ? listOf(document(path)) : exportedRules(text(path) ?? "");
}

/** Rules of a package, or of a module that leaves the repository. */
function foreignRules(options: Fields): string | undefined {
  const name = textOf(options["releaseRules"]);
  return name?.startsWith("./") === true ? undefined : name;
}
