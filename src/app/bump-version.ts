import type { Component, Product } from "../config/product.ts";
import { isMadeFromTag } from "../domain/artifact/artifact-names.ts";
import { firstLine } from "../domain/commit/commit.ts";
import { parseChangelog } from "../domain/changelog/document.ts";
import { fillTemplate } from "../domain/release-message/message-template.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import { detailsIn } from "./changelog-file.ts";
import { refuseDirtyTree } from "./clean-tree.ts";
import type { SignalReader } from "./plan-releases.ts";
import type { Repository, RepositoryWriter, Workspace } from "./ports.ts";
import { targetOrNext } from "./target-or-next.ts";
import { planEdits, type VersionEdit } from "./version-files.ts";

const RECENT_COMMITS = 100;

export interface BumpRequest {
  /** `[COMPONENT@]X.Y.Z`; absent: the planned next version. */
  readonly operand: string | undefined;
  /** Name of the component when no operand names it. */
  readonly component: string | undefined;
  /** Release type that holds the planned version to its bumps. */
  readonly type: string | undefined;
  readonly dryRun: boolean;
  /** Commit the result: with the message of a bump, or with that of a release and everything a release writes. */
  readonly commit: "bump" | "release" | undefined;
}

export interface BumpTools {
  readonly repository: Repository;
  readonly workspace: Workspace;
  readonly writer: RepositoryWriter;
  readonly signals: SignalReader;
}

export interface BumpResult {
  readonly component: string | null;
  readonly version: string;
  readonly files: readonly (Pick<VersionEdit, "path" | "from" | "to"> & { readonly changed: boolean })[];
  /** `null` when none was asked for, or nothing was left to commit. `hash` is `null` on a dry run. */
  readonly commit: { readonly hash: string | null; readonly message: string; readonly made: boolean } | null;
}

/** Writes a version into the version files, and commits them where asked. Run again, it finishes what is left. */
export async function bumpVersion(tools: BumpTools, product: Product, request: BumpRequest): Promise<BumpResult> {
  const { component, text: version } = await targetOrNext(tools, product, {
    operand: request.operand,
    component: request.component,
    type: request.type,
  });
  if (component.versionFiles.length === 0 && request.commit === undefined) throw new SlipwayError(noVersionFiles());
  const edits = await planEdits(component, version, (path) => tools.workspace.read(path));
  await refuseDirtyTree(tools.repository, product);
  if (!request.dryRun) {
    for (const { path, content } of edits) if (content !== undefined) await tools.workspace.write(path, content);
  }
  return {
    component: component.name,
    version,
    files: edits.map(({ path, from, to, content }) => ({ path, from, to, changed: content !== undefined })),
    commit:
      request.commit === undefined ? null : await commitWritten(tools, product, component, { request, version, edits }),
  };
}

export interface Bump {
  readonly request: Pick<BumpRequest, "commit" | "dryRun">;
  readonly version: string;
  readonly edits: readonly VersionEdit[];
}

/** Commits what a release wrote so far. Without anything to commit it tells the commit an earlier run made. */
export async function commitWritten(
  { repository, workspace, writer }: Omit<BumpTools, "signals">,
  product: Product,
  component: Component,
  { request, version, edits }: Bump,
): Promise<BumpResult["commit"]> {
  const changelog = (await workspace.read(component.changelog)) ?? "";
  const message = fillTemplate(product.messages[request.commit === "release" ? "release" : "bump"], {
    version,
    product: product.name,
    component: component.name ?? product.name,
    title: detailsIn(parseChangelog(changelog), version).title ?? `Release ${version}`,
  });
  const isOurs = (path: string): boolean =>
    path === component.changelog ||
    component.versionFiles.some((file) => file.path === path) ||
    (request.commit === "release" && path.startsWith(`${product.releaseFolder}/`) && !isMadeFromTag(path));
  const pending = edits.flatMap(({ path, content }) => (content === undefined || !request.dryRun ? [] : [path]));
  const paths = [...new Set([...(await repository.changedPaths()).filter((path) => isOurs(path)), ...pending])];
  if (paths.length === 0) return recognised(repository, message);
  return { hash: request.dryRun ? null : await writer.commit(paths, `${message}\n`), message, made: true };
}

/** A commit that an earlier run made; it is among the newest, or its files would have changed since. */
async function recognised(repository: Repository, message: string): Promise<BumpResult["commit"]> {
  let seen = 0;
  for await (const batch of repository.log({ to: "HEAD" })) {
    const found = batch.find((candidate) => firstLine(candidate.message) === firstLine(message));
    if (found !== undefined) return { hash: found.hash, message, made: false };
    seen += batch.length;
    if (seen >= RECENT_COMMITS) return null;
  }
  return null;
}

function noVersionFiles(): Problem {
  return {
    code: "no-version-files",
    kind: "input",
    found: "no version file is configured, so there is nothing to write a version into",
    expected: "`versioning.files` in slipway.yaml, for example [package.json, package-lock.json]",
    action: "add it; `slipway init` proposes the files it finds",
  };
}
