import { stringify } from "yaml";
import type { ConfigDocument } from "../contract/config.ts";

interface Line {
  readonly key: string;
  readonly words: string;
  /** Shown, commented out, where nothing else is known. */
  readonly example: unknown;
}

interface Group extends Line {
  readonly lines?: readonly Line[];
}

const VERSIONING: readonly Line[] = [
  {
    key: "preset",
    words: "which types of commits move the version: conventional, angular, release-please",
    example: "conventional",
  },
  {
    key: "zero",
    words: "while MAJOR is 0: semver, breaking-is-minor, feature-is-patch, only-feature-is-patch",
    example: "breaking-is-minor",
  },
  { key: "rules", words: "own rules, asked before those of the preset", example: [{ type: "deps", bump: "patch" }] },
  { key: "fallback", words: "bump of a message that follows no convention", example: "patch" },
  { key: "initial", words: "the first version", example: "1.0.0" },
  { key: "files", words: "files that state the version; a release writes it there", example: ["package.json"] },
  { key: "api", words: "OpenAPI documents whose changes move the version too", example: [{ spec: "openapi.yaml" }] },
  {
    key: "checks",
    words: 'commands that print {"bump":"…","evidence":"…"}',
    example: [{ name: "abi", run: "npm run abi" }],
  },
  { key: "scope", words: "a list of what releases promise their users", example: "releases/scope.yaml" },
];

const CHANGELOG: readonly Line[] = [
  { key: "path", words: "where it stands", example: "CHANGELOG.md" },
  { key: "style", words: "keep or conventional", example: "keep" },
  { key: "source", words: "who writes it: commits, hand, both", example: "commits" },
  {
    key: "corrections",
    words: "folder of messages to use instead of those of commits",
    example: "releases/corrections",
  },
];

const GROUPS: readonly Group[] = [
  { key: "extends", words: "a preset or a file of this repository to start from", example: "standard" },
  { key: "product", words: "the name people read", example: "Product" },
  { key: "tag", words: "how release tags are written; of several, the first names new ones", example: "v{version}" },
  { key: "versioning", words: "how the next version is found", example: {}, lines: VERSIONING },
  {
    key: "components",
    words: "parts with versions and tags of their own",
    example: { api: { path: "packages/api", tag: "api-v{version}", dependsOn: ["core"] } },
  },
  { key: "dependents", words: "bump of a component when one it depends on is released", example: "patch" },
  {
    key: "channels",
    words: "pre-release channels, and the branch that releases on each",
    example: { beta: { branch: "beta" } },
  },
  {
    key: "types",
    words: "release types, and what each may change",
    example: { hotfix: { bump: ["patch"], admits: ["fix"] } },
  },
  { key: "branches", words: "which branches there are, and what they are for", example: { main: { pattern: "main" } } },
  { key: "changelog", words: "the changelog", example: {}, lines: CHANGELOG },
];

/** The text of a slipway.yaml that explains itself: known settings with their values, the others commented out. */
export function writeConfig(document: ConfigDocument, remarks: readonly string[] = []): string {
  const values: Readonly<Record<string, unknown>> = document;
  const others = Object.keys(values).filter((key) => GROUPS.every((group) => group.key !== key));
  const blocks = [
    "# How this product is released. Every setting may be left out; docs/configuration.md of Slipway explains them all.",
    ...remarks.map((remark) => `# note: ${remark}`),
    ...GROUPS.map((group) => `\n${groupText(group, values[group.key])}`),
    ...others.map((key) => `\n${yaml(key, values[key])}`),
  ];
  return `${blocks.join("\n")}\n`;
}

function groupText({ key, words, example, lines }: Group, value: unknown): string {
  if (lines === undefined) return setting(key, words, value, example);
  const known = (value ?? {}) as Readonly<Record<string, unknown>>; // the schema made it a map
  const others = Object.keys(known).filter((name) => lines.every((line) => line.key !== name));
  const inside = [
    ...lines.map((line) => setting(line.key, line.words, known[line.key], line.example)),
    ...others.map((name) => yaml(name, known[name])),
  ];
  const title = Object.keys(known).length === 0 ? `# ${key}:` : `${key}:`;
  return [`# ${words}`, title, ...inside.flatMap((text) => text.split("\n")).map((line) => indented(line))].join("\n");
}

function setting(key: string, words: string, value: unknown, example: unknown): string {
  const text = value === undefined ? commented(yaml(key, example)) : yaml(key, value);
  return `# ${words}\n${text}`;
}

function yaml(key: string, value: unknown): string {
  return stringify({ [key]: value }, { lineWidth: 0, flowCollectionPadding: true }).trimEnd();
}

function commented(text: string): string {
  return text
    .split("\n")
    .map((line) => `# ${line}`)
    .join("\n");
}

/** Commented lines keep their `#` in front, so that taking it away leaves YAML. */
function indented(line: string): string {
  return `  ${line}`;
}
