import type { DependencyGraph } from "../component/graph.ts";
import type { Bump } from "../version/bump.ts";
import type { Signal } from "./significance.ts";

/** A component that is bumped because another one is: one edge of the dependency graph. */
export interface Dependent {
  readonly component: string;
  /** The bumped component it depends on. */
  readonly because: string;
  readonly bump: Bump;
  readonly next: string | null;
}

interface Planned {
  readonly bump: Bump;
  readonly next: string | null;
  readonly current: { readonly version: string } | null;
}

/** What bumped dependencies say about a component: one signal an edge. */
export function dependencySignals(
  dependsOn: readonly string[],
  plans: ReadonlyMap<string, Planned>,
  bump: Bump,
): Signal[] {
  return dependsOn.flatMap((name) => {
    const plan = plans.get(name);
    if (plan === undefined || plan.next === null) return [];
    const evidence = `depends on ${name}, which goes ${plan.current?.version ?? "unreleased"} -> ${plan.next}`;
    return [{ source: "dependency" as const, bump, evidence }];
  });
}

/** Every edge that leads from a bumped component to those it takes along, nearest first. */
export function dependentsOf(
  component: string,
  graph: DependencyGraph,
  plans: ReadonlyMap<string, Planned>,
): Dependent[] {
  const edges: Dependent[] = [];
  const reached = new Set([component]);
  for (const because of reached) {
    if (plans.get(because)?.next == null) continue;
    for (const [name, dependsOn] of graph) {
      const plan = plans.get(name);
      if (!dependsOn.includes(because) || plan?.next == null) continue;
      edges.push({ component: name, because, bump: plan.bump, next: plan.next });
      reached.add(name);
    }
  }
  return edges;
}
