import type { PlanRequest } from "../../app/plan-releases.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import type { Call, Flag } from "../command.ts";

/** The flags that say what to plan, shared by every command that plans. */
export const PLAN_FLAGS: readonly Flag[] = [
  { name: "component", value: "NAME", summary: "one component of a product that has several" },
  { name: "from", value: "TAG", summary: "start after this release instead of the current one" },
  { name: "to", value: "REV", summary: "plan for this commit instead of HEAD" },
  { name: "channel", value: "NAME", summary: "plan a pre-release on this channel, for example beta" },
  { name: "type", value: "NAME", summary: "hold the release to one of the types in slipway.yaml" },
  { name: "as", value: "VERSION", summary: "override the version; needs --reason" },
  { name: "reason", value: "TEXT", summary: "why the version is overridden" },
];

export function planRequest(call: Call): PlanRequest {
  const version = call.text("as");
  const reason = call.text("reason");
  if (version === undefined && reason !== undefined) throw new SlipwayError(reasonAlone());
  return {
    component: call.text("component"),
    from: call.text("from"),
    to: call.text("to"),
    channel: call.text("channel"),
    type: call.text("type"),
    override: version === undefined ? undefined : { version, reason: reason ?? "" },
  };
}

function reasonAlone() {
  return {
    code: "reason-alone",
    kind: "input",
    found: "--reason was given without --as",
    expected: "a version to override, together with its reason",
    action: 'for example --as 2.0.0 --reason "announced to customers"',
  } as const;
}
