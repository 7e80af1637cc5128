import type { AccessState } from "../../domain/access/access-state.ts";
import { mayActAs } from "../../domain/access/may-act-as.ts";
import type { Actor } from "../../domain/release/command.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import type { Identity } from "../identity-ports.ts";
import { originOf } from "../ledger/origin-of.ts";
import type { Acting } from "./streams.ts";

/** Who says that they act, and in which role. */
export interface Claim {
  /** Id of the person; absent: whom git names. */
  readonly as: string | undefined;
  readonly role: string;
}

/** The person behind a command as the log names them. Nobody has proven it, and the entry says so. */
export async function actingAs(identity: Identity, access: AccessState, { as, role }: Claim): Promise<Acting> {
  const origin = originOf(identity, "asserted");
  if (as !== undefined) return { id: as, name: access.names.get(as) ?? as, role, origin };
  const { name, email } = await identity.current();
  return { id: email, name: access.names.get(email) ?? name, role, origin };
}

/** The person behind a command and the role they claim; what is decided then judges it, and a refusal is recorded. */
export async function claimingRole(
  identity: Identity,
  access: AccessState,
  claim: Claim,
  nowMs: number,
): Promise<{ readonly acting: Acting; readonly actor: Actor }> {
  const acting = await actingAs(identity, access, claim);
  const right = mayActAs(access, acting.id, claim.role, nowMs);
  const principal = right.ok && right.value.as === "delegate" ? { principal: right.value.principal } : {};
  return { acting, actor: { who: acting.id, role: claim.role, ...principal } };
}

/** The person behind a command, who has to hold the role or stand in for somebody who does. */
export async function actingInRole(
  identity: Identity,
  access: AccessState,
  claim: Claim,
  nowMs: number,
): Promise<Acting> {
  const acting = await actingAs(identity, access, claim);
  const right = mayActAs(access, acting.id, claim.role, nowMs);
  if (!right.ok)
    throw new SlipwayError({
      kind: "refused",
      ...right.error,
      action: "`slipway access list` shows who holds which role",
    });
  return acting;
}
