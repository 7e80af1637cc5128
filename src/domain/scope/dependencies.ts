import { compareReleases } from "./planned-release.ts";
import { releaseOf, type PlannedItem, type ScopeState } from "./scope-state.ts";

/** The way from an item back to itself if it depended on these, or `undefined` when there is none. */
export function cycleThrough(
  { items }: ScopeState,
  item: string,
  dependsOn: readonly string[],
): readonly string[] | undefined {
  const seen = new Set<string>();
  const open = dependsOn.map((id) => [item, id]);
  for (let way = open.pop(); way !== undefined; way = open.pop()) {
    const id = way.at(-1)!; // every way begins with two items
    if (id === item) return way;
    if (seen.has(id)) continue;
    seen.add(id);
    for (const next of items.get(id)?.dependsOn ?? []) open.push([...way, next]);
  }
  return undefined;
}

/** Items an item waits for that will not be there with this release, each with what is the matter. */
export function unmetDependencies(
  { items }: ScopeState,
  { dependsOn }: PlannedItem,
  release: string,
): readonly string[] {
  return dependsOn.flatMap((id) => {
    const other = items.get(id);
    if (other === undefined) return [`${id} is not known`];
    if (other.stage === "integrated") return [];
    const aim = releaseOf(other);
    if (aim === undefined) return [`${id} is aimed at no release`];
    const order = compareReleases(aim, release);
    return order !== undefined && order > 0 ? [`${id} comes with ${aim}`] : [];
  });
}
