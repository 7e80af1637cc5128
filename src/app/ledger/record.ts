import type { NewEvent } from "../../contract/event.ts";
import type { Identity } from "../identity-ports.ts";
import type { EventStore, Recorded } from "../ledger-ports.ts";
import { originOf } from "./origin-of.ts";

/** An act, without who did it and where. */
export type Act = Pick<NewEvent, "type" | "stream" | "action" | "object" | "old" | "new" | "reason"> & {
  readonly payload?: NewEvent["payload"];
};

/** Records acts of the person that git names, all or none. What was recorded under the same id is not recorded again. */
export async function record(
  ledger: EventStore,
  identity: Identity,
  { id, acts }: { readonly id: string; readonly acts: readonly Act[] },
): Promise<Recorded> {
  const known = await ledger.recorded(id);
  if (known !== undefined) return known;
  const { name, email } = await identity.current();
  const events = acts.map(({ reason, payload = {}, ...rest }): NewEvent => ({
    ...rest,
    ...(reason === undefined ? {} : { reason }),
    actor: { id: email, name },
    role: "git-committer",
    origin: originOf(identity, "own"),
    payload,
  }));
  return ledger.append({ id, reads: new Map(), events });
}
