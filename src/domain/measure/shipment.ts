import { tierOf, type Process } from "../process/process.ts";
import { partOf } from "../release/draft.ts";
import { layoutOf } from "../release/layout.ts";
import { MAIN, type ReleaseState } from "../release/release-state.ts";

/** A release as measures look at it: what it was, what was promised, and when it arrived. */
export interface Shipment {
  readonly release: string;
  readonly version: string;
  readonly type: string;
  readonly isExceptional: boolean;
  /** Whether nothing more is going to arrive. */
  readonly isOver: boolean;
  /** When all of production had it; without a deployment, when it ended as released. Unix milliseconds. */
  readonly shippedAt: number | null;
  /** The day that was published first; `null`: none was. */
  readonly published: PublishedDay | null;
}

export interface PublishedDay {
  /** On the clocks of the zone, `2026-01-13`. */
  readonly day: string;
  readonly zone: string;
}

/** Fact under which the day stands that was published first for an environment. */
export function publishedKey(environment: string): string {
  return `published:${environment}`;
}

export function shipmentOf(process: Process, state: ReleaseState): Shipment {
  const { release, version, releaseType: type, status } = state;
  return {
    release,
    version,
    type,
    isExceptional: process.types.get(type)?.isExceptional ?? false,
    isOver: status !== "running",
    shippedAt: shippedAt(process, state),
    published: publishedDay(process, state),
  };
}

/** Where production consists of parts, the last one counts; a rollback later on does not undo that users had it. */
function shippedAt(process: Process, state: ReleaseState): number | null {
  const run = state.runs.get(MAIN);
  if (run === undefined) return null;
  const { works } = layoutOf(process, partOf(state, run));
  const arrivals = run.visits.filter(({ step, outcome, member, members }) => {
    const work = works.get(step);
    const isWhole = outcome === "verified" && member === (members.at(-1) ?? null);
    if (!isWhole || work?.kind !== "deploy" || work.with["version"] === "previous") return false;
    return tierOf(work, process.environments) === "production";
  });
  const ends = arrivals.flatMap(({ endedAt }) => endedAt ?? []);
  if (ends.length > 0) return Math.max(...ends);
  return state.status === "released" ? Math.max(...run.visits.flatMap(({ endedAt }) => endedAt ?? [])) : null;
}

function publishedDay({ environments }: Process, { facts }: ReleaseState): PublishedDay | null {
  for (const { name, tier } of environments.values()) {
    const fact = tier === "production" ? facts.get(publishedKey(name)) : undefined;
    if (typeof fact !== "object" || fact === null || !("day" in fact)) continue;
    const { day, zone } = fact;
    if (typeof day === "string" && typeof zone === "string") return { day, zone };
  }
  return null;
}
