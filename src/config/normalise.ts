import type { ConfigDocument, ReleaseTypeDocument } from "../contract/config.ts";
import { cycleIn } from "../domain/component/graph.ts";
import { tagPattern, type TagPattern } from "../domain/history/tag-pattern.ts";
import { rulePreset } from "../domain/plan/presets.ts";
import type { ReleaseType } from "../domain/plan/release-type.ts";
import type { RuleSet } from "../domain/plan/rules.ts";
import { parseVersion } from "../domain/version/version.ts";
import { durationMs } from "../kernel/duration.ts";
import { nearest } from "../kernel/nearest.ts";
import { SlipwayError, unwrap, type Problem } from "../kernel/problem.ts";
import { normaliseArtifacts } from "./normalise-artifacts.ts";
import { normaliseBranches } from "./normalise-branches.ts";
import { normaliseGates, normaliseMessages } from "./normalise-gates.ts";
import { normaliseManifest } from "./normalise-manifest.ts";
import { normalisePlanning } from "./normalise-planning.ts";
import { normaliseTests } from "./normalise-tests.ts";
import { normaliseVersionFile } from "./normalise-version-file.ts";
import type { Component, Product } from "./product.ts";

/** Fills in every default and checks what only makes sense together. Throws every problem found at once. */
export function normalise(document: ConfigDocument, source: string, folderName: string, tool?: string): Product {
  const rules = normaliseRules(document.versioning, source);
  const components = normaliseComponents(document, source);
  const problems = componentProblems(components, source);
  if (problems[0] !== undefined) throw new SlipwayError([problems[0], ...problems.slice(1)]);
  return {
    name: document.product ?? folderName,
    source,
    tool,
    rules,
    components,
    dependents: document.dependents ?? "patch",
    checks: (document.versioning?.checks ?? []).map(({ name, run, timeout }) => ({
      name,
      run,
      timeoutMs: durationMs(timeout ?? "60s") ?? 60_000,
    })),
    scope: document.versioning?.scope ?? null,
    types: new Map(
      Object.entries(document.types ?? {}).flatMap(([name, type]) =>
        type === null ? [] : [[name, releaseType(name, type)]],
      ),
    ),
    channels: Object.entries(document.channels ?? {}).map(([name, { branch }]) => ({ name, branch: branch ?? name })),
    changelog: {
      style: document.changelog?.style ?? "keep",
      source: document.changelog?.source ?? "commits",
      corrections: document.changelog?.corrections ?? "releases/corrections",
      required: document.changelog?.required ?? (document.changelog?.source ?? "commits") !== "commits",
    },
    gates: normaliseGates(document),
    messages: normaliseMessages(document),
    artifacts: normaliseArtifacts(document),
    tagSigning: document.tagSigning ?? "optional",
    ledger: document.ledger ?? "optional",
    branches: normaliseBranches(document.branches ?? {}),
    branchesConfigured: document.branches !== undefined,
    releaseFolder: "releases",
    manifest: normaliseManifest(document),
    appliesFrom: document.appliesFrom === undefined ? null : unwrap(parseVersion(document.appliesFrom)),
    planning: normalisePlanning(document),
    ...normaliseTests(document, source),
  };
}

function normaliseRules(versioning: NonNullable<ConfigDocument["versioning"]> = {}, source: string): RuleSet {
  const preset = rulePreset(versioning.preset ?? "conventional", source);
  if (versioning.initial !== undefined) unwrap(parseVersion(versioning.initial));
  return {
    ...preset,
    ownRules: (versioning.rules ?? []).map(({ type, scope, subject, breaking, revert, bump }, index) => ({
      name: `versioning.rules[${index}]`,
      bump,
      ...(type === undefined ? {} : { type }),
      ...(scope === undefined ? {} : { scope }),
      ...(subject === undefined ? {} : { subject }),
      ...(breaking === undefined ? {} : { breaking }),
      ...(revert === undefined ? {} : { revert }),
    })),
    zero: versioning.zero ?? preset.zero,
    fallback: versioning.fallback ?? preset.fallback,
    floor: versioning.floor ?? preset.floor,
    initial: versioning.initial ?? preset.initial,
    grammar: versioning.grammar ?? preset.grammar,
    ...(versioning.breakingKeywords === undefined ? {} : { breakingKeywords: versioning.breakingKeywords }),
    squash: versioning.squash ?? preset.squash,
    reverts: versioning.reverts ?? preset.reverts,
    firstCounter: versioning.firstCounter ?? preset.firstCounter,
  };
}

