/** What people changed about when a product is deployed. Times and days are those of local clocks. */
export type CalendarEvent =
  | {
      readonly type: "freeze-set";
      /** Its name, such as `year-end`. */
      readonly freeze: string;
      /** `2026-12-20T00:00`; `until` does not belong to it. */
      readonly from: string;
      readonly until: string;
      readonly zone: string;
      /** Names of environments; `all`: every one there is and will be. */
      readonly environments: readonly string[] | "all";
      readonly reason: string;
      readonly by: string;
    }
  | { readonly type: "freeze-lifted"; readonly freeze: string; readonly reason: string; readonly by: string }
  /** A regular date of a release type takes place on another day. */
  | {
      readonly type: "slot-moved";
      readonly releaseType: string;
      /** The day its rule gives, `2026-04-14`. */
      readonly day: string;
      readonly to: string;
      readonly reason: string;
      readonly by: string;
    };

export type FreezeSet = Extract<CalendarEvent, { type: "freeze-set" }>;
export type SlotMoved = Extract<CalendarEvent, { type: "slot-moved" }>;
