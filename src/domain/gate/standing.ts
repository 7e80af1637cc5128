import type { GateEvent } from "./gate-case.ts";

/** An event with its place in the list. */
export interface Signature extends GateEvent {
  readonly index: number;
}

/** R8: the last action of each signer, principal and role at a gate and a digest; the earlier ones are history. */
export class StandingActions {
  readonly #byGate = new Map<string, Map<string, Signature>>();

  record(event: Signature): void {
    const key = JSON.stringify([event.gate, event.digest]);
    const actions = this.#byGate.get(key) ?? new Map<string, Signature>();
    actions.set(JSON.stringify([event.who, event.for ?? null, event.role]), event);
    this.#byGate.set(key, actions);
  }

  at(gate: string, digest: string): readonly Signature[] {
    return [...(this.#byGate.get(JSON.stringify([gate, digest]))?.values() ?? [])];
  }

  all(): readonly Signature[] {
    return [...this.#byGate.values()].flatMap((actions) => [...actions.values()]);
  }
}
