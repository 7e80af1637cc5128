import { compareReleases, componentPart } from "./planned-release.ts";
import type { ScopeEvent } from "./scope-event.ts";
import { itemsOf, planOf, releaseOf, type PlannedItem, type ScopeState } from "./scope-state.ts";

/** What speaks against something that is allowed. Asked with what was decided, and with the scope before it. */
export function scopeWarnings(state: ScopeState, events: readonly ScopeEvent[]): readonly string[] {
  return events.flatMap((event) => {
    const item = "item" in event ? state.items.get(event.item) : undefined;
    if (item === undefined) return [];
    if (event.type === "item-targeted") return targetWarnings(state, item, event.release);
    if (event.type === "item-deferred")
      return [...leftBehind(state, item, event.to), ...weighed(state, item, event.to)];
    return event.type === "item-removed" ? leftBehind(state, item, null) : [];
  });
}

/** At least one release ahead: before work on the item begins, and behind the release that is being developed (P-07). */
function targetWarnings(state: ScopeState, item: PlannedItem, release: string): readonly string[] {
  const started =
    item.stage === "specification"
      ? []
      : [`${item.id} is at ${item.stage} already: it was developed without a release`];
  const running = inDevelopment(state, componentPart(release));
  const order = running === undefined ? undefined : compareReleases(release, running);
  const near =
    running !== undefined && order !== undefined && order <= 0
      ? [`${release} is being developed: items are aimed at least one release ahead`]
      : [];
  return [...started, ...near, ...weighed(state, item, release)];
}

/** The first release of which an item is being developed. */
function inDevelopment({ items }: ScopeState, component: string | null): string | undefined {
  return [...items.values()]
    .filter(({ stage }) => stage !== "specification" && stage !== "integrated")
    .flatMap((item) => releaseOf(item) ?? [])
    .filter((release) => componentPart(release) === component)
    .reduce<string | undefined>(
      (first, release) => (first === undefined || (compareReleases(release, first) ?? 0) < 0 ? release : first),
      undefined,
    );
}

/** Capacity and strategic date (P-08). */
function weighed(state: ScopeState, item: PlannedItem, release: string): readonly string[] {
  const { capacity, milestones } = planOf(state, release);
  const sizes = [...itemsOf(state, release), item].map(({ size }) => size);
  const sum = sizes.reduce<number>((total, size) => total + (size ?? 0), 0);
  const day = milestones.get("release");
  const expected = day?.forecast ?? day?.planned ?? null;
  return [
    ...(capacity !== null && sum > capacity ? [`${release} would hold ${sum} of ${capacity}`] : []),
    ...(capacity !== null && item.size === null ? [`${item.id} has no size, ${release} has a capacity`] : []),
    ...(item.due !== null && expected !== null && expected > item.due
      ? [`${release} comes after ${item.id} is due`]
      : []),
  ];
}

function leftBehind({ items }: ScopeState, { id, release }: PlannedItem, to: string | null): readonly string[] {
  return [...items.values()]
    .filter((other) => other.release === release && other.stage !== "integrated" && other.dependsOn.includes(id))
    .map((other) => `${other.id} depends on ${id}, which ${to === null ? "leaves" : `goes to ${to}`}`);
}
