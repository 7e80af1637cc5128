import { START, type Edge, type Graph } from "./graph.ts";

/** The steps that can be reached from a place over the edges that count. */
export function reachableFrom(
  { edges }: Graph,
  from: string,
  counts: (edge: Edge) => boolean = () => true,
): Set<string> {
  const outgoing = Map.groupBy(edges.filter(counts), (edge) => edge.from);
  const seen = new Set([from]);
  for (const node of seen) for (const { to } of outgoing.get(node) ?? []) seen.add(to);
  return seen;
}

/** A shortest way from one place to another over the edges that count; absent when there is none. */
export function shortestPath(
  { edges }: Graph,
  from: string,
  to: string,
  counts: (edge: Edge) => boolean = () => true,
): readonly Edge[] | undefined {
  if (from === to) return [];
  const outgoing = Map.groupBy(edges.filter(counts), (edge) => edge.from);
  const cameBy = new Map<string, Edge>();
  const seen = new Set([from]);
  for (const node of seen) {
    for (const edge of outgoing.get(node) ?? []) {
      if (seen.has(edge.to)) continue;
      seen.add(edge.to);
      cameBy.set(edge.to, edge);
      if (edge.to === to) return walkBack(cameBy, from, to);
    }
  }
  return undefined;
}

function walkBack(cameBy: ReadonlyMap<string, Edge>, from: string, to: string): Edge[] {
  const path: Edge[] = [];
  for (let node = to; node !== from; node = path[0]!.from) path.unshift(cameBy.get(node)!);
  return path;
}

/** A way as people read it: `merge -> tag -[rejected]-> commit`. Success is not labelled. */
export function describePath(path: readonly Edge[]): string {
  const [first] = path;
  if (first === undefined) return "";
  const steps = path.map(({ to, kind, outcome }) =>
    kind === "else" || kind === "skipped" || kind === "stop" ? ` -[${outcome}]-> ${to}` : ` -> ${to}`,
  );
  return `${first.from === START ? "start" : first.from}${steps.join("")}`;
}
