import type { CalendarState } from "../calendar/calendar-state.ts";
import type { Zones } from "../calendar/schedule.ts";
import type { AccessState } from "../access/access-state.ts";
import type { EnvironmentEvent } from "../environment/environment-event.ts";
import { EMPTY_ENVIRONMENT, type EnvironmentState } from "../environment/environment-state.ts";
import { evolve as evolveEnvironment } from "../environment/evolve.ts";
import { evolve as evolveProduct } from "../product/evolve.ts";
import type { ProductEvent } from "../product/product-event.ts";
import { EMPTY_PRODUCT, type ProductState } from "../product/product-state.ts";
import type { ScopeState } from "../scope/scope-state.ts";

/** What is true around a release: everything beside its own stream that a decision about it looks at. */
export interface World {
  readonly environments: ReadonlyMap<string, EnvironmentState>;
  readonly product: ProductState;
  /** Who holds which role; `null` in a rehearsal, where everybody holds every role. */
  readonly access: AccessState | null;
  /** Freezes, with the zones of their clocks; `null` in a rehearsal, where every moment is a good one. */
  readonly calendar: { readonly state: CalendarState; readonly zones: Zones } | null;
  /** What is planned; `null` in a rehearsal, where every plan is complete. */
  readonly scope: ScopeState | null;
}

/** Where nothing has happened yet, and nobody is asked who they are. */
export const EMPTY_WORLD: World = {
  environments: new Map(),
  product: EMPTY_PRODUCT,
  access: null,
  calendar: null,
  scope: null,
};

/** An event of another stream that a decision about a release brings about. */
export type Elsewhere =
  | { readonly stream: "environment"; readonly id: string; readonly event: EnvironmentEvent }
  | { readonly stream: "product"; readonly event: ProductEvent };

export function environmentIn({ environments }: World, name: string): EnvironmentState {
  return environments.get(name) ?? EMPTY_ENVIRONMENT;
}

/** The world after one more event at a time (Unix milliseconds). */
export function evolveWorld(world: World, elsewhere: Elsewhere, at: number): World {
  if (elsewhere.stream === "product") return { ...world, product: evolveProduct(world.product, elsewhere.event, at) };
  const { id, event } = elsewhere;
  const next = evolveEnvironment(environmentIn(world, id), event, at);
  return { ...world, environments: new Map(world.environments).set(id, next) };
}
