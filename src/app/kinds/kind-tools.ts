import type { Services } from "../services.ts";

/** What the performers of steps work with. */
export interface KindTools {
  readonly services: Services;
}
