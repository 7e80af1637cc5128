import { mayActAs, whoCould } from "../../domain/access/may-act-as.ts";
import type { AccessState } from "../../domain/access/access-state.ts";
import type { CalendarEvent } from "../../domain/calendar/calendar-event.ts";
import type { CalendarState } from "../../domain/calendar/calendar-state.ts";
import type { Refusal } from "../../domain/release/command.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import type { Result } from "../../kernel/result.ts";
import { ACCESS_STREAM } from "../engine/access-stream.ts";
import { actingAs } from "../engine/acting.ts";
import { CALENDAR_STREAM } from "../engine/calendar-stream.ts";
import { productId } from "../engine/product-id.ts";
import { decideOnce, factsOf, openStreams } from "../engine/streams.ts";
import type { Services } from "../services.ts";

/** What a change of the calendar is decided on. */
export interface CalendarScene {
  readonly state: CalendarState;
  /** Id of the person who wants it. */
  readonly by: string;
  /** Unix milliseconds. */
  readonly now: number;
}

/** Those who decide when nothing is deployed. The first is the usual one. */
const ROLES = ["release-manager", "admin"] as const;

/** Decides a change of the calendar on what holds now, and records it. */
export async function changeCalendar(
  services: Services,
  { as, role }: { readonly as: string | undefined; readonly role: string | undefined },
  decide: (scene: CalendarScene) => Result<readonly CalendarEvent[], Refusal>,
): Promise<readonly CalendarEvent[]> {
  const stream = productId(await services.product());
  const ledger = await services.ledger.open();
  try {
    const streams = openStreams(ledger);
    return await decideOnce(async () => {
      const access = await streams.load(ACCESS_STREAM, stream);
      const loaded = await streams.load(CALENDAR_STREAM, stream);
      const now = services.serverNow();
      const claimed = await actingAs(services.identity, access.state, { as, role: role ?? ROLES[0] });
      const acting = { ...claimed, role: roleOf(access.state, claimed.id, role, now) };
      const decided = decide({ state: loaded.state, by: acting.id, now });
      if (!decided.ok) throw new SlipwayError({ kind: "refused", ...decided.error });
      await streams.record(acting, [access, loaded], factsOf(CALENDAR_STREAM, loaded, decided.value, now));
      return decided.value;
    });
  } finally {
    await ledger.close();
  }
}

/** The role somebody acts in. While nobody was given any role, everybody may, and the log says in which role they did. */
function roleOf(access: AccessState, who: string, wanted: string | undefined, now: number): string {
  const roles = wanted === undefined ? ROLES : ROLES.filter((role) => role === wanted);
  if (access.grants.size === 0) return wanted ?? ROLES[0];
  const held = roles.find((role) => mayActAs(access, who, role, now).ok);
  if (held !== undefined) return held;
  throw new SlipwayError({
    code: "role-not-held",
    kind: "refused",
    found: `${who} may not change the calendar${wanted === undefined ? "" : ` as ${wanted}`}`,
    expected: ROLES.map((role) => whoCould(access, role, now)).join("; "),
    action: "`slipway access list` shows who holds which role",
  });
}
