import { err, ok } from "../../kernel/result.ts";
import { changeScope } from "./change-scope.ts";
import { addEvidence, addItem, approveItem, detailItem, moveItem, rewordItem } from "./decide-item.ts";
import { decidePlan } from "./decide-plan.ts";
import { compareReleases } from "./planned-release.ts";
import { refuse, slip } from "../release/refused.ts";
import { isBlank, isOwn, refuseRole, withKnown, type Decision } from "./refuse.ts";
import type { ScopeCommand, ScopeContext } from "./scope-command.ts";
import type { ScopeEvent } from "./scope-event.ts";
import { isFrozen, releaseOf, type ScopeState } from "./scope-state.ts";

type Of<T extends ScopeCommand["type"]> = Extract<ScopeCommand, { type: T }>;

/** What happens when a command meets the scope of a product: events, or the reason why not. Pure and total. */
export function decideScope(command: ScopeCommand, state: ScopeState, context: ScopeContext): Decision {
  switch (command.type) {
    case "add":
      return addItem(state, command);
    case "reword":
      return rewordItem(state, command);
    case "detail":
      return detailItem(state, command);
    case "approve":
      return approveItem(state, context, command);
    case "evidence":
      return addEvidence(state, context, command);
    case "move":
      return moveItem(state, command);
    case "target":
    case "defer":
    case "remove":
      return changeDirectly(state, context, command);
    case "judge":
      return judge(state, context, command);
    case "request":
      return request(state, context, command);
    case "decide":
      return decideRequest(state, context, command);
    default:
      return decidePlan(state, context, command);
  }
}

function changeDirectly(
  state: ScopeState,
  context: ScopeContext,
  command: Of<"target" | "defer" | "remove">,
): Decision {
  const role = refuseRole(context, context.policy.approvers);
  if (role !== undefined) return err(role);
  if (command.type === "target") {
    const { item, release } = command;
    return changeScope(state, context, { change: "add", item, release, to: null, reason: "", request: null });
  }
  return withKnown(state, command.item, (item) => {
    const release = releaseOf(item);
    if (release === undefined) return refuse("not-targeted", `${item.id} is aimed at no release`, "an item with one");
    const to = command.type === "defer" ? command.to : null;
    const { type, reason } = command;
    return changeScope(state, context, { change: type, item: item.id, release, to, reason, request: null });
  });
}

/** Go or no-go for one item. A no-go takes it to a later release, out of a frozen scope by way of a change request. */
function judge(state: ScopeState, context: ScopeContext, command: Of<"judge">): Decision {
  const { verdict, to, reason, impact } = command;
  const role = refuseRole(context, context.policy.approvers);
  if (role !== undefined) return err(role);
  return withKnown(state, command.item, (item) => {
    const release = releaseOf(item);
    if (release === undefined) return refuse("not-targeted", `${item.id} is aimed at no release`, "an item with one");
    if (isBlank(reason)) return refuse("reason", `a ${verdict} for ${item.id} without a reason`, "why");
    const judged: ScopeEvent = {
      type: "item-judged",
      item: item.id,
      release,
      verdict,
      by: context.by.who,
      reason,
    };
    if (verdict === "go") return ok([judged]);
    const change = { change: "defer", item: item.id, release, to } as const;
    const moved = isFrozen(state, release, context.now)
      ? request(state, context, { type: "request", ...change, impact, justification: reason })
      : changeScope(state, context, { ...change, reason, request: null });
    return moved.ok ? ok([judged, ...moved.value]) : moved;
  });
}

/** A request has to be possible when it is made, and again when it is approved. */
function request(state: ScopeState, context: ScopeContext, command: Of<"request">): Decision {
  const { type: _, impact, justification, ...change } = command;
  if (compareReleases(change.release, change.release) === undefined)
    return slip("release", `"${change.release}" names no version`, "a release such as 1.4.0, or api@1.4.0");
  if (!isFrozen(state, change.release, context.now))
    return refuse("not-frozen", `the scope of ${change.release} is open`, "the change itself, without a request");
  if (isBlank(impact)) return refuse("impact", "the request does not say what it would change", "its impact");
  if (isBlank(justification)) return refuse("reason", "the request does not say why", "its justification");
  const waiting = [...state.requests.values()].find(({ item, decided }) => item === change.item && decided === null);
  if (waiting !== undefined)
    return refuse("requested", `${waiting.id} about ${change.item} waits for a decision`, "one request at a time");
  const id = `cr-${state.requests.size + 1}`;
  const possible = changeScope(state, context, { ...change, reason: justification, request: id });
  if (!possible.ok) return possible;
  const { who: by } = context.by;
  return ok([{ type: "change-requested", request: id, ...change, impact, justification, by }]);
}

function decideRequest(state: ScopeState, context: ScopeContext, command: Of<"decide">): Decision {
  const { verdict, reason } = command;
  const role = refuseRole(context, context.policy.approvers);
  if (role !== undefined) return err(role);
  const known = state.requests.get(command.request);
  if (known === undefined)
    return slip("unknown-request", `there is no request ${command.request}`, "one that was made");
  if (known.decided !== null)
    return refuse("decided", `${known.decided.by} ${known.decided.verdict} ${known.id}`, "one that waits");
  if (isOwn(context, known.by))
    return refuse("own-work", `${known.by} made the request ${known.id}`, "a decision by somebody else");
  if (isBlank(reason)) return refuse("reason", `${known.id} would be ${verdict} without a reason`, "why");
  const { id, change, item, release, to, justification } = known;
  const decided: ScopeEvent = { type: "change-decided", request: id, verdict, by: context.by.who, reason };
  if (verdict === "rejected") return ok([decided]);
  const done = changeScope(state, context, { change, item, release, to, reason: justification, request: id });
  return done.ok ? ok([decided, ...done.value]) : done;
}
