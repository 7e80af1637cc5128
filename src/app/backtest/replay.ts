import type { Component } from "../../config/product.ts";
import { NO_DERIVING_TOOL, allReasons } from "../../domain/backtest/person-chosen.ts";
import type { Verdict } from "../../domain/backtest/verdict.ts";
import type { Signal } from "../../domain/plan/significance.ts";
import { assemblePlan } from "../../domain/plan/plan.ts";
import { channelOf } from "../../domain/version/channel.ts";
import { formatVersion, isPrerelease } from "../../domain/version/version.ts";
import { planInput } from "../plan-input.ts";
import type { ComponentHistory } from "../component-history.ts";
import { readHistory } from "../read-history.ts";
import { releaseTags, type ReleaseTags } from "../release-tags.ts";
import type { Replay } from "./release-replay.ts";
import { factsOf } from "./read-facts.ts";

export interface Replayed extends Replay {
  readonly component: Component | undefined;
  readonly verdict: Verdict;
  /** What the history said; absent where nothing was asked. */
  readonly read: ComponentHistory | undefined;
}

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
    ...planInput({ history: read, rules: component.rules, to, channel, signals }),
    isTaken: (version) => wasTaken(replay, version),
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

/** Whether a tag used a version up before the release: numbers of lines that its commit does not contain are passed over. */
function wasTaken({ line, history, release }: Replay, version: string): boolean {
  const other = history.commit(line.tags.find(version)?.commit ?? release.commit);
  const { committedAt } = history.commit(release.commit)!;
  return other !== undefined && other.hash !== release.commit && other.committedAt < committedAt;
}

/**
 * Components that this one depends on and that were released with it. Each of them is judged on its own, so here their
 * release is taken as given.
 */
function releasedTogether({ product, index, release }: Replay, component: Component): Signal[] {
  if (product.dependents === "none") return [];
  const together = product.components.filter(
    (other) =>
      other.name !== null &&
      component.dependsOn.includes(other.name) &&
      releaseTags(index, other).at(release.commit).length > 0,
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
