/** Who depends on whom: name → names it depends on. */
export type DependencyGraph = ReadonlyMap<string, readonly string[]>;

/** Names in an order in which everything comes after what it depends on. The graph must have no cycle. */
export function dependencyOrder(graph: DependencyGraph): string[] {
  const done = new Set<string>();
  const visit = (name: string): void => {
    if (done.has(name)) return;
    for (const dependency of graph.get(name) ?? []) visit(dependency);
    done.add(name);
  };
  for (const name of graph.keys()) visit(name);
  return [...done];
}

/** A cycle, its first name repeated at the end; absent when there is none. */
export function cycleIn(graph: DependencyGraph): string[] | undefined {
  const state = new Map<string, "open" | "done">();
  const path: string[] = [];
  const visit = (name: string): string[] | undefined => {
    if (state.get(name) === "done") return undefined;
    if (state.get(name) === "open") return [...path.slice(path.indexOf(name)), name];
    state.set(name, "open");
    path.push(name);
    for (const dependency of graph.get(name) ?? []) {
      const cycle = visit(dependency);
      if (cycle !== undefined) return cycle;
    }
    path.pop();
    state.set(name, "done");
    return undefined;
  };
  for (const name of graph.keys()) {
    const cycle = visit(name);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
