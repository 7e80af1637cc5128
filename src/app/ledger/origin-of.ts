import type { NewEvent } from "../../contract/event.ts";
import type { Identity } from "../identity-ports.ts";

/** Where an entry comes from, with what nobody can vouch for: who acted, or what time it was. */
export function originOf({ host, isClockSet }: Identity, trust: "asserted" | "own"): NewEvent["origin"] {
  const notes = [...(trust === "asserted" ? ["asserted"] : []), ...(isClockSet ? ["set clock"] : [])];
  return { host, client: notes.length === 0 ? "slipway" : `slipway (${notes.join(", ")})` };
}
