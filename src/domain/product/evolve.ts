import type { NumberOf, ProductEvent } from "./product-event.ts";
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
    case "number-reserved":
      return withNumber(state, event, "reserved");
    case "number-freed":
      return withNumber(state, event, "freed");
    case "number-burned":
      return withNumber(state, event, "burned");
  }
}

function withProcess(state: ProductState, digest: string, change: Partial<ProcessVersion>): ProductState {
  const version = state.processes.get(digest);
  if (version === undefined) return state;
  return { ...state, processes: new Map(state.processes).set(digest, { ...version, ...change }) };
}

function withNumber(
  state: ProductState,
  { version, release, component }: NumberOf,
  as: ReleaseNumber["state"],
): ProductState {
  return { ...state, numbers: new Map(state.numbers).set(release, { version, release, component, state: as }) };
}
