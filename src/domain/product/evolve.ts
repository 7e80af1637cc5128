import type { ProductEvent } from "./product-event.ts";
import type { ProcessVersion, ProductState, ReleaseNumber } from "./product-state.ts";

/** What is true after one more event at a time (Unix milliseconds). Total: it never refuses what has happened. */
export function evolve(state: ProductState, event: ProductEvent, at: number): ProductState {
  switch (event.type) {
    case "process-proposed": {
      const { type: _, ...proposal } = event;
      const version = { ...proposal, state: "proposed", proposedAt: at, approvedBy: null, approvedAt: null } as const;
      return { ...state, processes: new Map(state.processes).set(event.digest, version) };
    }
    case "process-approved":
      return {
        ...withProcess(state, event.digest, { state: "approved", approvedBy: event.by, approvedAt: at }),
        approvals: [...state.approvals, event.digest],
      };
    case "process-withdrawn":
      return withProcess(state, event.digest, { state: "withdrawn" });
    case "branch-excepted": {
      const { type: _, ...exception } = event;
      return { ...state, exceptions: [...state.exceptions, exception] };
    }
    case "number-reserved":
    case "number-freed":
    case "number-burned":
      return { ...state, numbers: new Map(state.numbers).set(event.release, numberAfter(event)) };
  }
}

/**
 * The same for many events. Numbers are copied once for all of them: a product has thousands, and one copy for each makes
 * reading them quadratic.
 */
export function evolveAll(
  state: ProductState,
  events: readonly { readonly event: ProductEvent; readonly at: number }[],
): ProductState {
  const numbers = new Map(state.numbers);
  const rest = events.reduce((before, { event, at }) => {
    if (!("version" in event)) return evolve(before, event, at);
    numbers.set(event.release, numberAfter(event));
    return before;
  }, state);
  return { ...rest, numbers };
}

function withProcess(state: ProductState, digest: string, change: Partial<ProcessVersion>): ProductState {
  const version = state.processes.get(digest);
  if (version === undefined) return state;
  return { ...state, processes: new Map(state.processes).set(digest, { ...version, ...change }) };
}

const STATES = { "number-reserved": "reserved", "number-freed": "freed", "number-burned": "burned" } as const;

function numberAfter({
  type,
  version,
  release,
  component,
}: Extract<ProductEvent, { type: keyof typeof STATES }>): ReleaseNumber {
  return { version, release, component, state: STATES[type] };
}
