import type { Process } from "../process/process.ts";
import { worksOf } from "../process/process.ts";
import { MAIN, type ReleaseState, type Run } from "../release/release-state.ts";
import { DEFAULT_FACTS, RELEASE_FACTS, type Facts, type FactValue, type ReleaseFact } from "./facts.ts";

/** The facts of a release as it is now. A run beside the main one only adds to what the main one tells. */
export function factsOfRelease(state: ReleaseState, process: Process): Facts {
  const runs = [...state.runs.values()].toSorted((a, b) => Number(a.id === MAIN) - Number(b.id === MAIN));
  const standing = runs.flatMap(({ visits }) => visits.filter((visit) => visit.state === "ended"));
  const environment = environmentOf(state, process);
  return {
    release: { ...DEFAULT_FACTS, ...declared(state), ...startedWith(state) },
    ...(environment === undefined ? {} : { environment }),
    outcome: new Map(standing.flatMap(({ step, outcome }) => (outcome === null ? [] : [[step, outcome] as const]))),
    answers: new Map(
      standing.map(({ step, answers }) => [step, new Map([...answers].map(([item, { value }]) => [item, value]))]),
    ),
  };
}

function startedWith({ version, releaseType, variant, component }: ReleaseState) {
  return {
    version,
    type: releaseType,
    variant: variant ?? "",
    component: component ?? "",
    prerelease: version.includes("-"),
  };
}

function declared({ traits }: ReleaseState): Partial<Record<ReleaseFact, FactValue>> {
  const known = Object.entries(traits).filter(([name, value]) => name in RELEASE_FACTS && isFactValue(value));
  return Object.fromEntries(known);
}

function isFactValue(value: unknown): value is FactValue {
  return typeof value === "boolean" || typeof value === "string" || typeof value === "number";
}

/** The environment that the main run touched last: an event such as a failed deployment is about that one. */
function environmentOf({ runs }: ReleaseState, process: Process): Facts["environment"] {
  const main: Run | undefined = runs.get(MAIN);
  const workflow = process.workflows.get(main?.workflow ?? "");
  if (main === undefined || workflow === undefined) return undefined;
  const works = new Map(worksOf(workflow).map((work) => [work.name, work]));
  const touched = main.visits
    .filter(({ startedAt }) => startedAt !== null)
    .flatMap(({ step }) => {
      const name = works.get(step)?.with["environment"];
      const environment = typeof name === "string" ? process.environments.get(name) : undefined;
      return environment === undefined ? [] : [environment];
    });
  const last = touched.at(-1);
  return last === undefined ? undefined : { name: last.name, tier: last.tier };
}
