import { firstLine } from "../../domain/commit/commit.ts";
import { proveMergeBack } from "../../domain/branch/merge-back.ts";
import type { KindTools } from "../kinds/kind-tools.ts";
import { isReleaseWork, readTargetFacts, readUntil } from "../merge-back.ts";
import { readBranches } from "../read-branches.ts";
import { freshServices } from "./place-of-work.ts";

/** Whether a commit holds what is live, and what of it is missing. */
export interface LiveContained {
  readonly contained: boolean;
  /** How it is shown, or which commits are missing: one line for people. */
  readonly says: string;
}

/**
 * Whether a commit may follow what is live: it contains it, or each of its commits has an equivalent there, on record as a
 * cherry-pick or with the same patch. Commits that only a release itself writes need none.
 */
export async function containsLive(tools: KindTools, commit: string, liveCommit: string): Promise<LiveContained> {
  const services = await freshServices(tools);
  const { repository, branches, lines } = services;
  if (await repository.isAncestor(liveCommit, commit))
    return { contained: true, says: `it contains ${liveCommit.slice(0, 12)}, which is live` };
  const product = await services.product();
  const context = await readBranches(repository, branches, product);
  const only = new Set((await lines.gained(commit, liveCommit)).map(({ hash }) => hash));
  const work = (await readUntil(repository, liveCommit, only)).filter(
    ({ paths = [] }) => !isReleaseWork(paths, product),
  );
  const fixes = work.map(({ hash, message }) => ({ commit: hash, subject: firstLine(message) }));
  const facts = await readTargetFacts(context, { tip: liveCommit }, { name: "it", tip: commit }, fixes);
  const missing = proveMergeBack(fixes, facts).commits.filter(({ state }) => state === "missing");
  if (missing.length === 0) return { contained: true, says: "it has an equivalent of every commit that is live" };
  const named = missing.slice(0, 5).map(({ commit: hash, subject }) => `${hash.slice(0, 12)} ${subject.slice(0, 80)}`);
  return { contained: false, says: `it lacks ${missing.length} commits that are live: ${named.join("; ")}` };
}
