import type { Product } from "../../config/product.ts";
import type { AccessState } from "../../domain/access/access-state.ts";
import { mayActAs } from "../../domain/access/may-act-as.ts";
import type { Separation } from "../../domain/access/separation.ts";
import type { Actor, Refusal } from "../../domain/release/command.ts";
import { decideScope } from "../../domain/scope/decide.ts";
import type { ScopeCommand } from "../../domain/scope/scope-command.ts";
import type { ScopeEvent } from "../../domain/scope/scope-event.ts";
import { scopeWarnings } from "../../domain/scope/warnings.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { ACCESS_STREAM } from "../engine/access-stream.ts";
import { actingAs } from "../engine/acting.ts";
import { productId } from "../engine/product-id.ts";
import { SCOPE_STREAM } from "../engine/scope-stream.ts";
import type { Loaded } from "../engine/stream-kind.ts";
import { decideOnce, factsOf, openStreams, type Acting } from "../engine/streams.ts";
import type { Identity } from "../identity-ports.ts";
import type { EventStore } from "../ledger-ports.ts";

/** Who says that they act. Without a role, only what needs none can be done. */
export interface ScopeClaim {
  /** Id of the person; absent: whom git names. */
  readonly as: string | undefined;
  readonly role: string | undefined;
}

export interface Acted {
  readonly events: readonly ScopeEvent[];
  /** What speaks against it, although it is allowed. */
  readonly warnings: readonly string[];
}

export interface ScopeTools {
  readonly ledger: EventStore;
  readonly product: Pick<Product, "name" | "planning">;
  readonly separation: Separation;
  readonly identity: Identity;
  /** Server time in Unix milliseconds. */
  now(): number;
}

/** What the log calls the role of somebody who claims none. */
const NO_ROLE = "contributor";

/** Decides and records. A refusal is a problem that says who or what would be needed. */
export async function actOnScope(
  { ledger, product, separation, identity, now }: ScopeTools,
  command: ScopeCommand,
  { as, role = NO_ROLE }: ScopeClaim,
): Promise<Acted> {
  const streams = openStreams(ledger);
  const id = productId(product);
  return decideOnce(async () => {
    const [scope, access] = [await streams.load(SCOPE_STREAM, id), await streams.load(ACCESS_STREAM, id)];
    const at = now();
    const acting = await actingAs(identity, access.state, { as, role });
    const by = actorOf(access, acting, at);
    const context = { now: at, by, separate: separation.approverIsNotAuthor, policy: product.planning };
    const decided = decideScope(command, scope.state, context);
    if (!decided.ok) throw new SlipwayError(refused(decided.error));
    await streams.record(acting, [scope, access], factsOf(SCOPE_STREAM, scope, decided.value, at));
    return { events: decided.value, warnings: scopeWarnings(scope.state, decided.value) };
  });
}

/** A role that is claimed has to be held, as soon as roles are granted at all. */
function actorOf({ state, version }: Loaded<AccessState>, { id, role }: Acting, at: number): Actor {
  if (version === 0 || role === NO_ROLE) return { who: id, role };
  const right = mayActAs(state, id, role, at);
  if (!right.ok)
    throw new SlipwayError({
      kind: "refused",
      ...right.error,
      action: "`slipway access list` shows who holds which role",
    });
  return { who: id, role, ...(right.value.as === "delegate" ? { principal: right.value.principal } : {}) };
}

function refused(refusal: Refusal): Problem {
  const action = refusal.code === "role" ? { action: "`--role ROLE` says in which role you act" } : {};
  return { kind: "refused", ...refusal, ...action };
}
