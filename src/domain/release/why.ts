import { outcomesOf, type Work } from "../process/process.ts";
import { Draft, type Context } from "./draft.ts";
import { due, type ActiveStep } from "./due.ts";
import { rolesAsked } from "./authority.ts";
import { peopleWith } from "../access/access-state.ts";
import { templateOf } from "../process/template-of.ts";
import { openItems, progressOf } from "../template/open-items.ts";
import { openExits } from "./exit-conditions.ts";
import { isoMoment } from "../../kernel/iso-moment.ts";
import { MAIN, type ReleaseState, type Run, type Visit } from "./release-state.ts";

/** Something a release waits for, who can resolve it, and by which command. */
export interface OpenCondition {
  readonly code: string;
  readonly run: string;
  readonly step: string | null;
  readonly says: string;
  /** Roles, or `the engine`; empty where time alone resolves it. */
  readonly who: readonly string[];
  readonly command: string | null;
  /** When time alone resolves it, in Unix milliseconds. */
  readonly until: number | null;
}

const ENGINE = "the engine";

/** Every open condition of a release. One that is neither ended nor waits for anything does not exist. */
export function whyOf(state: ReleaseState, context: Context): readonly OpenCondition[] {
  const { effects, performing, blocked, people, stopped } = due(state, context);
  const engine = (code: string, says: (step: ActiveStep) => string) => (step: ActiveStep) => ({
    ...at(step, code, says(step)),
    who: [ENGINE],
    command: `slipway run ${state.release}`,
  });
  return [
    ...overdue(state, context.now),
    ...stopped.flatMap((run) => askedOf(state, run)),
    ...people.map((step) => waitingFor(state, context, step)),
    ...blocked.flatMap((step) =>
      step.reasons.map(({ code, found, expected, until }) => ({
        ...at(step, code, `${step.work.name} is held back: ${found}; needed: ${expected}`),
        who: until === null ? [OWNER[code] ?? "release-manager"] : [],
        command: null,
        until,
      })),
    ),
    ...effects.map(
      (step) => heldByWorld(state, step) ?? engine("due", ({ work }) => `${work.name} can be done now`)(step),
    ),
    ...performing.map(engine("under-way", ({ work }) => `${work.name} is being done`)),
    ...keptOpen(state, context),
  ];
}

/** What was seen right before the effect and held it back; whether it still does is seen at the next try. */
function heldByWorld(state: ReleaseState, step: ActiveStep): OpenCondition | undefined {
  const visit = state.runs.get(step.run)?.visits.find(({ number }) => number === step.visit);
  const lines = visit?.refused?.codes.split("\n") ?? [];
  const code = SEEN_OUTSIDE.find((each) => lines.some((line) => line.startsWith(`${each}: `)));
  if (code === undefined) return undefined;
  const reason = lines.find((line) => line.startsWith(`${code}: `))?.slice(code.length + 2) ?? "";
  return {
    ...at(step, code, `${step.work.name} was held back: ${reason}`),
    who: [OWNER[code]],
    command: code === "tag-altered" ? "slipway tag check" : `slipway release cancel ${state.release} --reason TEXT`,
  };
}

/** What keeps a release that ended from being closed; runs that are not over tell for themselves. */
function keptOpen(state: ReleaseState, context: Context): OpenCondition[] {
  if (state.status === "running" || state.isClosed) return [];
  const open = openExits(new Draft(state, context)).filter(({ condition }) => condition !== "runs");
  return open.map(({ condition, says }) => ({
    code: condition,
    run: MAIN,
    step: null,
    says: `${state.release} cannot be closed: ${says}`,
    who: ["release-manager"],
    command: condition === "debts" ? null : `slipway release close ${state.release} --waive ${condition} --reason TEXT`,
    until: null,
  }));
}

/** The day on which a release has to be out has passed. It goes on, and everybody sees it. */
function overdue({ status, dueAt }: ReleaseState, now: number): OpenCondition[] {
  if (status !== "running" || dueAt === null || now < dueAt) return [];
  const says = `it is overdue since ${isoMoment(dueAt)}`;
  return [{ code: "overdue", run: MAIN, step: null, says, who: ["release-manager"], command: null, until: null }];
}

