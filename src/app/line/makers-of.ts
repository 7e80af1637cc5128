import type { KindTools } from "../kinds/kind-tools.ts";
import { isReleaseWork } from "../merge-back.ts";
import type { JobRelease } from "../engine-ports.ts";
import { freshServices } from "./place-of-work.ts";
import { textIn } from "./release-line.ts";

/** A commit never changes, so who made what leads to it is asked once. */
const known = new WeakMap<KindTools, Map<string, readonly string[]>>();

/**
 * Who wrote what a release brings, since the release before it. Merges, and commits that a release writes by itself, do
 * not count: their content was written by others.
 */
export async function makersOf(
  tools: KindTools,
  { facts }: Pick<JobRelease, "facts">,
  commit: string,
): Promise<readonly string[]> {
  const since = textIn(facts.get("since"));
  const key = `${since ?? ""}..${commit}`;
  const makers = known.get(tools) ?? new Map<string, readonly string[]>();
  known.set(tools, makers);
  const found = makers.get(key) ?? (await readMakers(tools, commit, since));
  makers.set(key, found);
  return found;
}

async function readMakers(tools: KindTools, commit: string, since: string | undefined): Promise<readonly string[]> {
  const { repository, product: readProduct } = await freshServices(tools);
  const product = await readProduct();
  const makers = new Set<string>();
  for await (const batch of repository.log({ to: commit, not: since === undefined ? [] : [since], paths: true }))
    for (const { author, parents, paths = [] } of batch)
      if (parents.length < 2 && !isReleaseWork(paths, product)) makers.add(author.email);
  return [...makers].toSorted();
}
