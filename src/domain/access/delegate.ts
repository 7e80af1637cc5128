import { err, ok, type Result } from "../../kernel/result.ts";
import type { Refusal } from "../release/command.ts";
import { refuse, slip } from "../release/refused.ts";
import type { AccessEvent, Ties } from "./access-event.ts";
import { ADMIN, rolesOf, type AccessState } from "./access-state.ts";
import { adminFault } from "./grant.ts";

type Decision = Result<readonly AccessEvent[], Refusal>;

export interface DelegationWish extends Ties {
  readonly from: number;
  readonly until: number;
  readonly by: string;
}

/** Lets somebody sign for another in one role, for a time. It gives no right to pass it on, and it makes no second voice. */
export function delegateRole(state: AccessState, wish: DelegationWish, now: number): Decision {
  const { principal, delegate, role, from, until, by } = wish;
  const stranger = by === principal ? undefined : adminFault(state, by, now);
  if (stranger !== undefined) return err({ ...stranger, expected: `${principal}, or ${stranger.expected}` });
  if (!/^\S{1,200}$/u.test(delegate))
    return slip("person", `"${delegate}" is no id of a person`, "an e-mail address, or an id without spaces");
  if (delegate === principal)
    return refuse("delegation-to-self", `${principal} would stand in for themselves`, "somebody else");
  if (role === ADMIN)
    return refuse("admin-delegated", "who grants roles is not stood in for", "`access grant` with an end");
  if (!rolesOf(state, principal, now).includes(role))
    return refuse("role-not-held", `${principal} does not hold ${role} in their own right`, "a role they hold");
  if (until <= now || until <= from) return slip("span", "it would end before it begins", "an end in the future");
  return ok([{ type: "delegated", principal, delegate, role, from, until }]);
}

/** Ends what somebody may do for another; the one stood in for does that, the one who stands in, or an admin. */
export function endDelegation(
  state: AccessState,
  { principal, delegate, role, by, reason }: Ties & { readonly by: string; readonly reason: string },
  now: number,
): Decision {
  const stranger = by === principal || by === delegate ? undefined : adminFault(state, by, now);
  if (stranger !== undefined) return err(stranger);
  if (reason.trim() === "") return refuse("reason", "a delegation is ended without a reason", "why it is");
  const stands = state.delegations.some(
    (each) => each.principal === principal && each.delegate === delegate && each.role === role && each.until > now,
  );
  if (!stands)
    return refuse("no-delegation", `${delegate} does not stand in for ${principal} as ${role}`, "one that stands");
  return ok([{ type: "delegation-ended", principal, delegate, role, until: now, reason }]);
}
