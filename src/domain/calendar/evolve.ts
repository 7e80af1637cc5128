import type { CalendarEvent } from "./calendar-event.ts";
import { movedKey, type CalendarState } from "./calendar-state.ts";

/** What is true of a calendar after an event. */
export function evolveCalendar(state: CalendarState, event: CalendarEvent, atMs: number): CalendarState {
  switch (event.type) {
    case "freeze-set": {
      const { type: _, ...freeze } = event;
      return { ...state, freezes: new Map(state.freezes).set(event.freeze, { ...freeze, setAt: atMs, lifted: null }) };
    }
    case "freeze-lifted": {
      const freeze = state.freezes.get(event.freeze);
      if (freeze === undefined) return state;
      const lifted = { at: atMs, by: event.by, reason: event.reason };
      return { ...state, freezes: new Map(state.freezes).set(event.freeze, { ...freeze, lifted }) };
    }
    case "slot-moved": {
      const { type: _, ...move } = event;
      return { ...state, moves: new Map(state.moves).set(movedKey(move.releaseType, move.day), move) };
    }
  }
}
