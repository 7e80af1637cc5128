import { environmentOf } from "../environment/environment-of.ts";
import { isKnownList } from "../environment/members.ts";
import { nearest } from "../../kernel/nearest.ts";
import { finding, type ProcessFinding } from "./finding.ts";
import {
  isGroup,
  outcomesOf,
  textOf,
  textsIn,
  worksOf,
  type Process,
  type Step,
  type Work,
  type Workflow,
} from "./process.ts";
import { DECLARING_KINDS, type StepKind } from "./step-kind.ts";

/** Every name leads to something, no name stands for two things, and every outcome that is spoken of exists. */
export function checkNames(process: Process): ProcessFinding[] {
  const types = [...process.types.values()].flatMap(({ name, workflow }) =>
    workflow === null ? [] : known("workflow", workflow, [...process.workflows.keys()], `type ${name}`),
  );
  return [...types, ...[...process.workflows.values()].flatMap((workflow) => checkWorkflow(process, workflow))];
}

function checkWorkflow(process: Process, workflow: Workflow): ProcessFinding[] {
  const place = `workflow ${workflow.name}`;
  const steps = [...workflow.phases.map((phase) => phase.steps), ...workflow.detours.values()].flat();
  const names = steps.flatMap(namesOf);
  const targets = [...names, ...workflow.detours.keys()];
  const variants = [...workflow.variants].flatMap(([name, { skip, replace, owe, types }]) => [
    ...[...skip, ...replace.keys(), ...owe].flatMap((step) => known("step", step, names, `${place}, variant ${name}`)),
    ...types.flatMap((type) => known("type", type, [...process.types.keys()], `${place}, variant ${name}`)),
  ]);
  const agreed = [...workflow.variants.values()].flatMap(({ approval }) => approval?.name ?? []);
  return [
    ...twice([...targets, ...agreed], place),
    ...variants,
    ...worksOf(workflow).flatMap((work) => checkWork(process, work, targets, place)),
  ];
}

function checkWork(process: Process, work: Work, targets: readonly string[], place: string): ProcessFinding[] {
  const where = `${place}, step ${work.name}`;
  const findings = [...work.else].flatMap(([outcome, target]) => [
    ...knownOutcome(work, outcome, where),
    ...(target === "next" ? [] : known("step or detour", target, targets, where)),
  ]);
  if (work.kind === "resume") findings.push(...known("step", textOf(work, "step"), targets, where));
  if (work.kind === "gate")
    findings.push(...textsIn(work.with["of"]).flatMap((member) => known("step", member, targets, where)));
  if (needsEnvironment(process, work))
    findings.push(...known("environment", textOf(work, "environment"), [...process.environments.keys()], where));
  if (work.each !== null && !isKnownList(process, work.each)) findings.push(unknownList(work.each, where));
  if (DECLARING_KINDS.includes(work.kind) && outcomesOf(work).length === 0)
    findings.push(
      finding("outcomes", where, `a ${work.kind} without outcomes`, "`with: { outcomes: […] }`, success first"),
    );
  return findings;
}

/** Beside deployments, steps may leave the environment out that is the only one that is production. */
function needsEnvironment({ environments }: Process, work: Work): boolean {
  if ("environment" in work.with || work.kind === "deploy") return true;
  return ABOUT_ENVIRONMENTS.includes(work.kind) && environmentOf(work, environments) === undefined;
}

const ABOUT_ENVIRONMENTS: readonly StepKind[] = ["migrate", "backup", "restore", "watch"];

function unknownList(each: string, where: string): ProcessFinding {
  const expected = "`components`, or the `waves` or `regions` of an environment: `production.waves`";
  return finding("unknown-name", where, `\`each: ${each}\` names nothing that a step can be repeated for`, expected);
}

function namesOf(step: Step): string[] {
  return isGroup(step) ? [step.name, ...step.together.map(({ name }) => name)] : [step.name];
}

function twice(names: readonly string[], place: string): ProcessFinding[] {
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  return [...new Set(repeated)].map((name) =>
    finding("name-twice", place, `two steps or detours are called ${name}`, "a name of its own for each"),
  );
}

function known(what: string, name: string, all: readonly string[], place: string): ProcessFinding[] {
  if (all.includes(name)) return [];
  const choice = all.length === 0 ? "none, there are none" : `one of ${all.join(", ")}`;
  if (name === "") return [finding("unknown-name", place, `names no ${what}`, choice)];
  const suggestion = nearest(name, all);
  return [
    finding(
      "unknown-name",
      place,
      `there is no ${what} ${name}`,
      suggestion === undefined ? choice : `perhaps ${suggestion}`,
    ),
  ];
}

function knownOutcome(work: Work, outcome: string, place: string): ProcessFinding[] {
  const [success, ...others] = outcomesOf(work);
  if (others.includes(outcome)) return [];
  const found =
    outcome === success ? `${outcome} is its success, which goes on by itself` : `it never ends as ${outcome}`;
  const expected = others.length === 0 ? "no `else`" : `one of ${others.join(", ")}`;
  return [finding("unknown-outcome", place, found, expected)];
}
