import { describe, expect, test } from "vitest";
import { CONVENTION_FILES, detectConvention } from "./detect.ts";
import { configSchema } from "../contract/config.ts";

/** Detects in a repository that holds these files, read as they would be: a first look, then what it calls for. */
async function detect(repository: Readonly<Record<string, string>>) {
  const reads: (readonly string[])[] = [];
  const read = async (paths: readonly string[]): Promise<Map<string, string>> => {
    reads.push(paths);
    return new Map(
      paths.flatMap((path) => {
        const inFolder = Object.keys(repository).filter((file) => file.startsWith(path) && path.endsWith("/"));
        const text = path.endsWith("/") ? inFolder.map((file) => file.slice(path.length)).join("\n") : repository[path];
        return text === undefined || text === "" ? [] : [[path, text] as const];
      }),
    );
  };
  const convention = await detectConvention(await read(CONVENTION_FILES), read);
  configSchema.parse(convention.document); // whatever is told is valid configuration
  return { ...convention, versioning: convention.document.versioning, further: reads.slice(1).flat() };
}

const json = (value: unknown): string => JSON.stringify(value);
/** Rules that every semantic-release has. */
const IN_CAPITALS = [
  { type: "FEAT", bump: "minor" },
  { type: "FIX", bump: "patch" },
];

test("[V-05] nothing is detected where no tool is set up", async () => {
  expect(await detect({ "README.md": "x" })).toMatchObject({ source: "default", document: {}, further: [] });
});