function releaseType(name: string, { bump, admits, absorbs }: ReleaseTypeDocument): ReleaseType {
  return {
    name,
    bumps: bump,
    ...(admits === undefined ? {} : { admits }),
    ...(absorbs === undefined ? {} : { absorbs }),
  };
}

function normaliseComponents(document: ConfigDocument, source: string): [Component, ...Component[]] {
  const changelog = document.changelog?.path ?? "CHANGELOG.md";
  const apis = (document.versioning?.api ?? []).map(({ spec }) => spec);
  const files = (document.versioning?.files ?? []).map((file) => normaliseVersionFile(file));
  const counted = {
    countsLockFiles: document.lockFiles === "counted",
    countsEmptyCommits: document.emptyCommits === "every",
  };
  const whole: Component = {
    ...counted,
    name: null,
    paths: document.path === undefined ? null : folders(document.path),
    exclude: folders(document.exclude ?? []),
    tags: document.tag === undefined ? null : patterns(document.tag),
    dependsOn: [],
    versionFiles: files,
    apis,
    changelog,
    ...asked(document.versioning?.releaseAs),
    rules: normaliseRules(document.versioning, source),
  };
  const [first, ...rest] = Object.entries(document.components ?? {}).map(([name, component]): Component => {
    const paths = folders(component.path);
    return {
      ...counted,
      name,
      paths,
      exclude: folders(component.exclude ?? []),
      tags: patterns(component.tag ?? [`${name}-v{version}`, `${name}@{version}`, `${name}/v{version}`]),
      dependsOn: component.dependsOn ?? [],
      versionFiles: (component.files ?? []).map((file) => normaliseVersionFile(file)),
      apis: [...apis, ...(component.api ?? []).map(({ spec }) => spec)],
      changelog: component.changelog ?? (paths[0] === "." ? "CHANGELOG.md" : `${paths[0]}/CHANGELOG.md`),
      rules:
        component.versioning === undefined
          ? whole.rules
          : normaliseRules({ ...document.versioning, ...component.versioning }, source),
      ...asked(component.releaseAs ?? document.versioning?.releaseAs),
    };
  });
  return first === undefined ? [whole] : [first, ...rest];
}

function asked(releaseAs: string | undefined): { readonly releaseAs?: string } {
  return releaseAs === undefined ? {} : { releaseAs };
}

function folders(texts: string | readonly string[]): string[] {
  return listOf(texts).map((path) => path.replaceAll(/^\.\/(?=.)|\/+$/g, ""));
}

function patterns(texts: string | readonly string[]): [TagPattern, ...TagPattern[]] {
  const [first, ...rest] = listOf(texts).map((text) => unwrap(tagPattern(text)));
  return [first ?? unwrap(tagPattern("v{version}")), ...rest];
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

function componentProblems(components: readonly Component[], source: string): Problem[] {
  const names = components.flatMap(({ name }) => name ?? []);
  const unknown = components.flatMap(({ name, dependsOn }) =>
    dependsOn
      .filter((other) => !names.includes(other))
      .map((other) => unknownDependency(`${name}`, other, names, source)),
  );
  if (unknown.length > 0) return unknown;
  const cycle = cycleIn(new Map(components.map(({ name, dependsOn }) => [`${name}`, dependsOn])));
  return cycle === undefined ? [] : [cyclicDependency(cycle, source)];
}

function unknownDependency(component: string, other: string, names: readonly string[], source: string): Problem {
  const suggestion = nearest(other, names);
  return {
    code: "unknown-component",
    kind: "input",
    found: `${source}: component ${component} depends on "${other}", which is no component`,
    expected: `one of ${names.join(", ")}`,
    action: suggestion === undefined ? "add the component or remove the dependency" : `did you mean "${suggestion}"?`,
  };
}

function cyclicDependency(cycle: readonly string[], source: string): Problem {
  return {
    code: "cyclic-components",
    kind: "input",
    found: `${source}: the components depend on each other in a circle: ${cycle.join(" -> ")}`,
    expected: "dependencies that can be put in order",
    action: "remove one `dependsOn` of the circle",
  };
}
