import type { Significance } from "../plan/scope-item.ts";
import { POINTS, type PlanningPolicy } from "./planning-policy.ts";
import type { ScopeCommand } from "./scope-command.ts";
import type { ItemClass, Particulars } from "./scope-event.ts";

export const DAY = 86_400_000;

export const POLICY: PlanningPolicy = {
  approvers: ["product-management"],
  managers: ["release-manager"],
  fixesOnly: false,
  shares: new Map(),
  closes: POINTS,
};

type Facts = Partial<Particulars> & { readonly significance?: Significance; readonly class?: ItemClass };

/** A command that adds an item of which only a few things are said. */
export function item(id: string, facts: Facts = {}): ScopeCommand {
  const { significance = "feature", class: itemClass = "new-capability", ...particulars } = facts;
  return {
    type: "add",
    item: id,
    component: null,
    pledge: { title: `A ${id}`, significance, class: itemClass },
    particulars: {
      owner: "owner@example.org",
      inputs: [],
      dependsOn: [],
      integrations: null,
      marks: [],
      size: null,
      due: null,
      ...particulars,
    },
  };
}
