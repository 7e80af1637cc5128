import type { Process } from "../../domain/process/process.ts";
import type { Services } from "../services.ts";

/** What it takes to reach the target of an environment. */
export interface TargetTools {
  readonly services: Pick<Services, "openTarget">;
  /** The process that a release is bound to, whatever stands in the working tree meanwhile. */
  processOf(release: string): Promise<Process>;
}
