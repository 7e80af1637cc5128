import { finding, type ProcessFinding } from "./finding.ts";
import { ASK, END, START, type Edge, type Graph } from "./graph.ts";
import { reachableFrom, shortestPath } from "./path.ts";
import { isBounded, isIrreversible, outcomesOf, type Process } from "./process.ts";
import { DECLARING_KINDS } from "./step-kind.ts";

/** Every step can be reached, and every choice a person is given leads somewhere. */
export function checkReach({ works, ...graph }: Graph, place: string): ProcessFinding[] {
  const reached = reachableFrom({ works, ...graph }, START);
  const unreachable = [...works.keys()].filter((name) => !reached.has(name));
  const open = [...works.values()].flatMap((work) => {
    if (!DECLARING_KINDS.includes(work.kind)) return [];
    const [, ...others] = outcomesOf(work);
    return others
      .filter((outcome) => outcome !== "expired" && !work.else.has(outcome))
      .map((outcome) =>
        finding(
          "outcome-open",
          place,
          `${work.name} may end as ${outcome}, and nothing says what follows`,
          `\`else: { ${outcome}: … }\``,
          [{ from: work.name, to: ASK, kind: "stop", outcome }],
        ),
      );
  });
  return [
    ...unreachable.map((name) => finding("unreachable", place, `no way leads to ${name}`, "a way from the start")),
    ...open,
  ];
}

/** A loop without a person and without a limit could spin for ever. */
export function checkLoops(graph: Graph, place: string): ProcessFinding[] {
  const unbounded = (edge: Edge): boolean => !isBoundedStep(graph, edge.from) && !isBoundedStep(graph, edge.to);
  const reported = new Set<string>();
  return graph.edges.filter(unbounded).flatMap((edge) => {
    const back = shortestPath(graph, edge.to, edge.from, unbounded);
    if (back === undefined) return [];
    const loop = [edge, ...back];
    const key = [...new Set(loop.map(({ from }) => from))].toSorted().join(" ");
    if (reported.has(key)) return [];
    reported.add(key);
    return [
      finding(
        "endless-loop",
        place,
        "a loop that nobody and nothing ends",
        "a person's step in it, or `attempts`",
        loop,
      ),
    ];
  });
}

function isBoundedStep({ works }: Graph, name: string): boolean {
  const work = works.get(name);
  return work !== undefined && isBounded(work);
}

/** What cannot be taken back is never gone back past (rule 4). */
export function checkIrreversible(graph: Graph, process: Process, place: string): ProcessFinding[] {
  const { order, works, edges } = graph;
  const final = [...order.keys()].filter((name) => isIrreversible(works.get(name)!, process.environments));
  return final.flatMap((name) =>
    edges.flatMap((edge) => {
      if (!comesBack(edge, name, order)) return [];
      const after = edges.find(({ from, kind }) => from === name && kind === "success")!;
      const way = wayPast(graph, after, edge);
      if (way === undefined) return [];
      const start = shortestPath(graph, START, name) ?? [];
      const found = `${edge.from} leads back to ${edge.to}, although ${name} cannot be taken back`;
      return [finding("back-past-irreversible", place, found, `a step after ${name}`, [...start, ...way])];
    }),
  );
}

/** Whether an edge ends at the irreversible step or before it. */
function comesBack({ kind, to, from }: Edge, irreversible: string, order: Graph["order"]): boolean {
  const [target, limit] = [order.get(to), order.get(irreversible)];
  if (target === undefined || limit === undefined || from === irreversible) return false;
  return (kind === "jump" || kind === "else") && target <= limit;
}

/** From the success of the irreversible step to the edge that comes back, forwards all the way. */
function wayPast(graph: Graph, after: Edge, back: Edge): readonly Edge[] | undefined {
  const forwards = (edge: Edge): boolean => edge !== back;
  if (after.to === END) return undefined;
  const middle = shortestPath(graph, after.to, back.from, forwards);
  return middle === undefined ? undefined : [after, ...middle, back];
}