describe("semantic-release", () => {
  test.each([
    ["the default preset, which does not know `!`", { ".releaserc": "{}" }, ".releaserc", "angular"],
    [
      "a .releaserc that is YAML",
      { ".releaserc": "preset: conventionalcommits\n" },
      ".releaserc",
      "conventional-changelog",
    ],
    [
      "package.json",
      { "package.json": json({ release: { preset: "conventionalcommits" } }) },
      "package.json",
      "conventional-changelog",
    ],
    [
      "a script of package.json",
      { "package.json": json({ scripts: { release: "semantic-release" } }) },
      "package.json",
      "angular",
    ],
    [
      "a version that only the release knows",
      { "package.json": json({ version: "0.0.0-semantically-released" }) },
      "package.json",
      "angular",
    ],
    [
      "options beside the analyzer",
      {
        ".releaserc.json": json({
          plugins: [["@semantic-release/commit-analyzer", { preset: "conventionalcommits" }]],
        }),
      },
      ".releaserc.json",
      "conventional-changelog",
    ],
    [
      "literals of a script, which is never run",
      { "release.config.js": "module.exports = { preset: 'conventionalcommits' }; throw new Error();" },
      "release.config.js",
      "conventional-changelog",
    ],
    [
      "a .releaserc with a comma before the end of a list, as YAML allows it",
      { ".releaserc": '{"preset": "conventionalcommits", "branches": ["main",],}' },
      ".releaserc",
      "conventional-changelog",
    ],
    ["a workflow", { ".github/workflows/ci.yml": "run: npx semantic-release" }, "CI", "angular"],
  ])("[V-05] is read from %s", async (_, files, source, grammar) => {
    const found = await detect(files);
    expect(found).toMatchObject({ tool: "semantic-release", source });
    expect(found.versioning).toMatchObject({ preset: "angular", grammar, reverts: "quoted" });
  });

  test("[V-05] own rules go before the preset even for a break, as they do there", async () => {
    const rules = [
      { type: "build", release: "patch" },
      { breaking: true, release: "minor" },
      { scope: "x", release: false },
    ];
    const { versioning } = await detect({ ".releaserc": json({ releaseRules: rules }) });
    expect(versioning?.rules).toEqual([
      { type: "build", breaking: "any", bump: "patch" },
      { breaking: true, bump: "minor" },
      { scope: "x", breaking: "any", bump: "none" },
      ...IN_CAPITALS,
    ]);
  });

  test("[V-05] rules about subjects and words for breaks are read, from a script too", async () => {
    const options = { releaseRules: [{ subject: "*no-release*", release: false }] };
    const data = { ...options, parserOpts: { noteKeywords: ["BREAKING", "BREAKING CHANGE"] } };
    const script = `module.exports = { parserOpts: { noteKeywords: ["BREAKING", 'BREAKING CHANGE'] },
      releaseRules: [{ subject: "*no-release*", release: false }] }`;
    for (const files of [{ ".releaserc": json(data) }, { "release.config.js": script }]) {
      expect((await detect(files)).versioning).toMatchObject({
        breakingKeywords: ["BREAKING", "BREAKING CHANGE"],
        rules: [{ subject: "*no-release*", breaking: "any", bump: "none" }, ...IN_CAPITALS],
      });
    }
    expect((await detect({ ".releaserc": json(options) })).versioning).not.toHaveProperty("breakingKeywords");
  });

  test("[V-05] own rules are read from a script too", async () => {
    const script = `export default { plugins: [["x", { releaseRules: [
      // comment
      { type: "docs", release: "patch" }, { "type": 'chore', "release": false } ] }]] }`;
    const { versioning } = await detect({ "release.config.mjs": script });
    expect(versioning?.rules).toEqual([
      { type: "docs", breaking: "any", bump: "patch" },
      { type: "chore", breaking: "any", bump: "none" },
      ...IN_CAPITALS,
    ]);
  });

  test.each([
    [
      "beside the settings",
      "const releaseRules = [{ type: 'test', release: 'patch' }]\nexport default { releaseRules }",
      {},
    ],
    [
      "in a module of their own",
      "module.exports = { releaseRules: './release-rules' }",
      {
        "release-rules.js":
          "// all\nmodule.exports = [\n  // { type: 'ci', release: 'patch' },\n  { type: 'test', release: 'patch' },\n]",
      },
    ],
    [
      "in a file of data",
      "module.exports = { releaseRules: './rules.json' }",
      { "rules.json": json([{ type: "test", release: "patch" }]) },
    ],
  ])("[V-05] rules are read that stand %s", async (_, script, files) => {
    const found = await detect({ "release.config.js": script, ...files });
    expect(found).not.toHaveProperty("foreignCode");
    expect(found.versioning?.rules).toEqual([{ type: "test", breaking: "any", bump: "patch" }, ...IN_CAPITALS]);
  });

  test.each([
    [
      ".releaserc left behind while CI does something else",
      { ".releaserc": "{}", ".travis.yml": "script: lerna publish" },
    ],
    [
      "a script that CI does not run",
      { "package.json": json({ scripts: { rel: "semantic-release" } }), ".travis.yml": "npm test" },
    ],
    ["its Python namesake", { ".github/workflows/ci.yml": "uses: python-semantic-release/action" }],
    [
      "the command of its Python namesake",
      {
        ".github/workflows/ci.yml": "run: semantic-release print-version",
        "pyproject.toml": "[tool.semantic_release]",
      },
    ],
  ])("[V-05] is not believed: %s", async (_, files) => {
    expect(await detect(files)).not.toHaveProperty("tool", "semantic-release");
  });

  test.each([
    ["runs the script", "npm run rel"],
    ["runs a script that runs it", "yarn ship"],
    ["runs a family of scripts", "npx kcd-scripts test"],
  ])("[V-05] is believed where CI %s", async (_, ci) => {
    const scripts = { rel: "semantic-release", ship: "npm run rel" };
    const found = await detect({ "package.json": json({ scripts }), ".travis.yml": ci });
    expect(found.tool).toBe("semantic-release");
  });

  test("[V-05] a shared configuration is known, or passed over where plugins are named", async () => {
    const known = await detect({ ".releaserc": json({ extends: "@sanity/semantic-release-preset" }) });
    expect(known.versioning).toMatchObject({ grammar: "conventional-changelog" });
    expect(known).not.toHaveProperty("foreignCode");
    const own = { extends: "@north/release-config", plugins: ["@semantic-release/commit-analyzer"] };
    const script = `export default ${json(own)}`;
    for (const files of [{ ".releaserc": json(own) }, { "release.config.mjs": script }])
      expect(await detect(files)).not.toHaveProperty("foreignCode");
  });

  test("[V-05] code of somebody else that decides is named", async () => {
    const release = { analyzeCommits: "emoji-analyzer" };
    expect(await detect({ "package.json": json({ release }) })).toMatchObject({ foreignCode: "emoji-analyzer" });
    const base = "@example/release-config";
    for (const files of [
      { ".releaserc": json({ extends: base }) },
      { ".releaserc": json({ extends: [base] }) },
      { ".releaserc": json({ releaseRules: base }) },
      { "release.config.mjs": `import base from '${base}';\nexport default base({});` },
      { "release.config.cjs": `module.exports = require("${base}");` },
      { "release.config.js": `module.exports = { extends: "${base}" };` },
    ])
      expect(await detect(files)).toMatchObject({ foreignCode: base });
    const decided = { extends: base, plugins: ["@semantic-release/commit-analyzer"] };
    expect(await detect({ ".releaserc": json(decided) })).not.toHaveProperty("foreignCode");
  });
});

