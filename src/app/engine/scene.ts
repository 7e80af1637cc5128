import type { EnvironmentState } from "../../domain/environment/environment-state.ts";
import type { Process } from "../../domain/process/process.ts";
import type { Context } from "../../domain/release/draft.ts";
import type { ReleaseState } from "../../domain/release/release-state.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import type { EngineTools } from "./engine-tools.ts";
import type { AccessState } from "../../domain/access/access-state.ts";
import type { ProductState } from "../../domain/product/product-state.ts";
import type { CalendarState } from "../../domain/calendar/calendar-state.ts";
import type { ScopeState } from "../../domain/scope/scope-state.ts";
import { knownZone } from "../calendar/known-zone.ts";
import { CALENDAR_STREAM } from "./calendar-stream.ts";
import { ACCESS_STREAM } from "./access-stream.ts";
import { ENVIRONMENT_STREAM } from "./environment-stream.ts";
import { PRODUCT_STREAM } from "./product-stream.ts";
import { RELEASE_STREAM } from "./release-stream.ts";
import { SCOPE_STREAM } from "./scope-stream.ts";
import type { Loaded } from "./stream-kind.ts";

/** Everything a decision about one release looks at, as it was read. */
export interface Scene {
  readonly release: Loaded<ReleaseState | undefined>;
  readonly environments: ReadonlyMap<string, Loaded<EnvironmentState>>;
  readonly product: Loaded<ProductState>;
  readonly access: Loaded<AccessState>;
  readonly calendar: Loaded<CalendarState>;
  readonly scope: Loaded<ScopeState>;
  readonly process: Process;
}

/** A scene of a release that was started. */
export interface StartedScene extends Scene {
  readonly release: Loaded<ReleaseState>;
}

export async function loadScene(tools: EngineTools, id: string, process?: Process): Promise<Scene> {
  const release = await tools.streams.load(RELEASE_STREAM, id);
  const bound = release.state === undefined ? process : await tools.processes(release.state.process);
  if (bound === undefined) throw new SlipwayError(noRelease(id));
  const names = [...bound.environments.keys()];
  const loaded = await Promise.all(
    names.map((name) => tools.streams.load(ENVIRONMENT_STREAM, `${tools.product}/${name}`)),
  );
  return {
    release,
    environments: new Map(names.map((name, index) => [name, loaded[index]!])),
    product: await tools.streams.load(PRODUCT_STREAM, tools.product),
    access: await tools.streams.load(ACCESS_STREAM, tools.product),
    calendar: await tools.streams.load(CALENDAR_STREAM, tools.product),
    scope: await tools.streams.load(SCOPE_STREAM, tools.product),
    process: bound,
  };
}

export async function loadStarted(tools: EngineTools, id: string): Promise<StartedScene> {
  const scene = await loadScene(tools, id);
  const { state } = scene.release;
  if (state === undefined) throw new SlipwayError(noRelease(id));
  return { ...scene, release: { ...scene.release, state } };
}

/** What the domain decides on. */
export function contextOf(
  tools: EngineTools,
  { environments, product, access, calendar, scope, process }: Scene,
): Context {
  const states = [...environments].map(([name, { state }]) => [name, state] as const);
  return {
    process,
    now: tools.now(),
    holds: tools.conditions(process),
    world: {
      environments: new Map(states),
      product: product.state,
      access: access.state,
      calendar: { state: calendar.state, zones: knownZone },
      scope: scope.state,
    },
  };
}

/** Every stream of the scene, for the append to check that nothing came in between. */
export function readsOf({
  release,
  environments,
  product,
  access,
  calendar,
  scope,
}: Scene): readonly Loaded<unknown>[] {
  return [release, ...environments.values(), product, access, calendar, scope];
}

function noRelease(id: string): Problem {
  return {
    code: "unknown-release",
    kind: "input",
    found: `there is no release ${id}`,
    expected: "the id of a release that was started, such as v1.2.0",
    action: "`slipway release list` shows them",
  };
}
