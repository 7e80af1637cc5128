import type { ConfigDocument } from "../contract/config.ts";
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
    workflows: Object.fromEntries(names.map((name) => [name, spelledOut(workflows, name, [name])])),
  };
}

function spelledOut(workflows: Workflows, name: string, trail: readonly string[]): Workflows[string] {
  const { extends: base, ...own } = workflows[name] ?? {};
  if (base === undefined) return own;
  if (workflows[base] == null) throw new SlipwayError(noWorkflow(workflows, name, base));
  if (trail.includes(base)) throw new SlipwayError(circle([...trail, base]));
  const whole = mergeConfig({ workflows: { [name]: spelledOut(workflows, base, [...trail, base]) } }, { workflows: { [name]: own } });
  return whole.workflows?.[name];
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
