import type { ConfigDocument } from "../contract/config.ts";
import type { PlanningPolicy, Point } from "../domain/scope/planning-policy.ts";
import { CLASSES } from "../domain/scope/scope-event.ts";

const CLOSES: readonly Point[] = ["scope", "owners", "dependencies", "integrations", "risks", "rollback", "milestones"];

/** How a product plans its releases. */
export function normalisePlanning({ planning = {} }: ConfigDocument): PlanningPolicy {
  return {
    approvers: planning.approvers ?? ["product-management", "product-owner"],
    managers: planning.managers ?? ["release-manager"],
    fixesOnly: (planning.afterFreeze ?? "fixes") === "fixes",
    shares: new Map(
      CLASSES.flatMap((name) => {
        const share = planning.shares?.[name];
        return share === undefined ? [] : [[name, share] as const];
      }),
    ),
    closes: planning.closes ?? CLOSES,
  };
}
