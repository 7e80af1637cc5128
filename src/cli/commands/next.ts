import { componentNeeded } from "../../app/problems.ts";
import { planReleases } from "../../app/plan-releases.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { EXIT, type Command } from "../command.ts";
import { PLAN_FLAGS, planRequest } from "./plan-flags.ts";

export const next: Command = {
  name: "next",
  summary: "print the next version, from the history alone",
  flags: PLAN_FLAGS,
  examples: [
    { command: "slipway next", explains: "the next version of the current branch" },
    { command: "slipway next --channel beta", explains: "the next beta, for example 2.0.0-beta.4" },
    { command: "slipway next --from v1.4.0 --to v1.5.0", explains: "what that range would be released as" },
    { command: "slipway next --component api", explains: "one component of several" },
  ],
  async run(call) {
    const request = planRequest(call);
    const product = await call.services.product(request.to);
    if (product.components.length > 1 && request.component === undefined)
      throw new SlipwayError(componentNeeded(product));
    const [plan] = await planReleases(call.services.repository, product, request, call.services.signals(product));
    for (const warning of plan!.warnings) call.output.warn(warning);
    if (call.json)
      call.output.document({ next: plan!.next, component: plan!.component, bump: plan!.bump, reason: plan!.reason });
    else if (plan!.next !== null) call.output.answer(plan!.next);
    if (plan!.next !== null) return EXIT.done;
    call.output.warn(`nothing to release: ${plan!.reason}`);
    return EXIT.nothing;
  },
};
