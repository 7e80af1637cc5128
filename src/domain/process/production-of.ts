import { environmentOf } from "../environment/environment-of.ts";
import { worksOf, type Environment, type Process, type ProcessType } from "./process.ts";

/** The environments of production that releases of a type are deployed to, in the order of its steps. */
export function productionOf({ workflows, environments }: Process, { workflow }: ProcessType): readonly Environment[] {
  const steps = workflows.get(workflow ?? "");
  if (steps === undefined) return [];
  const reached = worksOf(steps)
    .filter(({ kind }) => kind === "deploy")
    .flatMap((work) => environmentOf(work, environments) ?? []);
  return [...new Set(reached)].filter(({ tier }) => tier === "production");
}
