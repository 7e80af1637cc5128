import { freezeSpan, type Freeze } from "./freeze.ts";
import { contains } from "./span.ts";
import { openings, type Window } from "./window.ts";
import type { Offset } from "./zone-instants.ts";

/** When an environment takes deployments. */
export interface Schedule {
  /** None means: at any time. */
  readonly windows: readonly Window[];
  readonly freezes: readonly Freeze[];
}

/** Offsets of a zone, which has to be one that exists. */
export type Zones = (zone: string) => Offset;

export type Obstacle = "outside-windows" | "frozen";

/** Under which rules something starts. */
export interface Departure {
  readonly zones: Zones;
  /** What its release type may pass by: hotfixes ignore windows. */
  readonly ignores: readonly ("windows" | "freezes")[];
}

/** What stands against starting at an instant. */
export function obstaclesAt(schedule: Schedule, instant: number, departure: Departure): readonly Obstacle[] {
  const { zones } = departure;
  const { windows, freezes } = thatCount(schedule, departure);
  const frozen = freezes.some((freeze) => contains(freezeSpan(freeze, zones(freeze.zone)), instant));
  const open = windows.length === 0 || openAt(windows, instant, zones) === instant;
  return [...(open ? [] : ["outside-windows" as const]), ...(frozen ? ["frozen" as const] : [])];
}

/** The first instant, from the given one on, at which nothing stands against starting; `undefined`: never. */
export function nextOpening(schedule: Schedule, instant: number, departure: Departure): number | undefined {
  const { zones } = departure;
  const { windows, freezes } = thatCount(schedule, departure);
  const frozen = freezes.map((freeze) => freezeSpan(freeze, zones(freeze.zone))).toSorted((a, b) => a.from - b.from);
  let at = windows.length === 0 ? instant : openAt(windows, instant, zones);
  // Every round leaves a freeze behind for good, so there are no more rounds than freezes.
  for (;;) {
    const here = at;
    const freeze = here === undefined ? undefined : frozen.find((span) => contains(span, here));
    if (freeze === undefined) return at;
    at = windows.length === 0 ? freeze.until : openAt(windows, freeze.until, zones);
  }
}

function thatCount({ windows, freezes }: Schedule, { ignores }: Departure): Schedule {
  return {
    windows: ignores.includes("windows") ? [] : windows,
    freezes: ignores.includes("freezes") ? [] : freezes,
  };
}

/** The first instant, from the given one on, at which a window is open. */
export function openAt(windows: readonly Window[], instant: number, zones: Zones): number | undefined {
  const starts = windows.flatMap((window) => {
    const [first] = openings(window, instant, zones(window.zone)).toSorted((a, b) => a.from - b.from);
    return first === undefined ? [] : [Math.max(first.from, instant)];
  });
  return starts.length === 0 ? undefined : Math.min(...starts);
}
