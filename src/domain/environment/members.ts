import type { EnvironmentState } from "./environment-state.ts";
import type { Process } from "../process/process.ts";

/** What `each` repeats a step for: `components`, or `ENVIRONMENT.waves` and `ENVIRONMENT.regions`; nothing when it is unknown. */
export function membersOf({ components, environments }: Process, each: string): readonly string[] {
  if (each === "components") return components;
  const dot = each.lastIndexOf(".");
  const environment = environments.get(each.slice(0, Math.max(dot, 0)));
  const list = each.slice(dot + 1);
  if (environment === undefined || (list !== "waves" && list !== "regions")) return [];
  return environment[list];
}

/** What goes back when an environment does: every member that anything was ever deployed for, the last one first. */
export function membersToBringBack({ deployments }: EnvironmentState): readonly string[] {
  return [...deployments]
    .filter(([member]) => member !== "")
    .toReversed()
    .toSorted(([, one], [, other]) => (other.at(-1)?.at ?? 0) - (one.at(-1)?.at ?? 0))
    .map(([member]) => member);
}
