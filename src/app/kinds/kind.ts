import type * as z from "zod/mini";
import type { Performer } from "../engine-ports.ts";
import type { KindTools } from "./kind-tools.ts";

/** How the steps of one kind are done. */
export interface Kind {
  /** What `with` of such a step may say. */
  readonly settings: z.ZodMiniType;
  open(tools: KindTools): Performer;
}