/** Obstacles that are only known when the world is asked; the worse one first. */
const SEEN_OUTSIDE = ["tag-altered", "behind-live"] as const;

/** Who usually resolves what policy holds back. */
const OWNER: Readonly<Record<string, string>> & Record<(typeof SEEN_OUTSIDE)[number], string> = {
  "lease-held": ENGINE,
  queued: ENGINE,
  "not-staged": ENGINE,
  "no-backup": "operations",
  "tag-altered": "release-manager",
  "behind-live": "developer",
};

function at({ run, work }: ActiveStep, code: string, says: string): OpenCondition {
  return { code, run, step: work.name, says, who: [], command: null, until: null };
}

function waitingFor(state: ReleaseState, context: Context, step: ActiveStep): OpenCondition {
  const { work, run, visit: number } = step;
  const visit = state.runs.get(run)?.visits.find((each) => each.number === number);
  const roles = rolesAsked(work);
  const signed = visit?.signatures.filter(({ act }) => act === "approve").map(({ who, role }) => `${who} as ${role}`);
  const said = signed === undefined || signed.length === 0 ? "" : ` (signed by ${signed.join(", ")})`;
  const objections = visit?.signatures.filter(({ act }) => act === "reject").map(({ who }) => who) ?? [];
  const objected = objections.length === 0 ? "" : `; ${objections.join(", ")} objects`;
  const who = roles.length === 0 ? ["anybody"] : roles.map((role) => withPeople(role, context));
  const says = `${work.name} waits for ${needed(work)}${said}${objected}${unsettled(state, context, work, visit)}`;
  return { ...at(step, "waits-for-person", says), who, command: commandFor(state.release, work, roles[0]) };
}

/** A role with the people who hold it now. */
function withPeople(role: string, { world: { access }, now }: Context): string {
  if (access === null) return role;
  const people = peopleWith(access, role, now).map(({ who }) => who);
  return people.length === 0 ? `${role} (nobody holds it)` : `${role} (${people.join(", ")})`;
}

/** How far the checklist or form of a step is. */
function unsettled(state: ReleaseState, context: Context, work: Work, visit: Visit | undefined): string {
  const template = templateOf(work, context.process);
  if (template === undefined || visit === undefined) return "";
  const holds = (condition: string): boolean => context.holds(condition, state);
  const { settled, of } = progressOf(template, visit.answers, holds);
  const open = openItems(template, visit.answers, holds).map(({ id }) => id);
  const names = open.length > 6 ? `${open.slice(0, 6).join(", ")} and ${open.length - 6} more` : open.join(", ");
  return `; ${settled} of ${of} settled${open.length === 0 ? "" : `, open: ${names}`}`;
}

function needed({ signers, roles }: Work): string {
  if (signers.size > 0) return [...signers].map(([role, count]) => `${count} ${role}`).join(" and ");
  return roles.length === 0 ? "somebody" : roles.join(" or ");
}

function commandFor(release: string, work: Work, role: string | undefined): string {
  const as = role === undefined ? "" : ` --role ${role}`;
  if (["approval", "review", "uat"].includes(work.kind)) return `slipway approve ${release} ${work.name}${as}`;
  if (work.kind === "decision")
    return `slipway decide ${release} ${work.name} ${outcomesOf(work)[0] ?? "OUTCOME"}${as}`;
  return `slipway submit ${release} ${work.name}${as}`;
}

/** A run that stopped offers exactly: again, passed over, or the end. */
function askedOf({ release }: ReleaseState, { id, stoppedAt, visits }: Run): OpenCondition[] {
  if (stoppedAt === null) return [];
  const step = visits.find(({ number }) => number === stoppedAt.visit)?.step ?? null;
  const base = { run: id, step, who: ["release-manager"], until: null };
  const cancel = `slipway release cancel ${release} --reason TEXT`;
  if (step === null) return [{ ...base, code: "final", says: stoppedAt.why, command: cancel }];
  const on = id === "main" ? "" : ` --run ${id}`;
  const says = `${step} ended as ${stoppedAt.why}, and nothing says what follows`;
  const command = `slipway release retry ${release}${on}, slipway waive ${release}${on} --reason TEXT --until TIME, or ${cancel}`;
  return [{ ...base, code: "stopped", says, command }];
}
