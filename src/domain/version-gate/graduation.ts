import { evidenceFault } from "./evidence.ts";
import { met, open, type GateResult } from "./gate.ts";

/** The five conditions of 1.0.0 (V-09). */
const CONDITIONS = {
  workstreams: "every workstream of the current phase is done",
  regression: "the whole regression suite is green",
  production: "a production deployment is proven to work",
  operations: "the operations documents are finished",
  security: "security hardening is finished",
} as const;

/** One result a condition; each needs a finished document of the repository, named in the settings. */
export function graduationGates(
  paths: ReadonlyMap<string, string>,
  files: ReadonlyMap<string, string>,
): readonly GateResult[] {
  return Object.entries(CONDITIONS).map(([name, title]) => {
    const id = `graduation.${name}`;
    const path = paths.get(name);
    const setting = `versioning.graduation.${name}`;
    if (path === undefined) return open(id, title, "no evidence is named", `set \`${setting}\` in slipway.yaml`);
    const fault = evidenceFault(files.get(path));
    return fault === undefined
      ? met(id, title, path)
      : open(id, title, `${path} ${fault}`, `finish ${path}, commit it, then tag`);
  });
}
