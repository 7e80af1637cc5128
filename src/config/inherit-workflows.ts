import type { ConfigDocument } from "../contract/config.ts";
import type { WorkflowDocument } from "../contract/process.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import { nearest } from "../kernel/nearest.ts";
import { mergeConfig } from "./merge.ts";

type Workflows = NonNullable<ConfigDocument["workflows"]>;

/**
 * Each workflow that `extends` another one, spelled out: steps and phases merge by name, as those of an extended file do.
 * It happens after files were merged, so what a product changes in a workflow changes those that extend it as well.
 */
export function inheritWorkflows(document: ConfigDocument): ConfigDocument {
  const { workflows } = document;
  if (workflows === undefined) return document;
  const names = Object.keys(workflows).filter((name) => workflows[name] != null);
  return {
    ...document,
    workflows: Object.fromEntries(names.map((name) => [name, spelledOut(workflows, workflows[name] ?? {}, [name])])),
  };
}

function spelledOut(
  workflows: Workflows,
  { extends: base, ...own }: WorkflowDocument,
  trail: readonly string[],
): WorkflowDocument {
  if (base === undefined) return own;
  const [name = ""] = trail.slice(-1);
  const document = workflows[base];
  if (document == null) throw new SlipwayError(noWorkflow(workflows, name, base));
  if (trail.includes(base)) throw new SlipwayError(circle([...trail, base]));
  const whole = spelledOut(workflows, document, [...trail, base]);
  return mergeConfig({ workflows: { it: whole } }, { workflows: { it: own } }).workflows?.["it"] ?? own;
}

function noWorkflow(workflows: Workflows, name: string, base: string): Problem {
  const names = Object.keys(workflows).filter((each) => workflows[each] != null);
  const suggestion = nearest(base, names);
  return {
    code: "unknown-workflow",
    kind: "input",
    found: `workflows.${name} extends ${base}, and there is no such workflow`,
    expected: `one of ${names.join(", ")}`,
    action: suggestion === undefined ? "correct the name" : `did you mean "${suggestion}"?`,
  };
}

function circle(trail: readonly string[]): Problem {
  return {
    code: "extends-circle",
    kind: "input",
    found: `workflows extend each other: ${trail.join(" -> ")}`,
    expected: "a chain of workflows that ends",
    action: "remove one `extends`",
  };
}
