import { mayActAs, whoCould } from "../../domain/access/may-act-as.ts";
import type { AccessState } from "../../domain/access/access-state.ts";
import type { Refusal } from "../../domain/release/command.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import type { Result } from "../../kernel/result.ts";
import type { Services } from "../services.ts";
import { ACCESS_STREAM } from "./access-stream.ts";
import { actingAs } from "./acting.ts";
import { productId } from "./product-id.ts";
import type { DomainEvent, StreamKind } from "./stream-kind.ts";
import { decideOnce, factsOf, openStreams } from "./streams.ts";

/** What a person's change of a stream is decided on. */
export interface ChangeScene<State> {
  readonly state: State;
  /** Id of the person who wants it. */
  readonly by: string;
  /** Unix milliseconds. */
  readonly now: number;
}

/** Who wants the change, and what it is about. */
export interface ChangeRequest {
  readonly as: string | undefined;
  readonly role: string | undefined;
  /** Ends the sentence "somebody may not change …". */
  readonly what: string;
}

/** Those who decide what holds for a whole product. The first is the usual one. */
const ROLES = ["release-manager", "admin"] as const;

/** Decides a change of what holds for a product on what holds now, and records it. */
export async function changeStream<State, Event extends DomainEvent>(
  services: Services,
  kind: StreamKind<State, Event>,
  { as, role, what }: ChangeRequest,
  decide: (scene: ChangeScene<State>) => Result<readonly Event[], Refusal>,
): Promise<readonly Event[]> {
  const stream = productId(await services.product());
  const ledger = await services.ledger.open();
  try {
    const streams = openStreams(ledger);
    return await decideOnce(async () => {
      const access = await streams.load(ACCESS_STREAM, stream);
      const loaded = await streams.load(kind, stream);
      const now = services.serverNow();
      const claimed = await actingAs(services.identity, access.state, { as, role: role ?? ROLES[0] });
      const acting = { ...claimed, role: roleOf(access.state, claimed.id, { role, what }, now) };
      const decided = decide({ state: loaded.state, by: acting.id, now });
      if (!decided.ok) throw new SlipwayError({ kind: "refused", ...decided.error });
      await streams.record(acting, [access, loaded], factsOf(kind, loaded, decided.value, now));
      return decided.value;
    });
  } finally {
    await ledger.close();
  }
}

/** The role somebody acts in. While nobody was given any role, everybody may, and the log says in which role they did. */
function roleOf(
  access: AccessState,
  who: string,
  { role: wanted, what }: Pick<ChangeRequest, "role" | "what">,
  now: number,
): string {
  const roles = wanted === undefined ? ROLES : ROLES.filter((role) => role === wanted);
  if (access.grants.size === 0) return wanted ?? ROLES[0];
  const held = roles.find((role) => mayActAs(access, who, role, now).ok);
  if (held !== undefined) return held;
  throw new SlipwayError({
    code: "role-not-held",
    kind: "refused",
    found: `${who} may not change ${what}${wanted === undefined ? "" : ` as ${wanted}`}`,
    expected: ROLES.map((role) => whoCould(access, role, now)).join("; "),
    action: "`slipway access list` shows who holds which role",
  });
}
