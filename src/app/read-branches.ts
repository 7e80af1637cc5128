import type { Product } from "../config/product.ts";
import type { BranchException } from "../domain/branch/exception.ts";
import type { Live } from "../domain/branch/main-branch.ts";
import { branchScene, type BranchRelease, type RecordedRelease, type Scene } from "../domain/branch/scene.ts";
import type { CommitGraph } from "../domain/history/commit-graph.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import type { BranchReader, BranchRef, Repository } from "./ports.ts";
import { emptyRepository, shallowClone } from "./problems.ts";
import { indexTags, releaseTags } from "./release-tags.ts";

/** What every question about branches needs. */
export interface BranchContext {
  readonly repository: Repository;
  readonly reader: BranchReader;
  readonly product: Product;
  readonly scene: Scene;
  readonly records: BranchRecords;
}

/** What the ledger knows about branches that git does not. */
export interface BranchRecords {
  /** What people allowed branches to hold. */
  readonly exceptions: readonly BranchException[];
  /** What became of the release of a branch, by name of the branch. */
  readonly releases: ReadonlyMap<string, RecordedRelease>;
  /** What runs in production. */
  readonly live: readonly Live[];
}

export const NO_RECORDS: BranchRecords = { exceptions: [], releases: new Map(), live: [] };

/** Reads branches, tags and the graph once; every rule is then answered in memory. */
export async function readBranches(
  repository: Repository,
  reader: BranchReader,
  product: Product,
  records: BranchRecords = NO_RECORDS,
): Promise<BranchContext> {
  const state = await repository.state();
  if (state.shallow) throw new SlipwayError(shallowClone());
  const refs = await reader.branches();
  if (refs.length === 0 && state.head === undefined) throw new SlipwayError(emptyRepository());
  const [graph, tags] = await Promise.all([reader.graph(), repository.tags()]);
  const index = indexTags(tags);
  const releases = product.components.flatMap((component): BranchRelease[] => {
    const own = releaseTags(index, component);
    return own
      .all()
      .filter(({ commit }) => graph.has(commit))
      .map((release) => ({ ...release, component: component.name, marked: own.isMarked(release.tag) }));
  });
  const scene = branchScene({
    rules: product.branches,
    graph,
    branches: knownBranches(refs, graph),
    releases,
    recorded: records.releases,
  });
  if (scene === undefined) throw new SlipwayError(noMainBranch(product, refs));
  return { repository, reader, product, scene, records };
}

/** One branch per name. A local branch that only lags behind its remote one is read as the remote has it. */
function knownBranches(refs: readonly BranchRef[], graph: CommitGraph): BranchRef[] {
  const byName = new Map<string, BranchRef>();
  const order = refs.toSorted((a, b) => rank(a) - rank(b));
  for (const ref of order) {
    const known = byName.get(ref.name);
    const isNewer = known !== undefined && known.tip !== ref.tip && graph.contains(ref.tip, known.tip);
    if (known === undefined || isNewer) byName.set(ref.name, ref);
  }
  return [...byName.values()];
}

function rank({ remote }: BranchRef): number {
  if (remote === null) return 0;
  return remote === "origin" ? 1 : 2;
}

function noMainBranch({ branches, source }: Product, refs: readonly BranchRef[]): Problem {
  const wanted = branches.roles.get("main")?.patterns.map(({ text }) => text) ?? [];
  const names = [...new Set(refs.map(({ name }) => name))];
  return {
    code: "no-main-branch",
    kind: "input",
    found: `no branch is named ${wanted.join(" or ")} (${source}); there ${names.length === 1 ? "is" : "are"} ${names.slice(0, 10).join(", ") || "none"}`,
    expected: "a branch with the role main",
    action: "name it in slipway.yaml, for example `branches: { main: { pattern: trunk } }`, or fetch it",
  };
}
