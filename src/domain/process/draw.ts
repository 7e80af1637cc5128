import { ASK, END, graphOf, START } from "./graph.ts";
import { isGroup, isIrreversible, type Process, type Workflow } from "./process.ts";
import { waitsForPerson } from "./step-kind.ts";

/**
 * A workflow as a Mermaid flowchart: people's steps are rounded, gates and decisions are rhombi, what cannot be taken
 * back has a double border, phases and groups are boxes.
 */
export function drawMermaid(workflow: Workflow, process: Process): string {
  const graph = graphOf(workflow);
  const ids = new Map([START, ...graph.works.keys(), END, ASK].map((name, index) => [name, `n${index}`]));
  const id = (name: string): string => ids.get(name)!;
  const shape = (name: string): string => {
    const work = graph.works.get(name)!;
    if (work.kind === "gate" || work.kind === "decision") return `{"${name}"}`;
    if (isIrreversible(work, process.environments)) return `[["${name}"]]`;
    return waitsForPerson(work.kind) ? `(["${name}"])` : `["${name}"]`;
  };
  const lines = ["flowchart TD", `  ${id(START)}((start))`];
  const box = (title: string, names: readonly string[]): void => {
    lines.push(
      `  subgraph ${id(names[0] ?? START)}box["${title}"]`,
      ...names.map((name) => `    ${id(name)}${shape(name)}`),
      "  end",
    );
  };
  const parts: [string, Workflow["phases"][number]["steps"]][] = [
    ...workflow.phases.map(({ name, steps }): [string, typeof steps] => [name, steps]),
    ...[...workflow.detours].map(([name, steps]): [string, typeof steps] => [`detour ${name}`, steps]),
  ];
  for (const [title, steps] of parts)
    box(
      title,
      steps.flatMap((step) => (isGroup(step) ? step.together.map(({ name }) => name) : [step.name])),
    );
  lines.push(`  ${id(END)}((end))`);
  for (const { from, to, kind, outcome } of graph.edges) {
    if (kind === "stop") continue;
    const label = kind === "else" || kind === "skipped" ? `-- ${outcome} -->` : "-->";
    lines.push(`  ${id(from)} ${label} ${id(to)}`);
  }
  return lines.join("\n");
}
