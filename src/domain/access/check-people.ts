import { checkPolicy } from "../gate/check-policy.ts";
import type { GateRule } from "../gate/gate-case.ts";
import { finding, type ProcessFinding, type ProcessReport } from "../process/finding.ts";
import { worksOf, type Process, type Work, type Workflow } from "../process/process.ts";
import { waitsForPerson } from "../process/step-kind.ts";
import type { AccessState } from "./access-state.ts";
import { gateHours, toGatePeople } from "./gate-people.ts";

/** The people there are, at a moment (Unix milliseconds). */
export interface Staff {
  readonly access: AccessState;
  readonly now: number;
}

/**
 * Whether the people who hold roles, or will, can act at every step (rule 13, R12 of gates). Where whoever made a change
 * may not approve it, a step that hangs on one person is told as an exception.
 */
export function checkPeople(process: Process, staff: Staff): ProcessReport {
  if (staff.access.grants.size === 0)
    return {
      findings: [],
      exceptions: [],
      notChecked: ["every gate can be satisfied by the people there are: nobody holds a role yet"],
    };
  const asked = [...process.workflows.values()].flatMap((workflow) => waitingWorks(workflow));
  const findings = asked.flatMap(({ work, place }) => lacking(process, staff, work, place, new Set()));
  return {
    findings,
    exceptions: process.separation.approverIsNotAuthor ? onOnePerson(process, staff, asked) : [],
    notChecked: [],
  };
}

interface Asked {
  readonly work: Work;
  readonly place: string;
}

function waitingWorks(workflow: Workflow): Asked[] {
  const replaced = [...workflow.variants].flatMap(([name, { replace }]) =>
    [...replace.values()].map((work) => ({ work, place: `workflow ${workflow.name}, variant ${name}` })),
  );
  const works = worksOf(workflow).map((work) => ({ work, place: `workflow ${workflow.name}` }));
  return [...works, ...replaced].filter(({ work }) => waitsForPerson(work.kind));
}

function onOnePerson(process: Process, staff: Staff, asked: readonly Asked[]): ProcessFinding[] {
  const approvals = asked.filter(
    ({ work }) => work.kind === "approval" || work.kind === "uat" || work.kind === "review",
  );
  return approvals.flatMap(({ work, place }) => {
    if (lacking(process, staff, work, place, new Set()).length > 0) return [];
    const needed = [...staff.access.grants.keys()].filter(
      (who) => lacking(process, staff, work, place, new Set([who])).length > 0,
    );
    if (needed.length === 0) return [];
    const found = `${work.name} waits for nobody when ${needed.join(" or ")} made the change`;
    return [finding("hangs-on-one", place, found, "one more person in the role")];
  });
}

function lacking(
  { separation }: Process,
  { access, now }: Staff,
  work: Work,
  place: string,
  excluded: ReadonlySet<string>,
): ProcessFinding[] {
  const demands = demandsOf(work, separation.onePersonOneSlot);
  const open = demands.filter(
    (options) => !options.some((needs) => isFillable({ id: work.name, needs, after: [] }, { access, now }, excluded)),
  );
  return open.map((options) => {
    const asked = options.map((needs) => needs.map(({ role, count }) => `${count} ${role}`).join(" and ")).join(" or ");
    const found = `${work.name} asks for ${asked}, and the people there are cannot be that`;
    return finding("nobody-to-act", place, found, "people who hold the roles, or will");
  });
}

type Needs = GateRule["needs"];

/** What a step asks of people: a list of demands, each met when one of its options is. */
function demandsOf({ roles, signers }: Work, onePersonOneSlot: boolean): Needs[][] {
  const needs = [...signers].map(([role, count]) => ({ role, count }));
  if (needs.length > 0) return onePersonOneSlot ? [[needs]] : needs.map((need) => [[need]]);
  return roles.length === 0 ? [] : [roles.map((role) => [{ role, count: 1 }])];
}

function isFillable(rule: GateRule, { access, now }: Staff, excluded: ReadonlySet<string>): boolean {
  const policy = { gates: [rule], ttl: Infinity, emergencyCount: undefined, debtHours: 0 };
  const circumstances = { freezes: [], emergency: false, debts: [], digest: "" };
  const gateCase = { policy, ...toGatePeople(access), ...circumstances, now: gateHours(now), excluded };
  return !checkPolicy(gateCase).some(({ code }) => code === "unfillable");
}
