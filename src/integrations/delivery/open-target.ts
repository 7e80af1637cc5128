import { join } from "node:path";
import type { Deployable, OpenTarget, Target } from "../../app/delivery-ports.ts";
import { SlipwayError } from "../../kernel/problem.ts";

type Adapter = (folder: string, environment: Deployable) => Promise<Target>;

/** Adapters by the key under `environments.NAME.target`. */
const ADAPTERS: Readonly<Record<string, Adapter>> = {
  simulated: async (folder, environment) =>
    (await import("./simulated/simulated.ts")).openSimulatedTarget(join(folder, "simulated"), environment),
};

/** `folder`: where adapters keep what they have to know again after a restart. */
export function targetOpener(folder: () => Promise<string>): OpenTarget {
  return async (environment) => {
    const { adapter } = environment.target;
    const open = ADAPTERS[adapter];
    if (open !== undefined) return open(await folder(), environment);
    throw new SlipwayError({
      code: "target-unknown",
      kind: "input",
      found: `environments.${environment.name}.target is ${adapter}, which this version does not know`,
      expected: `one of ${Object.keys(ADAPTERS).join(", ")}`,
      action: "correct the setting, or use the version of Slipway it was written for",
    });
  };
}
