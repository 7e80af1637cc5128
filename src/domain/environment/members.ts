import type { EnvironmentState } from "./environment-state.ts";
import type { Process } from "../process/process.ts";

/**
 * What `each` repeats a step for: `components`, or `ENVIRONMENT.waves` and `ENVIRONMENT.regions`. Where there are none,
 * the step is done once, for all: a product may be one component, an environment one wave.
 */
export function membersOf(process: Process, each: string): readonly string[] {
  return listNamed(process, each) ?? [];
}

/** Whether `each` names a list at all, be it empty. */
export function isKnownList(process: Process, each: string): boolean {
  return listNamed(process, each) !== undefined;
}

function listNamed({ components, environments }: Process, each: string): readonly string[] | undefined {
  if (each === "components") return components;
  const dot = each.lastIndexOf(".");
  const list = each.slice(dot + 1);
  if (dot === -1 || (list !== "waves" && list !== "regions")) return undefined;
  return environments.get(each.slice(0, dot))?.[list];
}

/** What goes back when an environment does: every member that anything was ever deployed for, the last one first. */
export function membersToBringBack({ deployments }: EnvironmentState): readonly string[] {
  return [...deployments]
    .filter(([member]) => member !== "")
    .toReversed()
    .toSorted(([, one], [, other]) => (other.at(-1)?.at ?? 0) - (one.at(-1)?.at ?? 0))
    .map(([member]) => member);
}
