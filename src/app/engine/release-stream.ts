import { RELEASE_EVENT_TYPES, releaseEvent } from "../../contract/release-event.ts";
import { evolve } from "../../domain/release/evolve.ts";
import type { ReleaseEvent } from "../../domain/release/release-event.ts";
import type { ReleaseState, Run, Visit } from "../../domain/release/release-state.ts";
import type { Json } from "../../kernel/canonical-json.ts";
import type { Description, StreamKind } from "./stream-kind.ts";

/** The streams `release/R`. */
export const RELEASE_STREAM: StreamKind<ReleaseState | undefined, ReleaseEvent> = {
  name: "release",
  empty: undefined,
  schema: releaseEvent,
  types: RELEASE_EVENT_TYPES,
  evolve,
  describe: (event, before) => ("run" in event && event.run !== null ? ofRun(event, before) : ofRelease(event, before)),
};

type RunEvent = Extract<ReleaseEvent, { run: string | null }>;

function ofRun(event: RunEvent, before: ReleaseState | undefined): Description {
  const run = before?.runs.get(event.run ?? "");
  if (!("visit" in event) || event.visit === null) return ofWholeRun(event, run);
  const visit = run?.visits.find(({ number }) => number === event.visit);
  const step = "step" in event ? event.step : (visit?.step ?? "");
  const object = { kind: "step", id: `${event.run}/${step}` };
  return { object, ...ofVisit(event, visit) };
}

type VisitEvent = Extract<RunEvent, { visit: number | null }>;

function ofVisit(event: VisitEvent, visit: Visit | undefined): Description {
  const was = visit?.state ?? null;
  switch (event.type) {
    case "step-entered":
      return { action: "enter", old: null, new: "open" };
    case "effect-started":
      return { action: "start effect", old: was, new: "performing" };
    case "effect-refused":
      return { action: "hold back", old: was, new: { wakeAt: event.wakeAt, reasons: [...event.reasons] } };
    case "effect-reported":
      return { action: "report effect", old: was, new: event.outcome };
    case "signed":
      return { action: "sign", old: null, new: { who: event.who, role: event.role } };
    case "objected":
      return { action: "object", old: null, new: { who: event.who, role: event.role } };
    case "withdrew":
      return {
        action: "withdraw",
        old: { who: event.who, role: event.role },
        new: null,
        reason: event.comment ?? "not said",
      };
    case "item-answered": {
      const old = visit?.answers.get(event.item)?.value ?? null;
      const isTakenBack = old !== null && event.value === null;
      const reason = isTakenBack || event.note !== null ? { reason: event.note ?? "not said" } : {};
      return { action: `answer ${event.item}`, old, new: event.value, ...reason };
    }
    case "reminded":
      return { action: "remind", old: was, new: [...event.whom] };
    case "step-ended":
      return { action: "end", old: was, new: event.outcome };
    case "step-waived":
      return { action: "waive", old: visit?.outcome ?? was, new: "waived", reason: event.reason };
    case "run-stopped":
      return { action: "stop", old: was, new: event.why };
    case "subject-changed":
      return { action: `change ${event.facet}`, old: null, new: event.digest };
  }
}

function ofWholeRun(event: RunEvent, run: Run | undefined): Description {
  const object = { kind: "run", id: event.run ?? "" };
  const was = run?.state ?? null;
  switch (event.type) {
    case "run-started":
      return { object, action: "start", old: null, new: { workflow: event.workflow, trigger: event.trigger } };
    case "step-skipped":
      return { object, action: "skip", old: null, new: { step: event.step, condition: event.condition } };
    case "detour-entered":
      return { object, action: "leave path", old: was, new: event.detour };
    case "path-resumed":
      return { object, action: "resume path", old: was, new: event.step };
    case "visits-closed":
      return { object, action: "close visits", old: [...event.visits], new: event.as };
    case "run-stopped":
      return { object, action: "stop", old: was, new: event.why };
    case "run-suspended":
      return { object, action: "suspend", old: was, new: "suspended" };
    case "run-continued":
      return { object, action: "continue", old: was, new: "running" };
    case "run-ended":
      return { object, action: "end", old: was, new: event.status };
    default:
      return { object, action: event.type, old: was, new: event.type };
  }
}

function ofRelease(event: ReleaseEvent, before: ReleaseState | undefined): Description {
  const was = before?.status ?? null;
  switch (event.type) {
    case "release-started":
      return {
        action: "start",
        old: null,
        new: startOf(event),
        ...(event.reason == null ? {} : { reason: event.reason }),
      };
    case "subject-changed":
      return { action: `change ${event.facet}`, old: before?.subject.get(event.facet) ?? null, new: event.digest };
    case "facts-observed":
      return { action: "observe", old: oldFacts(event.facts, before), new: { ...event.facts } };
    case "command-refused":
      return { action: "refuse", old: null, new: { command: event.command, step: event.step, code: event.code } };
    case "release-ended":
      return { action: "end", old: was, new: event.status };
    case "release-cancelled":
      return { action: "cancel", old: was, new: "cancelled", reason: event.reason };
    case "release-closed":
      return { action: "close", old: was, new: "closed", ...passedOver(event) };
    default:
      return { action: event.type, old: was, new: event.type };
  }
}

function passedOver({ waived }: Extract<ReleaseEvent, { type: "release-closed" }>): Pick<Description, "reason"> {
  const [first] = waived;
  if (first === undefined) return {};
  return { reason: `${waived.map(({ condition }) => condition).join(", ")} waived: ${first.reason}` };
}

function startOf({
  version,
  releaseType,
  variant,
  trigger,
  triggerKind,
  dueAt,
}: Extract<ReleaseEvent, { type: "release-started" }>): Json {
  return {
    version,
    type: releaseType,
    ...(variant === null ? {} : { variant }),
    ...(triggerKind == null ? {} : { triggerKind }),
    ...(trigger === null ? {} : { trigger }),
    ...(dueAt == null ? {} : { dueAt }),
  };
}

function oldFacts(facts: Readonly<Record<string, Json>>, before: ReleaseState | undefined): Json {
  return Object.fromEntries(Object.keys(facts).map((key) => [key, before?.facts.get(key) ?? null]));
}
