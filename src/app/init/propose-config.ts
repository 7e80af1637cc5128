import { mergeConfig } from "../../config/merge.ts";
import { normalise } from "../../config/normalise.ts";
import type { Product } from "../../config/product.ts";
import type { ConfigDocument } from "../../contract/config.ts";
import { tagFamilies } from "../../domain/history/tag-families.ts";
import { isSlipwayError } from "../../kernel/problem.ts";
import { planReleases } from "../plan-releases.ts";
import type { Repository } from "../ports.ts";
import { changelogFile } from "./known-files.ts";
import { proposeBranches } from "./propose-branches.ts";
import { proposeComponents } from "./propose-components.ts";
import { proposeVersionFiles } from "./propose-version-files.ts";
import type { RepositoryFacts } from "./repository-facts.ts";

export interface Proposal {
  readonly document: ConfigDocument;
  /** What was found, for people. */
  readonly found: readonly string[];
  /** What did not fit, for people. */
  readonly remarks: readonly string[];
}

type Components = NonNullable<ConfigDocument["components"]>;

/** A configuration that says what the repository already does. */
export async function proposeConfig(repository: Repository, facts: RepositoryFacts): Promise<Proposal> {
  const { components, tag, remarks } = proposeComponents(facts);
  const changelog = proposeChangelog(facts);
  const branches = proposeBranches(facts.branches);
  const detected: ConfigDocument = {
    product: facts.folderName,
    ...(tag === undefined ? {} : { tag }),
    versioning: { preset: "conventional" },
    ...(components === undefined ? {} : { components }),
    ...proposeChannels(facts),
    ...(branches === undefined ? {} : { branches }),
    ...(changelog === undefined ? {} : { changelog }),
  };
  const draft = withoutConflict(mergeConfig(detected, facts.convention.document));
  const current = await currentVersions(repository, draft, facts);
  const { document, remarks: leftOut } = withVersionFiles(draft, facts, current);
  return { document, found: foundLines(document, facts, current), remarks: [...remarks, ...leftOut] };
}

/** A product with components has no tags of its own. */
function withoutConflict(document: ConfigDocument): ConfigDocument {
  if (document.components === undefined) return document;
  const { tag: _tag, ...rest } = document;
  return rest;
}

function proposeChangelog({ paths, texts }: RepositoryFacts): ConfigDocument["changelog"] {
  const path = changelogFile(paths);
  if (path === undefined) return undefined;
  const text = texts.get(path) ?? "";
  const conventional = /^#{1,3} (?:Bug Fixes|Features|⚠ BREAKING CHANGES)\s*$/m.test(text);
  return { path, style: conventional ? "conventional" : "keep" };
}

/** A channel is configured by its branch; tags alone only show which names are used. */
function proposeChannels({ tags, branches }: RepositoryFacts): Pick<ConfigDocument, "channels"> {
  const names = [...new Set(tagFamilies(tags).flatMap(({ channels }) => channels))].filter((name) =>
    branches.includes(name),
  );
  return names.length === 0 ? {} : { channels: Object.fromEntries(names.map((name) => [name, { branch: name }])) };
}

/** The versions the plan starts from, by component; none where the history cannot be planned yet. */
async function currentVersions(
  repository: Repository,
  draft: ConfigDocument,
  facts: RepositoryFacts,
): Promise<ReadonlyMap<string | null, string>> {
  if (facts.tags.length === 0 || facts.paths.length === 0) return new Map();
  const product: Product = normalise(draft, "slipway.yaml", facts.folderName);
  try {
    const plans = await planReleases(repository, product, {});
    return new Map(plans.flatMap(({ component, current }) => (current === null ? [] : [[component, current.version]])));
  } catch (error) {
    if (isSlipwayError(error)) return new Map(); // what hinders a plan is told by `slipway plan`
    throw error;
  }
}

function withVersionFiles(
  draft: ConfigDocument,
  { texts }: RepositoryFacts,
  current: ReadonlyMap<string | null, string>,
): { document: ConfigDocument; remarks: string[] } {
  if (draft.components === undefined) {
    const { files, remarks } = proposeVersionFiles(texts, "", current.get(null));
    if (files.length === 0 || draft.versioning?.files !== undefined) return { document: draft, remarks: [...remarks] };
    return { document: mergeConfig(draft, { versioning: { files: [...files] } }), remarks: [...remarks] };
  }
  const remarks: string[] = [];
  const components: Components = {};
  for (const [name, component] of Object.entries(draft.components)) {
    const folder = typeof component.path === "string" ? component.path : (component.path[0] ?? "");
    const proposed = proposeVersionFiles(texts, folder.replace(/\/+$/, ""), current.get(name));
    remarks.push(...proposed.remarks);
    const files = component.files ?? proposed.files;
    components[name] = files.length === 0 ? component : { ...component, files: [...files] };
  }
  return { document: { ...draft, components }, remarks };
}

function foundLines(
  document: ConfigDocument,
  facts: RepositoryFacts,
  current: ReadonlyMap<string | null, string>,
): string[] {
  const families = tagFamilies(facts.tags);
  const channels = [...new Set(families.flatMap((family) => family.channels))];
  const components = Object.keys(document.components ?? {});
  const files = [
    ...(document.versioning?.files ?? []),
    ...Object.values(document.components ?? {}).flatMap((component) => component.files ?? []),
  ].map((file) => (typeof file === "string" ? file : file.path));
  const listed = (names: readonly string[]): string =>
    names.length > 12 ? `${names.slice(0, 12).join(", ")} and ${names.length - 12} more` : names.join(", ");
  return [
    `tags: ${families.length === 0 ? "none that names a version" : listed(families.map(({ pattern, count }) => `${pattern} (${count})`))}`,
    `current: ${current.size === 0 ? "no release yet" : listed([...current].map(([name, version]) => (name === null ? version : `${name} ${version}`)))}`,
    ...(components.length === 0 ? [] : [`components: ${listed(components)}`]),
    `version files: ${files.length === 0 ? "none" : listed(files)}`,
    `changelog: ${changelogLine(document)}`,
    `conventions: ${facts.convention.source}`,
    `branches: ${listed(facts.branches)}${facts.currentBranch === undefined ? "" : `; now on ${facts.currentBranch}`}`,
    ...(channels.length === 0 ? [] : [`pre-release channels in tags: ${listed(channels)}`]),
  ];
}

function changelogLine({ changelog, components = {} }: ConfigDocument): string {
  const own = Object.values(components).filter((component) => component.changelog !== undefined).length;
  if (changelog?.path !== undefined) return `${changelog.path} (${changelog.style ?? "keep"})`;
  return own === 0 ? "none" : `one in each of ${own} components`;
}
