import { tierOf, type Work } from "../process/process.ts";
import type { Observed, Refusal } from "./command.ts";
import type { Draft } from "./draft.ts";
import { MAIN } from "./release-state.ts";
import { isPassed } from "./walk.ts";
import { witnessesOf } from "../process/witnesses.ts";

/** Something that stands between a step and its effect. */
export interface Obstacle extends Refusal {
  /** When time alone takes it away, in Unix milliseconds; `null`: something has to happen. */
  readonly until: number | null;
}

/** What stands between a step and its effect at this moment: for production, everything the release type requires. */
export function obstaclesOf(draft: Draft, run: string, work: Work, _observed: Observed = {}): Obstacle[] {
  const { process } = draft.context;
  if (run !== MAIN || work.kind !== "deploy" || tierOf(work, process.environments) !== "production") return [];
  return missingRequirements(draft, run, work).map((refusal) => ({ ...refusal, until: null }));
}

/** When time alone takes every obstacle away; `null` when it does not. */
export function wakeAtOf(obstacles: readonly Obstacle[]): number | null {
  const times = obstacles.map(({ until }) => until);
  return times.some((time) => time === null) ? null : Math.max(...times.map(Number));
}

function missingRequirements(draft: Draft, run: string, work: Work): Refusal[] {
  const { process } = draft.context;
  const { works } = draft.layout(run);
  const requires = process.types.get(draft.state.releaseType)?.requires ?? [];
  return requires.flatMap((requirement) => {
    const steps = witnessesOf([...works.values()], process, requirement).filter((step) => step !== work);
    const passed = steps.filter(({ name }) => isPassed(draft, run, name));
    const isLeftOut = steps.length === 0 && draft.state.variant !== null; // the variant owes it
    const holds = isLeftOut || (requirement === "approved" ? passed.length === steps.length : passed.length > 0);
    if (holds) return [];
    const open = steps.filter((step) => !passed.includes(step)).map(({ name }) => name);
    return [
      {
        code: "requirement",
        found: `${requirement} does not hold for what is released now: ${open.join(", ")}`,
        expected: `${requirement} before ${work.name}`,
      },
    ];
  });
}
