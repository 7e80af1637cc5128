import type { Component } from "../config/product.ts";
import { isDefaultObjective, isDefaultTitle, SCAN_LABEL, UNRECORDED } from "../domain/changelog/default-lines.ts";
import { findEntry, type ChangelogDocument } from "../domain/changelog/document.ts";
import { entryDetails, itemsOfSection, parseEntry, type EntryDetails } from "../domain/changelog/entry.ts";
import { forgeOf, type Forge } from "../domain/changelog/forge.ts";
import type { Verification } from "../domain/changelog/write-entry.ts";
import type { Repository, Workspace } from "./ports.ts";

/** The changelog of a component: of a revision, or of the working tree where there is one and no revision is named. */
export async function readChangelog(
  repository: Repository,
  workspace: Workspace,
  { changelog }: Component,
  revision: string | undefined,
): Promise<string | undefined> {
  const { root, head } = await repository.state();
  if (revision === undefined && root !== undefined) return workspace.read(changelog);
  const at = revision ?? head;
  return at === undefined ? undefined : (await repository.files(at, [changelog])).get(changelog)?.toString();
}

/** What people wrote around the items of an entry; what stands there by default does not count. */
export interface WrittenDetails extends EntryDetails {
  readonly verification: Verification;
}

/** Title, objective and verification that a changelog gives to a version. */
export function detailsIn(document: ChangelogDocument | undefined, version: string | null): WrittenDetails {
  const part = document === undefined || version === null ? undefined : findEntry(document, version);
  if (part === undefined) return { title: null, objective: null, verification: {} };
  const entry = parseEntry(part.raw);
  const { title, objective } = entryDetails(entry);
  const [tests, scan] = itemsOfSection(entry, "Verification").map(({ text }) => text);
  return {
    title: title === null || isDefaultTitle(title) ? null : title,
    objective: objective === null || isDefaultObjective(objective) ? null : objective,
    verification: {
      tests: tests === UNRECORDED.tests ? undefined : tests,
      securityScan: scan === UNRECORDED.securityScan ? undefined : scan?.replace(SCAN_LABEL, ""),
    },
  };
}

export async function readForge(repository: Repository): Promise<Forge | undefined> {
  return forgeOf(await repository.setting("remote.origin.url"));
}
