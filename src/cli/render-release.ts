import type { OpenCondition } from "../domain/release/why.ts";
import { MAIN, type ReleaseState, type Run, type Visit } from "../domain/release/release-state.ts";
import { isoMoment } from "../kernel/iso-moment.ts";

const HOUR_MS = 3_600_000;

/** One release in one line. `now`: Unix milliseconds. */
export function renderLine(state: ReleaseState, open: readonly OpenCondition[], now: number): string {
  const type = state.variant === null ? state.releaseType : `${state.releaseType}, ${state.variant}`;
  const waits = open.map(({ step, code }) => `${step ?? "release"} (${code})`).join(", ");
  const due = state.status === "running" ? dueIn(state, now).map((text) => `, due ${text}`) : [];
  const status = `${state.isClosed ? `${state.status}, closed` : state.status}${due.join("")}`;
  return `${state.release.padEnd(14)}  ${type.padEnd(12)}  ${status.padEnd(12)}  ${waits}`.trimEnd();
}

/** The day on which it has to be out, with what is left until then. */
function dueIn({ dueAt, status }: ReleaseState, now: number): string[] {
  if (dueAt === null) return [];
  const hours = Math.floor((dueAt - now) / HOUR_MS);
  const left = hours >= 48 ? `${Math.floor(hours / 24)} days left` : hours >= 0 ? `${hours} hours left` : "overdue";
  return [`${isoMoment(dueAt)}${status === "running" ? ` (${left})` : ""}`];
}

/** Everything open, each with who can resolve it, and how. */
export function renderWhy(release: string, open: readonly OpenCondition[]): string {
  if (open.length === 0) return `${release} waits for nothing`;
  return open
    .map(({ says, who, command, until, run }) =>
      [
        `${run === MAIN ? "" : `${run}: `}${says}`,
        ...(until === null ? [] : [`  until  ${isoMoment(until)}`]),
        ...(who.length === 0 ? [] : [`  who    ${who.join(" or ")}`]),
        ...(command === null ? [] : [`  how    ${command}`]),
      ].join("\n"),
    )
    .join("\n");
}

/** A release with every visit of every step. `now`: Unix milliseconds. */
export function renderRelease(state: ReleaseState, open: readonly OpenCondition[], now: number): string {
  const told = [state.triggerKind, state.trigger].filter((part) => part !== null).join(": ");
  const head = [
    `${state.release}: ${state.releaseType}${state.variant === null ? "" : `, ${state.variant}`}, ${state.status}${state.isClosed ? ", closed" : ""}`,
    `  started   ${isoMoment(state.startedAt)} by ${state.by}`,
    ...(told === "" ? [] : [`  trigger   ${told}`]),
    ...(state.reason === null ? [] : [`  because   ${state.reason}`]),
    ...[state.facts.get("replaces")].flatMap((id) => (typeof id === "string" ? [`  replaces  ${id}`] : [])),
    ...[...state.facts].flatMap(([key, codes]) =>
      key.startsWith("passed:") && Array.isArray(codes) && codes.length > 0
        ? [`  passes    ${codes.join(", ")} in ${key.slice("passed:".length)}`]
        : [],
    ),
    ...Object.entries(deliveriesOf(state)).map(
      ([outlet, { delivered, place, tries }]) =>
        `  notes     ${outlet}: ${delivered ? `delivered to ${place}` : `not delivered: ${tries.join(", ")}`}`,
    ),
    ...dueIn(state, now).map((due) => `  due       ${due}`),
    ...[...state.subject].map(([facet, digest]) => `  ${facet.padEnd(8)}  ${digest}`),
  ];
  return [
    ...head,
    ...[...state.runs.values()].flatMap(renderRun),
    ...renderClosure(state),
    "",
    renderWhy(state.release, open),
  ].join("\n");
}

interface Delivered {
  readonly delivered: boolean;
  readonly place: string;
  readonly tries: readonly string[];
}

/** Where its notes went, by outlet. */
function deliveriesOf({ facts }: ReleaseState): Readonly<Record<string, Delivered>> {
  return (facts.get("deliveries") ?? {}) as unknown as Record<string, Delivered>; // the step `publish` writes it so
}

/** What was written down when it was closed. */
function renderClosure({ closure }: ReleaseState): string[] {
  if (closure === null) return [];
  const { outputs, criteria, waived } = closure;
  return [
    "",
    "closed",
    ...outputs.map(({ output, step }) => `  ${output.padEnd(24)}  ${step ?? "missing"}`),
    ...criteria.map(({ criterion, verdict, says }) => `  ${verdict.padEnd(8)}  ${criterion}: ${says}`),
    ...waived.map(({ condition, says, reason }) => `  waived    ${condition}: ${says} (${reason})`),
  ];
}

function renderRun({ id, workflow, state, status, visits }: Run): string[] {
  const end = status === null ? state : `${state}, ${status}`;
  return ["", `${id} (${workflow}): ${end}`, ...visits.map(renderVisit)];
}

function renderVisit(visit: Visit): string {
  const { step, attempt, member, state, outcome, by, says, waived } = visit;
  const name = `${step}${member === null ? "" : `[${member}]`}${attempt > 1 ? ` #${attempt}` : ""}`;
  const end = waived ? "waived" : (outcome ?? state);
  const gone = state === "ended" || outcome === null ? "" : ` (${state})`;
  const signed = visit.signatures.map(
    ({ who, role, principal, act }) =>
      `${who} as ${role}${principal === null ? "" : ` for ${principal}`}${act === "reject" ? " objects" : ""}`,
  );
  const isBySigner = by === null || visit.signatures.some(({ who }) => who === by);
  const who = isBySigner ? signed.join(", ") : by;
  return `  ${name.padEnd(24)}  ${`${end}${gone}`.padEnd(20)}  ${[who, says ?? ""].filter((text) => text !== "").join(": ")}`.trimEnd();
}

/** A release as a JSON document. */
export function plainRelease(state: ReleaseState, open: readonly OpenCondition[]): unknown {
  return {
    ...state,
    subject: Object.fromEntries(state.subject),
    facts: Object.fromEntries(state.facts),
    runs: [...state.runs.values()].map((run) => ({ ...run, visits: run.visits.map(plainVisit) })),
    open,
  };
}

function plainVisit(visit: Visit): unknown {
  return { ...visit, covers: Object.fromEntries(visit.covers), answers: Object.fromEntries(visit.answers) };
}
