import { err, ok, type Result } from "../../kernel/result.ts";
import { refuse, type Outcome } from "./active-visit.ts";
import { managerFault } from "./authority.ts";
import { startBeside } from "./beside.ts";
import type { Refusal, ReleaseCommand } from "./command.ts";
import { Draft, type Context } from "./draft.ts";
import { ask, finishEffect, perform } from "./effect.ts";
import { cancel, close, retry, waive } from "./intervene.ts";
import { answerItem, expire, finishByPerson, remind, withdraw } from "./person.ts";
import type { ReleaseEvent } from "./release-event.ts";
import { MAIN, type ReleaseState } from "./release-state.ts";
import { start } from "./start.ts";
import { reopenStale } from "./subject.ts";
import type { Elsewhere } from "./world.ts";

/** What follows from a command: events of the release, and of other streams. */
export interface Decision {
  readonly events: readonly ReleaseEvent[];
  readonly elsewhere: readonly Elsewhere[];
}

/** What happens when a command meets a release: events, or the reason why not. Pure and total. */
export function decide(
  command: ReleaseCommand,
  state: ReleaseState | undefined,
  context: Context,
): Result<Decision, Refusal> {
  const draft = new Draft(state, context);
  const refusal = attempt(draft, command, state);
  if (refusal !== undefined) return err(refusal);
  if (draft.state.status === "running") reopenStale(draft);
  return ok({ events: draft.events, elsewhere: draft.elsewhere });
}

function attempt(draft: Draft, command: ReleaseCommand, state: ReleaseState | undefined): Outcome {
  if (command.type === "start")
    return state === undefined
      ? start(draft, command)
      : refuse("started", `${state.release} was started`, "a release that is new");
  if (state === undefined) return refuse("not-started", "there is no such release", "one that was started");
  switch (command.type) {
    case "change-subject": {
      const { facet, digest } = command;
      if (state.subject.get(facet) !== digest)
        draft.emit({ type: "subject-changed", facet, digest, run: null, visit: null });
      return undefined;
    }
    case "observe":
      draft.emit({ type: "facts-observed", facts: command.facts });
      return undefined;
    case "trigger":
      return happen(draft, command);
    case "close":
      return close(draft, command);
    default:
      return state.status === "running" || hasRunBeside(state) || tellsOfEffect(command)
        ? act(draft, command)
        : refuse("ended", `the release ended as ${state.status}`, "a running release");
  }
}

/** People who may take a release back; what a machine noticed starts it by itself. */
const RESPONDERS: readonly string[] = ["release-manager", "operations", "on-call", "admin"];

function happen(draft: Draft, { on, by, reason }: Extract<ReleaseCommand, { type: "trigger" }>): Outcome {
  if (by !== undefined) {
    const stranger = managerFault(draft, by, RESPONDERS);
    if (stranger !== undefined) return stranger;
    if ((reason ?? "").trim() === "") return refuse("reason", "a release is taken back without a reason", "why it is");
  }
  if (by !== undefined) draft.emit({ type: "facts-observed", facts: { reason: reason ?? "" } });
  return startBeside(draft, on);
}

type Acting = Exclude<ReleaseCommand, { type: "start" | "change-subject" | "observe" | "trigger" | "close" }>;

function act(draft: Draft, command: Acting): Outcome {
  switch (command.type) {
    case "perform":
      return perform(draft, command);
    case "finish":
      return command.by === null ? finishEffect(draft, command) : finishByPerson(draft, command, command.by);
    case "ask":
      return ask(draft, command);
    case "answer":
      return answerItem(draft, command);
    case "withdraw":
      return withdraw(draft, command);
    case "remind":
      return remind(draft, command);
    case "expire":
      return expire(draft, command);
    case "retry":
      return retry(draft, command);
    case "waive":
      return waive(draft, command);
    case "cancel":
      return cancel(draft, command);
  }
}

/** What came of an effect is heard however late. */
function tellsOfEffect(command: Acting): boolean {
  return command.type === "ask" || (command.type === "finish" && command.by === null);
}

function hasRunBeside({ runs }: ReleaseState): boolean {
  return [...runs.values()].some(({ id, state }) => id !== MAIN && state !== "ended");
}
