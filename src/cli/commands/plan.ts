import { planReleases } from "../../app/plan-releases.ts";
import { componentNeeded } from "../../app/problems.ts";
import type { Plan } from "../../domain/plan/plan.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { EXIT, type Command } from "../command.ts";
import { renderPlan } from "../render-plan.ts";
import { PLAN_FLAGS, planRequest } from "./plan-flags.ts";

export const plan: Command = {
  name: "plan",
  summary: "explain the next version: every change, and the rule that fired",
  flags: [...PLAN_FLAGS, { name: "all", summary: "every component" }],
  examples: [
    { command: "slipway plan", explains: "what would be released now, and why" },
    { command: "slipway plan --all --json", explains: "all components as one JSON document" },
    { command: "slipway plan --type hotfix", explains: "refuses changes that a hotfix does not admit" },
    { command: 'slipway plan --as 2.0.0 --reason "announced"', explains: "override, with the reason on record" },
  ],
  async run(call) {
    const request = planRequest(call);
    const product = await call.services.product(request.to);
    const all = call.has("all");
    if (!all && product.components.length > 1 && request.component === undefined)
      throw new SlipwayError(componentNeeded(product));
    const plans = await planReleases(call.services.repository, product, request, call.services.signals(product));
    if (call.json) call.output.document(all ? { components: plans } : plans[0]);
    else call.output.answer(plans.map((each: Plan) => renderPlan(each, product.name)).join("\n\n"));
    return plans.some((each) => each.next !== null) ? EXIT.done : EXIT.nothing;
  },
};
