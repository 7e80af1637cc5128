import { finding, type ProcessFinding } from "./finding.ts";
import { START, type Edge, type Graph } from "./graph.ts";
import { shortestPath } from "./path.ts";
import { textsIn, tierOf, type Process, type ProcessType, type Work } from "./process.ts";
import { isProgressive, PROGRESSIVE } from "./progressive.ts";
import { witnessesOf } from "./witnesses.ts";

/**
 * Everything a type requires holds on every way to production; what breaks it is shown as the way there. What it requires
 * under a condition is asked of the ways on which that condition holds.
 */
export function checkRequirements(
  graph: Graph,
  process: Process,
  { requires, requiresWhen }: Pick<ProcessType, "requires" | "requiresWhen">,
  place: string,
): ProcessFinding[] {
  const conditions = [...requiresWhen.keys()];
  const always = without(graph, ({ when }) => when !== null && conditions.includes(when));
  return [
    ...checkEach(always, process, requires, place),
    ...[...requiresWhen].flatMap(([condition, more]) => {
      const others = without(graph, ({ when }) => when !== condition && when !== null && conditions.includes(when));
      const held = others.edges.filter(
        ({ from, kind }) => kind !== "skipped" || others.works.get(from)?.when !== condition,
      );
      return checkEach({ ...others, edges: held }, process, [...requires, ...more], `${place}, when ${condition}`);
    }),
  ];
}

/** A graph in which these works are no witnesses; the ways through them stay. */
function without(graph: Graph, isLeftOut: (work: Work) => boolean): Graph {
  return { ...graph, works: new Map([...graph.works].filter(([, work]) => !isLeftOut(work))) };
}

function checkEach(graph: Graph, process: Process, requires: readonly string[], place: string): ProcessFinding[] {
  const arrivals = [...graph.works.values()].filter(
    (work) => work.kind === "deploy" && tierOf(work, process.environments) === "production",
  );
  return requires.flatMap((requirement) =>
    arrivals.flatMap((arrival) => unmet(graph, process, requirement, arrival, place)),
  );
}

function unmet(graph: Graph, process: Process, requirement: string, arrival: Work, place: string): ProcessFinding[] {
  if (requirement === PROGRESSIVE) return isProgressive(process, arrival) ? [] : [atOnce(place, arrival)];
  const witnesses = witnessesOf([...graph.works.values()], process, requirement).filter((work) => work !== arrival);
  const way = (counts?: (edge: Edge) => boolean) => shortestPath(graph, START, arrival.name, counts);
  const report = (found: string, path: readonly Edge[] | undefined): ProcessFinding[] =>
    path === undefined
      ? []
      : [finding("requirement", place, found, `${requirement} before ${arrival.name}, on every way`, path)];
  if (witnesses.length === 0) return report(`no step brings about ${requirement}`, way());
  if (requirement === "approved")
    return witnesses.flatMap((work) => {
      const proof = proofOf(graph, work);
      return report(
        `${arrival.name} can be reached without a yes at ${work.name}`,
        way((edge) => !proof(edge)),
      );
    });
  const proofs = witnesses.map((work) => proofOf(graph, work));
  const path = way((edge) => !proofs.some((proves) => proves(edge)));
  return report(`${arrival.name} can be reached without ${requirement}`, path);
}

/**
 * The edges that a step's yes alone can open: its success, unless other outcomes are recorded and go on as well; then
 * it is the opening of a gate that judges it.
 */
function proofOf({ works }: Graph, work: Work): (edge: Edge) => boolean {
  const isJudgedLater = [...work.else.values()].includes("next");
  if (!isJudgedLater) return ({ from, kind }) => from === work.name && kind === "success";
  const gates = [...works.values()].filter(
    (candidate) => candidate.kind === "gate" && textsIn(candidate.with["of"]).includes(work.name),
  );
  return ({ from, kind }) => kind === "success" && gates.some(({ name }) => name === from);
}

function atOnce(place: string, arrival: Work): ProcessFinding {
  const expected = "`strategy: { canary: [10, 50, 100] }`, or `each: ENVIRONMENT.waves`";
  return finding("requirement", place, `${arrival.name} reaches all of production at once`, expected);
}
