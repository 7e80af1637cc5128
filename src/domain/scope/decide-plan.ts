import { err, ok } from "../../kernel/result.ts";
import { isoMoment } from "../../kernel/iso-moment.ts";
import { compareReleases } from "./planned-release.ts";
import { openPoints } from "./readiness.ts";
import { refuse, slip } from "../release/refused.ts";
import { isBlank, refuseRole, type Decision } from "./refuse.ts";
import type { ScopeCommand, ScopeContext } from "./scope-command.ts";
import { isFrozen, itemsOf, planOf, type ScopeState } from "./scope-state.ts";

type Of<T extends ScopeCommand["type"]> = Extract<ScopeCommand, { type: T }>;
export type PlanCommand = Of<
  "freeze" | "freeze-code" | "consent" | "record-risk" | "close-risk" | "set-milestone" | "set-capacity" | "close"
>;

const NAME = /^[a-z0-9][a-z0-9-]{0,79}$/;

/** What happens to the plan of a release beside its items. */
export function decidePlan(state: ScopeState, context: ScopeContext, command: PlanCommand): Decision {
  if (compareReleases(command.release, command.release) === undefined)
    return slip("release", `"${command.release}" names no version`, "a release such as 1.4.0, or api@1.4.0");
  switch (command.type) {
    case "freeze":
      return freeze(state, context, command);
    case "freeze-code":
      return freezeCode(state, context, command);
    case "consent":
      return consent(state, context, command);
    case "record-risk":
      return recordRisk(command);
    case "close-risk":
      return closeRisk(state, command);
    case "set-milestone":
      return setMilestone(state, context, command);
    case "set-capacity":
      return Number.isFinite(command.capacity) && command.capacity > 0
        ? ok([{ type: "capacity-set", release: command.release, capacity: command.capacity }])
        : slip("capacity", `the capacity is ${command.capacity}`, "a number above 0");
    case "close":
      return close(state, context, command);
  }
}

function freeze(state: ScopeState, context: ScopeContext, { release, at: asked }: Of<"freeze">): Decision {
  const at = asked ?? context.now;
  const role = refuseRole(context, [...context.policy.approvers, ...context.policy.managers]);
  if (role !== undefined) return err(role);
  if (isFrozen(state, release, context.now))
    return refuse("frozen", `the scope of ${release} is frozen`, "a release whose scope is open");
  if (at < context.now) return refuse("past", `${isoMoment(at)} is over`, "now, or a moment ahead");
  if (itemsOf(state, release).length === 0)
    return refuse("no-scope", `nothing is aimed at ${release}`, "items to freeze: `slipway scope target`");
  return ok([{ type: "freeze-set", release, at, by: context.by.who }]);
}

function freezeCode(state: ScopeState, context: ScopeContext, command: Of<"freeze-code">): Decision {
  const { release, line, commit } = command;
  const role = refuseRole(context, context.policy.managers);
  if (role !== undefined) return err(role);
  const { codeFreeze } = planOf(state, release);
  if (codeFreeze !== null)
    return refuse(
      "code-frozen",
      `the code of ${release} is frozen since ${isoMoment(codeFreeze.at)}`,
      "one code freeze",
    );
  if (!isFrozen(state, release, context.now))
    return refuse("not-frozen", `the scope of ${release} is open`, "the feature freeze before the code freeze");
  return ok([{ type: "code-frozen", release, line, commit, by: context.by.who }]);
}

function consent(state: ScopeState, context: ScopeContext, { release, commit, reason }: Of<"consent">): Decision {
  const role = refuseRole(context, context.policy.managers);
  if (role !== undefined) return err(role);
  const { codeFreeze, consents } = planOf(state, release);
  if (codeFreeze === null)
    return refuse("not-frozen", `the code of ${release} is not frozen`, "a consent after the code freeze");
  if (consents.has(commit)) return refuse("consented", `${commit.slice(0, 12)} has a consent`, "a commit without one");
  if (isBlank(reason)) return refuse("reason", "a consent without a reason", "why this commit may still come in");
  return ok([{ type: "commit-consented", release, commit, by: context.by.who, reason }]);
}

function recordRisk({ release, risk, facts }: Of<"record-risk">): Decision {
  if (!NAME.test(risk)) return slip("id", `"${risk}" is no name of a risk`, "small letters, digits and hyphens");
  const empty = Object.entries(facts).flatMap(([name, text]) => (text !== null && isBlank(text) ? [name] : []));
  if (empty.length > 0) return refuse("risk", `${risk} says nothing about ${empty.join(", ")}`, "what is to be said");
  return ok([{ type: "risk-recorded", release, risk, ...facts }]);
}

function closeRisk(state: ScopeState, { release, risk, reason }: Of<"close-risk">): Decision {
  const known = planOf(state, release).risks.get(risk);
  if (known === undefined || known.closed !== null)
    return slip("unknown-risk", `${release} has no open risk ${risk}`, "one of its risks: `slipway scope report`");
  if (isBlank(reason)) return refuse("reason", `${risk} would be closed without a reason`, "why it is none any more");
  return ok([{ type: "risk-closed", release, risk, reason }]);
}

/** The plan is what is compared with: it is said once, and afterwards forecasts move. */
function setMilestone(state: ScopeState, { now }: ScopeContext, command: Of<"set-milestone">): Decision {
  const { release, milestone, date, at, reason } = command;
  if (!NAME.test(milestone))
    return slip("id", `"${milestone}" is no name of a milestone`, "small letters, digits and hyphens");
  const known = planOf(state, release).milestones.get(milestone);
  const before = known?.[date] ?? null;
  if (date !== "forecast" && before !== null)
    return refuse("dated", `${milestone} has a date: ${date} ${isoMoment(before)}`, "a forecast, which may move");
  if (date === "actual" && at > now) return refuse("future", `${isoMoment(at)} is still to come`, "a moment that was");
  const planned = known?.planned ?? null;
  if (date === "forecast" && planned !== null && at > planned && isBlank(reason))
    return refuse("reason", `${milestone} slips behind ${isoMoment(planned)} without a reason`, "why");
  return ok([{ type: "milestone-set", release, milestone, date, at, reason: isBlank(reason) ? null : reason }]);
}

function close(state: ScopeState, context: ScopeContext, { release }: Of<"close">): Decision {
  const role = refuseRole(context, [...context.policy.approvers, ...context.policy.managers]);
  if (role !== undefined) return err(role);
  const { closedBy } = planOf(state, release);
  if (closedBy !== null) return refuse("closed", `${closedBy} closed the plan of ${release}`, "a plan that is open");
  const open = openPoints(state, release, context);
  if (open.length > 0)
    return refuse(
      "plan-open",
      `the plan of ${release} has open points: ${open.map(({ says }) => says).join("; ")}`,
      "none of them open",
    );
  return ok([{ type: "plan-closed", release, by: context.by.who }]);
}