describe("release-please", () => {
  test("[V-05] shown types are a patch, hidden ones nothing, and nothing further is read", async () => {
    const sections = [{ type: "feat" }, { type: "fix" }, { type: "docs" }, { type: "perf", hidden: true }];
    const config = { packages: { ".": {} }, "changelog-sections": sections, "bump-minor-pre-major": true };
    const found = await detect({ "release-please-config.json": json(config) });
    expect(found).toMatchObject({ tool: "release-please", source: "release-please-config.json", further: [] });
    expect(found.versioning).toEqual({
      preset: "release-please",
      zero: "breaking-is-minor",
      rules: [
        { type: "feature", bump: "minor" },
        { type: "docs", bump: "patch" },
        { type: "perf", bump: "none" },
        { type: "deps", bump: "none" },
        { type: "revert", bump: "none" },
      ],
    });
  });

  test.each([
    [{}, "semver"],
    [{ "bump-minor-pre-major": true }, "breaking-is-minor"],
    [{ "bump-minor-pre-major": true, "bump-patch-for-minor-pre-major": true }, "feature-is-patch"],
  ])("[V-08] %j below 1.0.0 is %s", async (own, zero) => {
    const { versioning } = await detect({ "release-please-config.json": json({ packages: { ".": own } }) });
    expect(versioning?.zero).toBe(zero);
  });

  test("[V-05] paths that do not count", async () => {
    const packages = { ".": { "exclude-paths": ["website"] } };
    const { document } = await detect({ ".github/release-please-config.json": json({ packages }) });
    expect(document.exclude).toEqual(["website"]);
  });

  test("[V-05] several packages are components with tags of their own, named by their manifests", async () => {
    const config = {
      packages: {
        ".": { "include-component-in-tag": false, component: "app" },
        "libs/core": {},
        "libs/ui": { component: "look" },
      },
    };
    const { document, further } = await detect({
      "release-please-config.json": json(config),
      "libs/core/package.json": json({ name: "@north/engine" }),
    });
    expect(further).toEqual(["libs/core/package.json"]);
    expect(document).toMatchObject({ dependents: "none", lockFiles: "counted", emptyCommits: "every" });
    expect(document.components).toEqual({
      app: { path: ".", tag: ["v{version}", "{version}"] },
      engine: { path: "libs/core", tag: "engine-v{version}" },
      look: { path: "libs/ui", tag: "look-v{version}" },
    });
  });

  test("[V-05] packages have rules of their own where their settings differ", async () => {
    const packages = {
      api: { component: "api", "bump-minor-pre-major": true, "changelog-path": "docs/HISTORY.md" },
      "py/sdk": { component: "sdk", "release-type": "python" },
      web: { component: "web" },
    };
    const { document } = await detect({ "release-please-config.json": json({ "release-type": "node", packages }) });
    expect(document.versioning?.zero).toBe("semver");
    expect(document.components?.["api"]).toMatchObject({
      changelog: "api/docs/HISTORY.md",
      versioning: { zero: "breaking-is-minor" },
    });
    expect(document.components?.["sdk"]?.versioning?.rules).toContainEqual({ type: "docs", bump: "patch" });
    expect(document.components?.["web"]).not.toHaveProperty("versioning");
  });

  test("[V-05] a strategy that moves one number alike is read, and one that CI computes is named", async () => {
    const packages = { ".": { versioning: "always-bump-patch" } };
    const { versioning } = await detect({ "release-please-config.json": json({ packages }) });
    expect(versioning).toMatchObject({ zero: "semver" });
    expect(versioning?.rules).toContainEqual({ breaking: true, bump: "patch" });
    expect(versioning?.rules).toContainEqual({ type: "feat", breaking: "any", bump: "patch" });
    const run = (strategy: string) =>
      detect({ ".github/workflows/x.yml": `run: release-please release-pr --versioning-strategy ${strategy}` });
    expect((await run("always-bump-minor")).versioning?.rules).toContainEqual({ breaking: true, bump: "minor" });
    expect(await run('"${{ env.STRATEGY }}"')).toHaveProperty("foreignCode");
  });

  test("[V-05] with node-workspace a package goes along with those it depends on, circles cut", async () => {
    const { document } = await detect({
      "release-please-config.json": json({ plugins: ["node-workspace"], packages: { a: {}, b: {} } }),
      "a/package.json": json({ name: "a", dependencies: { b: "1" } }),
      "b/package.json": json({ name: "b", devDependencies: { a: "1" } }),
    });
    expect(document.dependents).toBe("patch");
    expect(document.components).toMatchObject({ a: { dependsOn: ["b"] } });
    expect(document.components?.["b"]).not.toHaveProperty("dependsOn");
  });

  test("[V-05] the only package may stand in a folder", async () => {
    const application = await detect({ ".github/release-please.yml": "releaseType: node\npath: libs/core\n" });
    expect(application.document).toMatchObject({ path: "libs/core", lockFiles: "counted", emptyCommits: "every" });
    const step = "      - uses: google/release-please-action@v3\n        with:\n          path: libs/core\n";
    const later = "      - uses: actions/upload-artifact@v4\n        with:\n          path: out\n";
    const pathOf = async (steps: string) => (await detect({ ".github/workflows/release.yml": steps })).document.path;
    expect(await pathOf(step + later)).toBe("libs/core");
    expect(await pathOf(step.replace("path: libs/core", "release-type: node") + later)).toBeUndefined();
    expect(await pathOf(step + step.replace("core", "ui"))).toBeUndefined();
  });

  test("[V-05] with notes that the server makes any commit is worth a patch", async () => {
    const config = { packages: { ".": {} }, "changelog-type": "github" };
    const { versioning } = await detect({ "release-please-config.json": json(config) });
    expect(versioning?.floor).toBe("patch");
  });

  test("[V-05] inputs of its action, and settings of its application", async () => {
    const workflow = `uses: google/release-please-action\nwith:\n  release-type: python\n  bump-minor-pre-major: true\n  changelog-types: '[{"type":"docs"}]'`;
    const action = await detect({ ".github/workflows/release.yml": workflow });
    expect(action).toMatchObject({ tool: "release-please", source: "CI" });
    expect(action.versioning).toMatchObject({ zero: "breaking-is-minor" });
    expect(action.versioning?.rules).toContainEqual({ type: "docs", bump: "patch" });
    expect(action.versioning?.rules).toContainEqual({ type: "fix", bump: "none" });
    const application = await detect({
      ".github/release-please.yml": "releaseType: python\nbumpMinorPreMajor: true\n",
    });
    expect(application.versioning).toMatchObject({ zero: "breaking-is-minor" });
    expect(application.versioning?.rules).toContainEqual({ type: "docs", bump: "patch" });
  });
});

