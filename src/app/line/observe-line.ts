import type { KindTools } from "../kinds/kind-tools.ts";
import { freshServices } from "./place-of-work.ts";
import { branchOf, commitOf, isOpenLine, type LineRelease } from "./release-line.ts";
import { sourceDigest } from "./subject-at.ts";

/** What the line of a release is now. */
export interface ObservedLine {
  readonly facts: { readonly commit: string };
  readonly subject: { readonly source: string };
}

/** A commit never changes, so what it holds is asked once. */
const known = new WeakMap<KindTools, Map<string, string>>();

/**
 * Looks at git: a new commit on the branch of a release changes its source, and voids what covered the old one. Once it is
 * merged or tagged, the release is that commit, whatever comes after it. Absent when there is no such branch.
 */
export async function observeLine(tools: KindTools, release: LineRelease): Promise<ObservedLine | undefined> {
  const branch = branchOf(release);
  const tip = branch === undefined || !isOpenLine(release) ? undefined : await tools.services.lines.tip(branch);
  const commit = tip ?? commitOf(release);
  if (commit === undefined) return undefined;
  const digests = known.get(tools) ?? new Map<string, string>();
  known.set(tools, digests);
  const source = digests.get(commit) ?? (await readSource(tools, commit));
  digests.set(commit, source);
  return { facts: { commit }, subject: { source } };
}

async function readSource(tools: KindTools, commit: string): Promise<string> {
  const services = await freshServices(tools);
  return sourceDigest(services, await (await services.artifacts()).productAt(commit), commit);
}
