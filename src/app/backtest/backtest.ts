import type { Product } from "../../config/product.ts";
import type { Release } from "../../domain/history/base-search.ts";
import { summarise, type BacktestSummary, type NothingTally, type Verdict } from "../../domain/backtest/verdict.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import type { Repository, Snapshots } from "../ports.ts";
import { noReleases, shallowClone } from "../problems.ts";
import { indexTags } from "../release-tags.ts";
import { readMemoryHistory, type MemoryHistory } from "./memory-history.ts";
import { pastConventions, type PastConvention } from "./past-conventions.ts";
import { linesWanted, releaseLines, type ReleaseLine } from "./release-lines.ts";
import type { Replay } from "./release-replay.ts";
import { replayRelease } from "./replay.ts";
import { countNothing } from "./nothing-to-release.ts";

export interface BacktestRequest {
  readonly component: string | undefined;
  /** Replay only releases that this one does not contain. */
  readonly from: string | undefined;
  /** How many of the newest releases are replayed. */
  readonly limit: number | undefined;
}

export interface Backtest {
  readonly summary: BacktestSummary;
  readonly verdicts: readonly Verdict[];
}

interface Past extends PastConvention {
  readonly line: ReleaseLine;
  readonly release: Release;
}

/** Replays the releases of a repository, each from what its commit contains and nothing later. */
export async function backtest(
  repository: Repository,
  product: Product,
  request: BacktestRequest,
  progress: (text: string) => void,
): Promise<Backtest> {
  const [{ shallow }, tags] = await Promise.all([repository.state(), repository.tags()]);
  if (shallow) throw new SlipwayError(shallowClone());
  const index = indexTags(tags);
  const lines = releaseLines(product, index);
  const wanted = linesWanted(lines, product, request.component);
  if (wanted.length === 0) throw new SlipwayError(noReleases());
  const snapshots = repository.snapshots();
  const past = await readPast(wanted, conventionsOf(product, snapshots));
  const commits = [...new Set(past.map(({ release }) => release.commit))];
  progress(`reading the history of ${past.length} releases`);
  const history = await readMemoryHistory(repository, commits, [...tags]);
  const chosen = await choose(past, history, request, repository);
  return replayAll(chosen, { index, history, snapshots }, progress);
}

/** A configuration of our own holds for the whole past; otherwise each commit tells what held then. */
function conventionsOf(product: Product, snapshots: Snapshots): (commit: string) => Promise<PastConvention> {
  if (product.tool !== "slipway") return pastConventions(snapshots, product.name);
  const own: PastConvention = { product, convention: { source: product.source, document: {} } };
  return async () => own;
}

async function readPast(
  lines: readonly ReleaseLine[],
  conventionAt: (commit: string) => Promise<PastConvention>,
): Promise<Past[]> {
  const past: Past[] = [];
  for (const line of lines) {
    for (const release of line.releases) past.push({ line, release, ...(await conventionAt(release.commit)) });
  }
  return past;
}

/** Oldest first, and only those asked for. */
async function choose(
  past: readonly Past[],
  history: MemoryHistory,
  { from, limit }: BacktestRequest,
  repository: Repository,
): Promise<Past[]> {
  const ordered = past.toSorted((a, b) => history.position(b.release.commit) - history.position(a.release.commit));
  if (from === undefined) return ordered.slice(limit === undefined ? 0 : -limit);
  const start = await repository.resolve(from);
  const after: Past[] = [];
  for (const each of ordered) if (!(await history.repository.isAncestor(each.release.commit, start))) after.push(each);
  return after.slice(limit === undefined ? 0 : -limit);
}

async function replayAll(
  past: readonly Past[],
  scene: Pick<Replay, "index" | "history" | "snapshots">,
  progress: (text: string) => void,
): Promise<Backtest> {
  const { history } = scene;
  const verdicts: Verdict[] = [];
  const nothing: NothingTally[] = [];
  for (const [index, each] of past.entries()) {
    const replay = await replayRelease({ ...each, ...neighbours(past, index, history), ...scene });
    verdicts.push(replay.verdict);
    if (replay.verdict.outcome === "exact") nothing.push(await countNothing(replay, history));
    if ((index + 1) % 500 === 0) progress(`${index + 1} of ${past.length} releases replayed`);
  }
  return { summary: summarise(verdicts, total(nothing)), verdicts };
}

/** The release commits before and after one on the same line. */
function neighbours(
  past: readonly Past[],
  index: number,
  history: MemoryHistory,
): Pick<Replay, "previous" | "following"> {
  const near = (step: 1 | -1) => {
    for (let at = index + step; at >= 0 && at < past.length; at += step) {
      if (past[at]!.line === past[index]!.line) return history.commit(past[at]!.release.commit);
    }
    return undefined;
  };
  return { previous: near(-1), following: near(1) };
}

function total(tallies: readonly NothingTally[]): NothingTally {
  const sum = (pick: (tally: NothingTally) => number): number => tallies.reduce((all, tally) => all + pick(tally), 0);
  return {
    states: sum(({ states }) => states),
    nothing: sum(({ nothing }) => nothing),
    plain: sum(({ plain }) => plain),
    released: sum(({ released }) => released),
  };
}
