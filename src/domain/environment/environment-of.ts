import { textOf, type Environment, type Process, type Work } from "../process/process.ts";

/** The environment that a step is about: the one it names, or else the only one that is production. */
export function environmentOf(work: Work, environments: Process["environments"]): Environment | undefined {
  const name = textOf(work, "environment");
  if (name !== "") return environments.get(name);
  const [production, ...others] = [...environments.values()].filter(({ tier }) => tier === "production");
  return others.length === 0 ? production : undefined;
}
