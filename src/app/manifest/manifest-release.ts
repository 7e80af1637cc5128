import { posix } from "node:path";
import type { Component, Product } from "../../config/product.ts";
import type { ArtifactNames } from "../../domain/artifact/artifact-names.ts";
import { checkChangelog } from "../../domain/changelog/check.ts";
import { findEntry, parseChangelog, type ChangelogPart } from "../../domain/changelog/document.ts";
import { headingsOf } from "../../domain/changelog/headings.ts";
import type { Release } from "../../domain/history/base-search.ts";
import type { Change } from "../../domain/plan/change.ts";
import { channelOf } from "../../domain/version/channel.ts";
import type { Version } from "../../domain/version/version.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { readChangelog } from "../changelog-file.ts";
import type { Repository, Tag, Workspace } from "../ports.ts";
import { emptyRepository, shallowClone } from "../problems.ts";
import { releaseChanges } from "../release-changes.ts";
import { readOperand } from "../release-operand.ts";
import { listOfTags } from "../list-of-tags.ts";
import { indexTags, releaseTags } from "../release-tags.ts";
import { releaseNames } from "../release-names.ts";

/** A release as its manifest sees it: tagged, or about to be. */
export interface ManifestRelease {
  readonly component: Component;
  readonly version: string;
  readonly parsed: Version;
  /** Its tag; absent while it has none. */
  readonly existing: Tag | undefined;
  /** The commit it is of; HEAD while it has no tag. */
  readonly commit: string;
  /** The release before. */
  readonly since: Release | undefined;
  /** Newest first. */
  readonly changes: readonly Change[];
  /** Printed name of what is released. */
  readonly product: string;
  readonly names: ArtifactNames;
  readonly entry: ChangelogPart;
  /** The entry as a link from the manifest. */
  readonly changelogLink: string;
}

/** Finds a release by `[COMPONENT@]X.Y.Z`. Without a tag it is made from HEAD and the changelog of the working tree. */
export async function manifestRelease(
  { repository, workspace }: { repository: Repository; workspace: Workspace },
  product: Product,
  operand: string,
): Promise<ManifestRelease> {
  const { component, version: parsed, text: version } = readOperand(operand, product);
  const [{ shallow, head }, all] = await Promise.all([repository.state(), repository.tags()]);
  if (shallow) throw new SlipwayError(shallowClone());
  const existing = releaseTags(indexTags(all), component).find(version);
  const commit = existing?.commit ?? head;
  if (commit === undefined) throw new SlipwayError(emptyRepository());
  const tags = releaseTags(indexTags(listOfTags([...all].filter(({ name }) => name !== existing?.name))), component);
  const query = { tags, to: commit, channel: channelOf(parsed) || undefined };
  const [{ since, changes }, text] = await Promise.all([
    releaseChanges(repository, product, component, existing === undefined ? query : { ...query, released: parsed }),
    readChangelog(repository, workspace, component, existing === undefined ? undefined : commit),
  ]);
  const entry = entryOf(component, version, text);
  return {
    component,
    version,
    parsed,
    existing,
    commit,
    since,
    changes,
    product: component.name === null ? product.name : `${product.name} ${component.name}`,
    names: releaseNames(product, component, version),
    entry,
    changelogLink: `${fromFolder(product, component.changelog)}#${anchorOf(entry)}`,
  };
}

/** A path of the repository as seen from a file in the release folder. */
export function fromFolder({ releaseFolder }: Product, path: string): string {
  return encodeURI(posix.relative(releaseFolder, path)).replaceAll("(", "%28").replaceAll(")", "%29");
}

function entryOf({ changelog: path }: Component, version: string, text: string | undefined): ChangelogPart {
  const check = checkChangelog(text ?? "", version, path);
  const entry = text === undefined ? undefined : findEntry(parseChangelog(text), version);
  if (entry === undefined || entry.date === null)
    throw new SlipwayError(noEntry(check.ok ? `${path} missing entry for version ${version}` : check.message, version));
  return entry;
}

/** The anchor forges give a heading: lower case, without punctuation, blanks as hyphens. */
function anchorOf({ raw }: ChangelogPart): string {
  const text = (headingsOf(raw)[0]?.text ?? "").replaceAll(/\]\([^)]*\)/g, "]");
  return encodeURI(
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(/\s/g, "-"),
  );
}

function noEntry(found: string, version: string): Problem {
  return {
    code: "changelog-entry",
    kind: "failed",
    found,
    expected: `a dated entry \`## [${version}] - YYYY-MM-DD\`, from which the manifest takes its changes`,
    action: "`slipway changelog --write`, or write the entry by hand",
  };
}