describe("other tools", () => {
  test.each([
    ["standard-version", { ".versionrc": "{}" }, ".versionrc", { floor: "patch", zero: "feature-is-patch" }],
    [
      "standard-version",
      { "package.json": json({ devDependencies: { "commit-and-tag-version": "1" } }) },
      "package.json",
      { floor: "patch" },
    ],
    [
      "standard-version",
      { "package.json": "{}", "CHANGELOG.md": "See [standard-version](x) for" },
      "CHANGELOG.md",
      { floor: "patch" },
    ],
    [
      "lerna",
      { "lerna.json": json({ command: { version: { conventionalCommits: true } } }) },
      "lerna.json",
      { floor: "patch", zero: "breaking-is-minor", grammar: "angular" },
    ],
    [
      "lerna",
      {
        "lerna.json": json({ version: "1.0.0" }),
        "package.json": json({ scripts: { go: "lerna publish --conventional-commits" } }),
      },
      "lerna.json",
      {},
    ],
    ["nx", { "nx.json": json({ release: { version: { conventionalCommits: true } } }) }, "nx.json", { floor: "patch" }],
    [
      "commitizen",
      { "pyproject.toml": '[tool.commitizen]\nversion = "1.0.0"\nmajor_version_zero = true' },
      "pyproject.toml",
      { grammar: "commitizen", zero: "breaking-is-minor" },
    ],
    ["commitizen", { ".cz.toml": "[tool.commitizen]\n" }, ".cz.toml", { squash: ["lines"], zero: "semver" }],
    [
      "commitizen",
      { "cz.json": json({ commitizen: { major_version_zero: true } }) },
      "cz.json",
      { zero: "breaking-is-minor" },
    ],
    [
      "commitizen",
      { ".cz.yaml": "commitizen:\n  major_version_zero: true\n" },
      ".cz.yaml",
      { zero: "breaking-is-minor" },
    ],
    [
      "lerna",
      {
        "lerna.json": json({
          command: { version: { conventionalCommits: true, changelogPreset: "conventionalcommits" } },
        }),
      },
      "lerna.json",
      { grammar: "conventional-changelog" },
    ],
    [
      "lerna",
      {
        "lerna.json": json({ version: "1.0.0" }),
        "package.json": json({
          scripts: {
            release:
              "lerna publish --conventional-commits --changelog-preset conventional-changelog-conventionalcommits",
          },
        }),
      },
      "lerna.json",
      { grammar: "conventional-changelog" },
    ],
    [
      "release-please",
      { "release-please-config.json": json({ "prerelease-type": "beta", "bump-patch-for-minor-pre-major": true }) },
      "release-please-config.json",
      { firstCounter: 1, zero: "only-feature-is-patch" },
    ],
    [
      "python-semantic-release",
      { "pyproject.toml": "[tool.semantic_release]\nmajor_on_zero = false" },
      "pyproject.toml",
      { zero: "breaking-is-minor" },
    ],
    ["python-semantic-release", { "setup.cfg": "[semantic_release]\n" }, "setup.cfg", { zero: "semver" }],
    ["cog", { "cog.toml": "[commit_types]\nops = { bump_patch = true }" }, "cog.toml", { zero: "breaking-is-minor" }],
  ])("[V-05] %s is read from %j", async (tool, files, source, versioning) => {
    const found = await detect(files);
    expect(found).toMatchObject({ tool, source });
    expect(found.versioning).toMatchObject(versioning);
  });

  test("[V-08] standard-version before 7 is not careful below 1.0.0", async () => {
    const range = (version: string) => ({ "package.json": json({ devDependencies: { "standard-version": version } }) });
    expect((await detect(range("^5.0.2"))).versioning).toMatchObject({ zero: "semver", grammar: "angular" });
    expect((await detect(range("^6"))).versioning).toMatchObject({ zero: "semver", grammar: "conventional-changelog" });
    expect((await detect(range("^7"))).versioning).toMatchObject({ zero: "feature-is-patch" });
    expect((await detect(range("latest"))).versioning).toMatchObject({ zero: "feature-is-patch" });
  });

  test("[V-05] the prompt for JavaScript that is called commitizen too derives no version", async () => {
    expect(await detect({ ".cz.json": json({ path: "cz-conventional-changelog" }) })).not.toHaveProperty("tool");
  });

  test("[V-05] a changelog that standard-version began tells nothing once another tool releases", async () => {
    const begun = { "CHANGELOG.md": "# Changelog\n\nSee [standard-version](https://example.org) for guidelines.\n" };
    const releasing = (script: string) => ({ ...begun, "package.json": json({ scripts: { release: script } }) });
    expect(await detect(releasing("vitest && npm publish"))).toMatchObject({ tool: "standard-version" });
    expect(await detect(releasing("changelogen --release"))).not.toHaveProperty("tool");
  });

  test("[V-05] a tool that is itself a pre-release, and numbers that the settings name, are told", async () => {
    const asking = (range: string) => ({
      "package.json": json({ release: { branches: ["main"] }, devDependencies: { "semantic-release": range } }),
    });
    expect(await detect(asking("^16.0.0-beta"))).toMatchObject({ isToolUnfinished: true });
    expect(await detect(asking("^16.0.0"))).not.toHaveProperty("isToolUnfinished");
    const packages = { a: { component: "a", "release-as": "2.0.0" }, b: { component: "b" } };
    expect(await detect({ "release-please-config.json": json({ packages }) })).toMatchObject({
      numbers: ["2.0.0"],
      document: { components: { a: { releaseAs: "2.0.0" }, b: expect.not.objectContaining({ releaseAs: "2.0.0" }) } },
    });
    const whole = json({ "release-type": "node", "release-as": "v3.0.0", packages: { ".": {} } });
    expect((await detect({ "release-please-config.json": whole })).document.versioning?.releaseAs).toBe("3.0.0");
    expect(await detect({ "release-please-config.json": json({ "release-type": "node" }) })).not.toHaveProperty(
      "numbers",
    );
  });

  test("[V-05] in lerna only packages count", async () => {
    const lerna = { conventionalCommits: true, packages: ["libs/*"] };
    expect((await detect({ "lerna.json": json(lerna) })).document.path).toEqual(["libs/*"]);
    expect((await detect({ "lerna.json": json({ conventionalCommits: true }) })).document.path).toEqual(["packages/*"]);
  });

  test("[V-05] packages with versions of their own, and lerna without conventional commits, are not read", async () => {
    expect(
      await detect({ "lerna.json": json({ version: "independent", conventionalCommits: true }) }),
    ).not.toHaveProperty("tool");
    expect(await detect({ "lerna.json": json({ version: "1.0.0" }) })).not.toHaveProperty("tool");
  });

  test("[V-05] cog's own types release what they say", async () => {
    const { versioning } = await detect({
      "cog.toml": "[commit_types]\nops = { bump_patch = true }\nui = { bump_minor = true }",
    });
    expect(versioning?.rules).toContainEqual({ type: "ops", bump: "patch" });
    expect(versioning?.rules).toContainEqual({ type: "ui", bump: "minor" });
  });

  test("[V-05] a file that cannot be parsed tells nothing", async () => {
    expect(await detect({ "lerna.json": "{", "pyproject.toml": "= =", "package.json": "[" })).not.toHaveProperty(
      "tool",
    );
  });

  test("[V-05] release-please goes before a semantic-release that was left behind", async () => {
    const files = { ".releaserc": "{}", "release-please-config.json": json({ packages: { ".": {} } }) };
    expect((await detect(files)).tool).toBe("release-please");
  });

  test.each([
    ["# [1.1.0](x)", "angular", "semver"],
    ["## [1.1.1](x)", "angular", "semver"],
    ["## [1.1.0](x)", "conventional-changelog", "feature-is-patch"],
    ["### [1.1.1](x)\n# [1.1.0](x)", "conventional-changelog", "feature-is-patch"],
  ])(
    "[V-05] the latest heading tells the age of a standard-version that no manifest names: %s",
    async (text, ...told) => {
      const changelog = `# Change Log\nSee [standard-version](x) for\n\n${text}\n`;
      const { versioning } = await detect({ "package.json": "{}", "CHANGELOG.md": changelog });
      expect([versioning?.grammar, versioning?.zero]).toEqual(told);
      expect(versioning?.rules === undefined).toBe(told[0] === "angular");
    },
  );

  test.each([
    [{ release: "standard-version --release-as $VERSION" }, {}, true],
    [{ bump: "tools/bump.sh" }, { "tools/bump.sh": "npx standard-version --release-as ${1:-minor}" }, true],
    [{ release: "standard-version", major: "standard-version -r major" }, {}, false],
    [{ release: "npx standard-version && npm publish" }, {}, false],
  ])("[V-05] commands that name the number are told: %j", async (scripts, files, told) => {
    const found = await detect({
      "package.json": json({ scripts, devDependencies: { "standard-version": "9" } }),
      ...files,
    });
    expect(found.isNumberCommanded === true).toBe(told);
  });
});
