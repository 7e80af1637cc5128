import type { Component } from "../../config/product.ts";
import { NO_DERIVING_TOOL, allReasons } from "../../domain/backtest/person-chosen.ts";
import type { ReleaseFacts } from "../../domain/backtest/release-facts.ts";
import { releaseSection } from "../../domain/backtest/release-section.ts";
import type { Verdict } from "../../domain/backtest/verdict.ts";
import type { Commit } from "../../domain/commit/commit.ts";
import type { Release } from "../../domain/history/base-search.ts";
import type { Signal } from "../../domain/plan/significance.ts";
import { assemblePlan } from "../../domain/plan/plan.ts";
import { channelOf } from "../../domain/version/channel.ts";
import { compareVersions, formatVersion, isPrerelease, releaseOf } from "../../domain/version/version.ts";
import { planInput } from "../plan-input.ts";
import type { Snapshots } from "../ports.ts";
import { readHistory, type ComponentHistory } from "../read-history.ts";
import type { ReleaseTags } from "../release-tags.ts";
import type { MemoryHistory } from "./memory-history.ts";
import type { PastConvention } from "./past-conventions.ts";
import type { ReleaseLine } from "./release-lines.ts";

/** One release to replay, with all that is known about it. */
export interface Replay extends PastConvention {
  readonly line: ReleaseLine;
  /** All lines of the repository, this one included. */
  readonly lines: readonly ReleaseLine[];
  readonly release: Release;
  readonly previous: Commit | undefined;
  readonly following: Commit | undefined;
  readonly history: MemoryHistory;
  readonly snapshots: Snapshots;
}

export interface Replayed extends Replay {
  readonly component: Component | undefined;
  readonly verdict: Verdict;
  /** What the history said; absent where nothing was asked. */
  readonly read: ComponentHistory | undefined;
}

const CHANGELOGS = [
  "CHANGELOG.md",
  "changelog.md",
  "Changelog.md",
  "CHANGES.md",
  "HISTORY.md",
  "History.md",
  "docs/CHANGELOG.md",
  "CHANGELOG",
];

/** Answers for the commit of a release as if its tag were not there, and compares. */
export async function replayRelease(replay: Replay): Promise<Replayed> {
  const component = replay.line.componentOf(replay.product);
  const { tool } = replay.product;
  if (component === undefined || tool === undefined) return withoutTool(replay);
  const channel = isPrerelease(replay.release.version) ? channelOf(replay.release.version) : undefined;
  const read = await readBefore(replay, component, channel);
  const facts = await factsOf(replay, component, tool, read);
  const reasons = allReasons(facts);
  const to = replay.release.commit;
  const signals = releasedTogether(replay, component);
  const plan = assemblePlan({
    ...planInput({ history: read, rules: replay.product.rules, to, channel, signals }),
    isTaken: () => false,
  });
  const ours = plan.ok ? plan.value.next : null;
  const isExact = ours === formatVersion(replay.release.version);
  const why = plan.ok
    ? `${plan.value.reason}${plan.value.decidedBy === null ? "" : ` [${plan.value.decidedBy}]`}`
    : plan.error.found;
  const verdict: Verdict = {
    tag: replay.release.tag,
    component: replay.line.name,
    version: replay.release.version,
    base: read.since?.version,
    outcome: reasons.length > 0 ? "left out" : isExact ? "exact" : "differs",
    ours,
    why,
    reasons,
  };
  return { ...replay, component, verdict, read };
}

function withoutTool(replay: Replay): Replayed {
  const { release, line } = replay;
  return {
    ...replay,
    component: undefined,
    read: undefined,
    verdict: {
      tag: release.tag,
      component: line.name,
      version: release.version,
      base: undefined,
      outcome: "left out",
      ours: null,
      why: "not asked",
      reasons: [NO_DERIVING_TOOL],
    },
  };
}

/**
 * Components that this one depends on and that were released with it. Each of them is judged on its own, so here their
 * release is taken as given.
 */
function releasedTogether({ product, lines, release }: Replay, component: Component): Signal[] {
  if (product.dependents === "none") return [];
  const together = lines.filter(
    ({ name, tags }) => name !== null && component.dependsOn.includes(name) && tags.at(release.commit).length > 0,
  );
  return together.map(({ name }) => ({
    source: "dependency",
    bump: product.dependents,
    evidence: `depends on ${name}, which is released with it`,
  }));
}

/** The history as it was just before the release: tags on its own commit are not there yet. */
export async function readBefore(
  { line, product, history, release }: Replay,
  component: Component,
  channel: string | undefined,
  to = release.commit,
): Promise<ComponentHistory> {
  const tags: ReleaseTags = { ...line.tags, at: (hash) => (hash === release.commit ? [] : line.tags.at(hash)) };
  const only = { ...product, components: [component] as const };
  const [read] = await readHistory(history.repository, only, new Map([[component, tags]]), {
    to,
    channel,
    from: undefined,
  });
  return read!;
}

async function factsOf(
  replay: Replay,
  component: Component,
  tool: string,
  read: ComponentHistory,
): Promise<ReleaseFacts> {
  const { release, line, product, convention, history, previous, following } = replay;
  const { version, commit } = release;
  const twins = line.tags.at(commit).filter(({ tag }) => tag !== release.tag);
  const plain = releaseOf(version);
  const isReached = (other: Release | undefined): boolean =>
    other !== undefined && compareVersions(other.version, plain) === 0;
  const released = line.tags.find(formatVersion(plain));
  return {
    version,
    isAnnotated: line.tags.isAnnotated(release.tag),
    commit: history.commit(commit)!,
    previous,
    following,
    base: read.stable,
    range: read.commits,
    tool,
    foreignCode: convention.foreignCode,
    zero: product.rules.zero,
    hasLowerTwin: twins.some((twin) => !isPrerelease(twin.version) && compareVersions(twin.version, version) < 0),
    isVariant:
      isPrerelease(version) &&
      (twins.some((twin) => isReached(twin)) ||
        (released !== undefined && (await history.repository.isAncestor(released.commit, commit)))),
    ...(await notesOf(replay, component, read)),
  };
}

/** Only tools that write a changelog into the repository are asked what it says. */
async function notesOf(
  { release, product, snapshots, line }: Replay,
  component: Component,
  { stable }: ComponentHistory,
): Promise<Pick<ReleaseFacts, "section" | "hasBaseSection">> {
  const none = { section: undefined, hasBaseSection: false };
  if (product.tool === "semantic-release" || product.tool === "slipway") return none;
  const paths = line.name === null ? [component.changelog, ...CHANGELOGS] : [component.changelog];
  const [id] = (await snapshots.find(release.commit, paths)).values();
  if (id === undefined) return none;
  const text = await snapshots.text(id);
  return {
    section: releaseSection(text, formatVersion(release.version)),
    hasBaseSection: stable !== undefined && releaseSection(text, formatVersion(stable.version)) !== undefined,
  };
}
