import type { GateCase } from "../gate/gate-case.ts";
import type { AccessState } from "./access-state.ts";

const HOUR_MS = 3_600_000;

/** Hours, the time of gates, from Unix milliseconds. */
export function gateHours(atMs: number): number {
  return atMs / HOUR_MS;
}

/** The people of a product as gates know them. */
export function toGatePeople({ grants, delegations }: AccessState): Pick<GateCase, "people" | "delegations"> {
  return {
    people: new Map([...grants].map(([who, held]) => [who, held.map(inHours)])),
    delegations: delegations.map(inHours),
  };
}

function inHours<T extends { readonly from: number; readonly until: number }>(span: T): T {
  return { ...span, from: gateHours(span.from), until: gateHours(span.until) };
}
