import { roleStands } from "./authority.ts";
import { hoursBetween, personsOf, type GateCase, type GateEvent } from "./gate-case.ts";

/** For which subject, in which roles and at which moment signatures are counted. */
export interface Question {
  readonly digest: string;
  readonly at: number;
  readonly roles: ReadonlySet<string>;
}

/** Why a recorded signature has no effect. */
export type WhyNot = "foreign-digest" | "role-not-asked" | "excluded" | "role-lost" | "expired";

/** R1, R3, R5, R6. A rejection does not expire (R4): it stands until it is withdrawn or the digest changes. */
export function whyNot(gateCase: GateCase, event: GateEvent, { digest, at, roles }: Question): WhyNot | undefined {
  if (event.digest !== digest) return "foreign-digest";
  if (!roles.has(event.role)) return "role-not-asked";
  if (personsOf(event).some((person) => gateCase.excluded.has(person))) return "excluded";
  if (!roleStands(gateCase, event, at)) return "role-lost";
  if (event.act === "approve" && hoursBetween(event.t, at) >= gateCase.policy.ttl) return "expired";
  return undefined;
}
