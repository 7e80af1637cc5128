import { checkPeople, type Staff } from "../access/check-people.ts";
import { checkIrreversible, checkLoops, checkReach } from "./check-flow.ts";
import { checkNames } from "./check-names.ts";
import { checkRequirements } from "./check-requirements.ts";
import { checkTemplates } from "./check-templates.ts";
import { finding, type ProcessFinding, type ProcessReport } from "./finding.ts";
import { graphOf } from "./graph.ts";
import { textOf, tierOf, worksOf, type Process, type ProcessType, type Workflow } from "./process.ts";
import { applyVariant } from "./variant.ts";

const NOBODY_KNOWN: ProcessReport = {
  findings: [],
  exceptions: [],
  notChecked: ["every gate can be satisfied by the people there are: there is no store to ask"],
};

/** What a check is made with, beside the process itself. */
export interface CheckTools {
  /** What is wrong with conditions and calendars, whose languages are loaded where a process has any. */
  readonly conditions?: readonly ProcessFinding[];
  /** The people there are. */
  readonly staff?: Staff | undefined;
}

/** Proves the properties of rule 13. Names come first: the other properties are only asked of a process that reads well. */
export function checkProcess(process: Process, { conditions = [], staff }: CheckTools = {}): ProcessReport {
  const people = staff === undefined ? NOBODY_KNOWN : checkPeople(process, staff);
  const { notChecked } = people;
  const names = [...checkNames(process), ...checkTemplates(process), ...conditions];
  if (names.length > 0) return { findings: names, exceptions: [], notChecked };
  const workflows = [...process.workflows.values()];
  return {
    findings: [...workflows.flatMap((workflow) => checkWorkflow(process, workflow)), ...people.findings],
    exceptions: [...workflows.flatMap((workflow) => variantExceptions(process, workflow)), ...people.exceptions],
    notChecked,
  };
}

function checkWorkflow(process: Process, workflow: Workflow): ProcessFinding[] {
  const place = `workflow ${workflow.name}`;
  const graph = graphOf(workflow);
  const requirements = typesOf(process, workflow).flatMap((type) =>
    checkRequirements(graph, process, type, `type ${type.name}, ${place}`),
  );
  const variants = [...workflow.variants].flatMap(([name, variant]) => {
    const walked = graphOf(applyVariant(workflow, variant));
    return [walked].flatMap((varied) => [
      ...checkReach(varied, `${place}, variant ${name}`),
      ...checkLoops(varied, `${place}, variant ${name}`),
      ...checkIrreversible(varied, process, `${place}, variant ${name}`),
    ]);
  });
  return [
    ...checkReach(graph, place),
    ...checkLoops(graph, place),
    ...checkIrreversible(graph, process, place),
    ...requirements,
    ...checkRollback(process, workflow, place),
    ...typesOf(process, workflow).flatMap((type) => checkMessages(workflow, type, place)),
    ...(workflow.triggers.length > 0 ? [] : variants),
  ];
}

/** A way to production needs a way back: a workflow that a failed deployment, or a person, starts beside it. */
function checkRollback(process: Process, workflow: Workflow, place: string): ProcessFinding[] {
  if (workflow.triggers.length > 0) return [];
  const arrival = worksOf(workflow).find(
    (work) => work.kind === "deploy" && tierOf(work, process.environments) === "production",
  );
  const hasWayBack = [...process.workflows.values()].some(({ triggers }) =>
    triggers.some(({ on }) => on === "deployment.failed" || on === "manual"),
  );
  if (arrival === undefined || hasWayBack) return [];
  const expected = "a workflow with `trigger: [{ on: deployment.failed }, { on: manual }]`";
  return [finding("no-rollback", place, `${arrival.name} deploys to production, and nothing rolls it back`, expected)];
}

/** What a type promises to tell is told somewhere on its way. */
function checkMessages(workflow: Workflow, { name, tells }: ProcessType, place: string): ProcessFinding[] {
  const told = worksOf(workflow).flatMap((work) => (work.kind === "notify" ? textOf(work, "template") : []));
  return tells
    .filter((message) => !told.includes(message))
    .map((message) =>
      finding(
        "message",
        `type ${name}, ${place}`,
        `no step sends ${message}`,
        `a \`notify\` with \`template: ${message}\``,
      ),
    );
}

/** Requirements that a variant does without. */
function variantExceptions(process: Process, workflow: Workflow): ProcessFinding[] {
  return [...workflow.variants].flatMap(([name, variant]) => {
    const graph = graphOf(applyVariant(workflow, variant));
    const types = typesOf(process, workflow);
    const debt = variant.owe.length === 0 ? "owes nothing" : `owes ${variant.owe.join(", ")} within ${variant.within}`;
    return types.flatMap((type) =>
      checkRequirements(graph, process, type, `type ${type.name}, variant ${name}, which ${debt}`),
    );
  });
}

function typesOf({ types }: Process, { name }: Workflow) {
  return [...types.values()].filter(({ workflow }) => workflow === name);
}
