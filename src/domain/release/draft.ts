import { must } from "../../kernel/assert.ts";
import type { Process } from "../process/process.ts";
import { evolve } from "./evolve.ts";
import { layoutOf, type Layout, type Part } from "./layout.ts";
import type { ReleaseEvent } from "./release-event.ts";
import { evolveWorld, type Elsewhere, type World } from "./world.ts";
import { MAIN, type ReleaseState, type Run, type Visit } from "./release-state.ts";

/** What a decision may look at beside the release itself. */
export interface Context {
  readonly process: Process;
  /** Unix milliseconds. */
  readonly now: number;
  /** Whether a condition after `when` holds for a release. */
  holds(condition: string, state: ReleaseState): boolean;
  readonly world: World;
}

/** A decision being made: each event is applied at once, so that the next one follows from what is true by then. */
export class Draft {
  readonly context: Context;
  readonly events: ReleaseEvent[] = [];
  readonly elsewhere: Elsewhere[] = [];
  readonly #layouts = new Map<string, Layout>();
  #state: ReleaseState | undefined;
  #world: World;

  constructor(state: ReleaseState | undefined, context: Context) {
    this.#state = state;
    this.#world = context.world;
    this.context = context;
  }

  get world(): World {
    return this.#world;
  }

  get state(): ReleaseState {
    return must(this.#state, "a release that was started");
  }

  emit(event: ReleaseEvent): void {
    this.events.push(event);
    this.#state = evolve(this.#state, event, this.context.now);
  }

  /** Emits an event of another stream. */
  tell(event: Elsewhere): void {
    this.elsewhere.push(event);
    this.#world = evolveWorld(this.#world, event, this.context.now);
  }

  run(id: string): Run {
    return must(this.state.runs.get(id), `the run ${id}`);
  }

  visit(run: string, number: number): Visit {
    return must(
      this.run(run).visits.find((visit) => visit.number === number),
      `visit ${number}`,
    );
  }

  holds(condition: string): boolean {
    return this.context.holds(condition, this.state);
  }

  /** What a run walks is settled when it starts. */
  layout(run: string): Layout {
    const layout = this.#layouts.get(run) ?? layoutOf(this.context.process, partOf(this.state, this.run(run)));
    this.#layouts.set(run, layout);
    return layout;
  }
}

/** What a run walks; the variant of a release changes its main run alone. */
export function partOf({ variant }: ReleaseState, { id, workflow, steps }: Run): Part {
  return { workflow, variant: id === MAIN ? variant : null, steps };
}
