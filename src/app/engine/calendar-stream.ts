import { CALENDAR_EVENT_TYPES, calendarEvent } from "../../contract/calendar-event.ts";
import type { CalendarEvent } from "../../domain/calendar/calendar-event.ts";
import { EMPTY_CALENDAR, movedKey, type CalendarState } from "../../domain/calendar/calendar-state.ts";
import { evolveCalendar } from "../../domain/calendar/evolve.ts";
import type { Json } from "../../kernel/canonical-json.ts";
import type { Description, StreamKind } from "./stream-kind.ts";

/** The streams `calendar/PRODUCT`: freezes, and regular dates that were moved. */
export const CALENDAR_STREAM: StreamKind<CalendarState, CalendarEvent> = {
  name: "calendar",
  empty: EMPTY_CALENDAR,
  schema: calendarEvent,
  types: CALENDAR_EVENT_TYPES,
  evolve: evolveCalendar,
  describe,
};

function describe(event: CalendarEvent, before: CalendarState): Description {
  const { reason } = event;
  switch (event.type) {
    case "freeze-set": {
      const { from, until, zone, environments } = event;
      const now: Json = { from, until, zone, environments: environments === "all" ? environments : [...environments] };
      return { action: "set freeze", object: { kind: "freeze", id: event.freeze }, old: null, new: now, reason };
    }
    case "freeze-lifted":
      return { action: "lift freeze", object: { kind: "freeze", id: event.freeze }, old: "set", new: null, reason };
    case "slot-moved": {
      const key = movedKey(event.releaseType, event.day);
      const was = before.moves.get(key)?.to ?? event.day;
      return { action: "move date", object: { kind: "date", id: key }, old: was, new: event.to, reason };
    }
  }
}
