/** What the steps that change an environment tell about it, and are told: names of the facts of a release. */
export type DeliveryFact = "deployed" | "previous" | "backup" | "migrated";

/**
 * `deployed:production`, or for a component or a wave `deployed:production/frontend`. `previous` is what a deployment
 * with `version: previous` goes back to, as the engine found it right before; `null`: nothing served there before, so that
 * going back leaves nothing. `deployed` is `null` then.
 */
export function factKey(fact: DeliveryFact, environment: string, member: string | null): string {
  return `${fact}:${environment}${member === null || member === "" ? "" : `/${member}`}`;
}

/** What is told under `deployed`. */
export interface DeployedFact {
  readonly environment: string;
  /** `""`: the environment as a whole. */
  readonly member: string;
  readonly version: string;
  readonly commit: string;
  readonly artifacts: string | null;
  /** What served before; `null`: nothing. */
  readonly previous: string | null;
  /** Nothing was deployed; it was rehearsed. */
  readonly simulated: boolean;
}

/** What is told under `previous`. */
export interface PreviousFact {
  readonly version: string;
  readonly commit: string;
  readonly artifacts: string | null;
}
