import type { CalendarEvent } from "../../domain/calendar/calendar-event.ts";
import type { CalendarState } from "../../domain/calendar/calendar-state.ts";
import type { Refusal } from "../../domain/release/command.ts";
import type { Result } from "../../kernel/result.ts";
import { CALENDAR_STREAM } from "../engine/calendar-stream.ts";
import { changeStream, type ChangeRequest, type ChangeScene } from "../engine/change-stream.ts";
import type { Services } from "../services.ts";

/** Decides a change of the calendar on what holds now, and records it. */
export async function changeCalendar(
  services: Services,
  who: Pick<ChangeRequest, "as" | "role">,
  decide: (scene: ChangeScene<CalendarState>) => Result<readonly CalendarEvent[], Refusal>,
): Promise<readonly CalendarEvent[]> {
  return changeStream(services, CALENDAR_STREAM, { ...who, what: "the calendar" }, decide);
}
