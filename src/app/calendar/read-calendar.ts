import type { CalendarState } from "../../domain/calendar/calendar-state.ts";
import { CALENDAR_STREAM } from "../engine/calendar-stream.ts";
import { productId } from "../engine/product-id.ts";
import { openStreams } from "../engine/streams.ts";
import type { EventStore } from "../ledger-ports.ts";
import type { Services } from "../services.ts";

/** Freezes and moved dates of the product. Begins no ledger. */
export async function readCalendar(services: Pick<Services, "ledger" | "product">): Promise<CalendarState> {
  const product = await services.product();
  const ledger = await services.ledger.openExisting();
  if (ledger === undefined) return CALENDAR_STREAM.empty;
  try {
    return await calendarIn(ledger, product);
  } finally {
    await ledger.close();
  }
}

/** The same, from a ledger that is open. */
export async function calendarIn(ledger: EventStore, product: { readonly name: string }): Promise<CalendarState> {
  return (await openStreams(ledger).load(CALENDAR_STREAM, productId(product))).state;
}
