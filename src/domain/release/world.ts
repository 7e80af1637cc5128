import type { EnvironmentEvent } from "../environment/environment-event.ts";
import { EMPTY_ENVIRONMENT, type EnvironmentState } from "../environment/environment-state.ts";
import { evolve } from "../environment/evolve.ts";

/** What is true around a release: everything beside its own stream that a decision about it looks at. */
export interface World {
  readonly environments: ReadonlyMap<string, EnvironmentState>;
}

/** Where nothing has happened yet. */
export const EMPTY_WORLD: World = { environments: new Map() };

/** An event of another stream that a decision about a release brings about. */
export interface Elsewhere {
  readonly stream: "environment";
  readonly id: string;
  readonly event: EnvironmentEvent;
}

export function environmentIn({ environments }: World, name: string): EnvironmentState {
  return environments.get(name) ?? EMPTY_ENVIRONMENT;
}

/** The world after one more event at a time (Unix milliseconds). */
export function evolveWorld(world: World, { id, event }: Elsewhere, at: number): World {
  const next = evolve(environmentIn(world, id), event, at);
  return { ...world, environments: new Map(world.environments).set(id, next) };
}
