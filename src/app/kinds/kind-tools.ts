import type { Process } from "../../domain/process/process.ts";
import type { Services } from "../services.ts";

/** What the performers of steps work with. */
export interface KindTools {
  readonly services: Services;
  /** The process that a release is bound to, whatever stands in the working tree meanwhile. */
  processOf(release: string): Promise<Process>;
}
