import type { Work } from "../process/process.ts";
import { isAccepted, itemsOf } from "../scope/scope-state.ts";
import type { Draft } from "./draft.ts";
import { answerTo, hasSucceeded, isOnPath } from "./exit-conditions.ts";
import type { Judged } from "./release-event.ts";
import { DEBT, MAIN, standingVisit, type Visit } from "./release-state.ts";
import { plannedName } from "./scope-gate.ts";

/** Users are content from this mean score of 5 on, when so many of them answered. */
const SCORE_MIN = 3.5;
const ANSWERS_MIN = 5;

/** How a release did, criterion by criterion, each with what it was judged by (G-22). */
export function successCriteria(draft: Draft): readonly Judged[] {
  return [incidents(draft), features(draft), metrics(draft), feedback(draft), rollbackTested(draft)];
}

type Verdict = readonly [verdict: Judged["verdict"], says: string];

function judged(criterion: string, [verdict, says]: Verdict): Judged {
  return { criterion, verdict, says };
}

/** What a run beside the release took back was an incident; nothing else tells of incidents yet. */
function incidents({ state }: Draft): Judged {
  const back = [...state.runs.values()].filter(({ id, trigger }) => id !== MAIN && trigger !== DEBT);
  const told = back.map(({ id, trigger }) => `${id} after ${trigger ?? "somebody said so"}`).join(", ");
  const verdict: Verdict = back.length > 0 ? ["not met", told] : ["no data", "no incident is linked to the release"];
  return judged("no incident since deployment", verdict);
}

function features(draft: Draft): Judged {
  const { scope } = draft.world;
  const items = scope === null ? [] : itemsOf(scope, plannedName(draft.state));
  const open = items.filter((item) => !isAccepted(item)).map(({ id }) => id);
  const told = open.length === 0 ? `${items.length} of ${items.length} are accepted` : `open: ${open.join(", ")}`;
  const verdict: Verdict =
    items.length === 0 ? ["no data", "nothing was planned"] : [open.length === 0 ? "met" : "not met", told];
  return judged("every planned feature verified", verdict);
}

function metrics(draft: Draft): Judged {
  return judged(
    "performance at or better than its targets",
    verdictOf(draft, ({ kind }) => kind === "watch", "watched"),
  );
}

function feedback(draft: Draft): Judged {
  const { feedback: asked } = draft.context.process.closing;
  const score = asked === null ? undefined : answerTo(draft, asked.score);
  const answers = asked === null ? undefined : answerTo(draft, asked.answers);
  const isEnough = typeof score === "number" && typeof answers === "number" && answers >= ANSWERS_MIN;
  const told = `${numberOr(score, "no score")} of 5 from ${numberOr(answers, "nobody")}`;
  const verdict: Verdict = isEnough ? [score >= SCORE_MIN ? "met" : "not met", told] : ["no data", told];
  return judged("feedback of users is positive", verdict);
}

function rollbackTested(draft: Draft): Judged {
  const isDrill = ({ with: settings, name }: Work): boolean =>
    settings["template"] === "rollback-drill" || name === "rollback-drill";
  return judged("rollback tested", verdictOf(draft, isDrill, "drilled"));
}

function verdictOf(draft: Draft, wanted: (work: Work) => boolean, verb: string): Verdict {
  const works = [...draft.layout(MAIN).works.values()].filter((work) => wanted(work) && isOnPath(draft, work));
  const failed = works.filter((work) => !hasSucceeded(draft, work) || visitOf(draft, work)?.waived === true);
  if (works.length === 0) return ["no data", `nothing was ${verb}`];
  const told = (failed.length > 0 ? failed : works).map((work) => {
    const says = visitOf(draft, work)?.says ?? null;
    return says === null ? work.name : `${work.name} says ${says}`;
  });
  return [failed.length > 0 ? "not met" : "met", told.join("; ")];
}

function visitOf(draft: Draft, { name }: Work): Visit | undefined {
  return standingVisit(draft.run(MAIN), name);
}

function numberOr(value: unknown, otherwise: string): string {
  return typeof value === "number" ? `${value}` : otherwise;
}
