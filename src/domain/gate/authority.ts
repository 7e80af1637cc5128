import { within, type GateCase, type GateEvent } from "./gate-case.ts";

/** Why the signer had no right to sign at that time; `undefined` when there was one. */
export type MissingAuthority = "role-not-held" | "delegation-to-self" | "no-delegation" | "principal-without-role";

/** Whether a person holds a role at a moment, in their own right. */
export function holdsRole({ people }: Pick<GateCase, "people">, who: string, role: string, at: number): boolean {
  return (people.get(who) ?? []).some((grant) => grant.role === role && within(grant, at));
}

/** Whether the role behind a signature is held at a moment: by the principal where a delegate signed. */
export function roleStands(gateCase: GateCase, event: GateEvent, at: number): boolean {
  return holdsRole(gateCase, event.for ?? event.who, event.role, at);
}

/** R6 and R7 at the moment of signing. A delegate needs no role, but the principal needs it in their own right. */
export function missingAuthority(gateCase: GateCase, event: GateEvent): MissingAuthority | undefined {
  const { who, role, t, for: principal } = event;
  if (principal === undefined) return holdsRole(gateCase, who, role, t) ? undefined : "role-not-held";
  if (principal === who) return "delegation-to-self";
  const delegated = gateCase.delegations.some(
    (each) => each.principal === principal && each.delegate === who && each.role === role && within(each, t),
  );
  if (!delegated) return "no-delegation";
  return holdsRole(gateCase, principal, role, t) ? undefined : "principal-without-role";
}
