import { examineProcess } from "../../app/process/examine-process.ts";
import { drawMermaid } from "../../domain/process/draw.ts";
import type { ProcessFinding, ProcessReport } from "../../domain/process/finding.ts";
import {
  isGroup,
  textOf,
  type Process,
  type Step,
  type Work,
  worksOf,
  type Workflow,
} from "../../domain/process/process.ts";
import { PROCESS_ROLES } from "../../domain/product/process-version.ts";
import { rehearse } from "../../domain/release/rehearse.ts";
import { commaList } from "../../kernel/comma-list.ts";
import { nearest } from "../../kernel/nearest.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { plainType, renderType } from "../process/render-types.ts";
import { renderRehearsal } from "../render-rehearsal.ts";
import { showTemplates } from "../show-templates.ts";
import { EXIT, type Call, type Command, type ExitCode } from "../command.ts";

export const process: Command = {
  name: "process",
  summary: "show or draw the process of the product; prove its properties; rehearse a release; approve it",
  operands:
    "show [WORKFLOW] | template [NAME] | check | walk TYPE | diff [DIGEST] | approve [DIGEST] | withdraw DIGEST | list",
  arity: [1, 2],
  flags: [
    { name: "mermaid", summary: "show: a flowchart in the Mermaid language instead of a list" },
    { name: "variant", value: "NAME", summary: "walk: a variant of the workflow, such as emergency" },
    { name: "outcomes", value: "LIST", summary: "walk: how steps end, such as review=changes-requested,uat=rejected" },
    { name: "triggers", value: "LIST", summary: "walk: what happens while a step is active, such as watch=manual" },
    { name: "skip", value: "LIST", summary: "walk: steps whose condition does not hold" },
    { name: "at", value: "REV", summary: "the process at this commit instead of the working tree" },
    { name: "approved", summary: "show, check, walk: the approved process instead of the working tree" },
    { name: "as", value: "WHO", summary: "approve, withdraw: who acts (default: git's user.email)" },
    {
      name: "role",
      value: "ROLE",
      choices: PROCESS_ROLES,
      summary: "approve, withdraw: in which role (default: release-manager)",
    },
    { name: "reason", value: "TEXT", summary: "approve, withdraw: why" },
  ],
  examples: [
    { command: "slipway process show", explains: "every workflow: phases, steps, who acts, where refusals lead" },
    { command: "slipway process show release --mermaid", explains: "one workflow as a flowchart" },
    { command: "slipway process template uat", explains: "what people answer in the steps with this template" },
    {
      command: "slipway process walk minor --outcomes uat=rejected",
      explains: "which steps a release would take, when everything succeeds but the acceptance test",
    },
    {
      command: "slipway process diff",
      explains: "what slipway.yaml would change in the approved process; exit 1 if anything",
    },
    { command: "slipway process approve", explains: "releases are started by what slipway.yaml says now" },
    { command: "slipway process check", explains: "exit 1 and the way that breaks it, unless every property holds" },
  ],
  async run(call) {
    const [verb, name] = call.operands;
    if (verb === "approve") return (await versionVerbs()).approve(call, name);
    if (verb === "diff") return (await versionVerbs()).diff(call, name);
    if (verb === "withdraw" && name !== undefined) return (await versionVerbs()).withdraw(call, name);
    if (verb === "list" && name === undefined) return (await versionVerbs()).list(call);
    const { process: definition, path } = await processMeant(call);
    if (verb === "show") return show(call, definition, name);
    if (verb === "template") return showTemplates(call, definition, name);
    if (verb === "walk" && name !== undefined) return walk(call, definition, name);
    if (verb === "check" && name === undefined) return check(call, definition, path);
    throw new SlipwayError(unknownOperation(call.operands));
  },
};

const versionVerbs = () => import("../process/version-verbs.ts");

async function processMeant({ has, text, services }: Call): Promise<{ process: Process; path: string }> {
  if (!has("approved")) return services.process(text("at"));
  const { readVersion } = await import("../../app/engine/process-versions.ts");
  const { digest, process: definition } = await readVersion(services, undefined);
  return { process: definition, path: digest.slice(0, 12) };
}

function show({ has, json, output }: Call, definition: Process, name: string | undefined): ExitCode {
  const workflows = name === undefined ? [...definition.workflows.values()] : [named(definition, name)];
  if (has("mermaid")) {
    const drawings = workflows.map((workflow) => ({
      workflow: workflow.name,
      mermaid: drawMermaid(workflow, definition),
    }));
    if (json) output.document({ drawings });
    else output.answer(drawings.map(({ workflow, mermaid }) => `%% ${workflow}\n${mermaid}`).join("\n\n"));
  } else if (json) output.document({ types: typesOf(workflows, definition), workflows: workflows.map(plain) });
  else output.answer(workflows.map((workflow) => render(workflow, definition)).join("\n\n"));
  return EXIT.done;
}

function named({ workflows }: Process, name: string): Workflow {
  const workflow = workflows.get(name);
  if (workflow === undefined) throw new SlipwayError(unknownWorkflow(name, [...workflows.keys()]));
  return workflow;
}

function typesOf(workflows: readonly Workflow[], definition: Process) {
  const names = workflows.map(({ name }) => name);
  return [...definition.types.values()]
    .filter(({ workflow }) => workflow !== null && names.includes(workflow))
    .map((type) => plainType(type, definition));
}

function render(workflow: Workflow, definition: Process): string {
  const types = [...definition.types.values()].filter((type) => type.workflow === workflow.name);
  const users = types.map(({ name }) => name);
  const starts = workflow.triggers.map(({ on, when }) => `${on}${when === null ? "" : ` when ${when}`}`);
  const by =
    starts.length > 0 ? `, started by ${starts.join(", ")}` : users.length > 0 ? `, for ${users.join(", ")}` : "";
  const phases = workflow.phases.flatMap(({ name, target, steps }) => [
    `  ${name}${target === null ? "" : ` (${target})`}`,
    ...steps.flatMap((step) => renderStep(step, "    ")),
  ]);
  const detours = [...workflow.detours].flatMap(([name, steps]) => [
    `  detour ${name}`,
    ...steps.flatMap((step) => renderStep(step, "    ")),
  ]);
  const variants = [...workflow.variants].map(([name, { skip, owe, within, types: takers, approval }]) => {
    const debt = owe.length === 0 ? "" : `, owes ${owe.join(", ")} within ${within}`;
    const agreed = approval === null ? "" : `, asks ${approval.roles.join(" or ")} first`;
    const only = takers.length === 0 ? "" : `, for ${takers.join(", ")}`;
    return `  variant ${name}: skips ${skip.join(", ") || "nothing"}${debt}${agreed}${only}`;
  });
  const told = types.map((type) => renderType(type, definition));
  return [`${workflow.name}${by}`, ...told, ...phases, ...detours, ...variants].join("\n");
}

function renderStep(step: Step, indent: string): string[] {
  if (isGroup(step))
    return [`${indent}${step.name}, side by side`, ...step.together.flatMap((work) => renderStep(work, `${indent}  `))];
  const people = [...step.roles, ...[...step.signers].map(([role, count]) => `${count} ${role}`)];
  const who = people.length === 0 ? "" : ` [${people.join(step.roles.length > 0 ? " or " : " and ")}]`;
  const when = step.when === null ? "" : ` when ${step.when}`;
  const exits = [...step.else].map(([outcome, target]) => `${outcome} -> ${target}`);
  const leads = step.kind === "resume" ? ` -> ${textOf(step, "step")}` : "";
  return [
    `${indent}${step.name}: ${step.kind}${leads}${who}${when}${exits.length === 0 ? "" : `; ${exits.join(", ")}`}`,
  ];
}

function plain(workflow: Workflow) {
  const steps = (list: readonly Step[]): unknown[] =>
    list.map((step) => (isGroup(step) ? { ...step, together: step.together.map(plainWork) } : plainWork(step)));
  return {
    name: workflow.name,
    triggers: workflow.triggers,
    phases: workflow.phases.map((phase) => ({ ...phase, steps: steps(phase.steps) })),
    detours: Object.fromEntries([...workflow.detours].map(([name, list]) => [name, steps(list)])),
    variants: Object.fromEntries(
      [...workflow.variants].map(([name, variant]) => [
        name,
        { ...variant, replace: Object.fromEntries(variant.replace) },
      ]),
    ),
  };
}

function plainWork(work: Work) {
  return { ...work, signers: Object.fromEntries(work.signers), else: Object.fromEntries(work.else) };
}

async function check({ services, json, output }: Call, definition: Process, path: string): Promise<ExitCode> {
  const { readAccess } = await import("../../app/access/read-access.ts");
  const access = await readAccess(services);
  const report = await examineProcess(definition, services.serverNow(), access);
  const ok = report.findings.length === 0;
  if (json) output.document({ file: path, ok, ...report });
  else output.answer(renderReport(report, definition, path));
  return ok ? EXIT.done : EXIT.no;
}

function renderReport(
  { findings, exceptions, notChecked }: ProcessReport,
  { workflows }: Process,
  path: string,
): string {
  const lines = findings.flatMap(({ code, place, found, expected, path: way }) => [
    `breaks ${code}: ${place}: ${found}`,
    `  expected: ${expected}`,
    ...(way === null ? [] : [`  way: ${way}`]),
  ]);
  const verdict = `${path}: ${workflows.size} workflows, ${findings.length === 0 ? "every property holds" : `${findings.length} findings`}`;
  return [
    ...lines,
    ...exceptions.map(({ place, found }: ProcessFinding) => `exception: ${place}: ${found}`),
    ...notChecked.map((what) => `not checked: ${what}`),
    verdict,
  ].join("\n");
}

function walk({ text, json, output }: Call, definition: Process, releaseType: string): ExitCode {
  const script = {
    releaseType,
    variant: text("variant") ?? null,
    outcomes: pairs(text("outcomes"), "outcomes"),
    triggers: pairs(text("triggers"), "triggers"),
    skipped: commaList(text("skip")),
  };
  const steps = [...definition.workflows.values()].flatMap(worksOf).map(({ name }) => name);
  const named = [...script.outcomes, ...script.triggers].map(({ step }) => step);
  for (const step of [...named, ...script.skipped])
    if (!steps.includes(step)) throw new SlipwayError(unknownStep(step, steps));
  const rehearsal = rehearse(definition, script);
  if (!rehearsal.ok) throw new SlipwayError({ kind: "input", ...rehearsal.error });
  if (json) output.document(rehearsal.value);
  else output.answer(renderRehearsal(rehearsal.value));
  return rehearsal.value.status === null ? EXIT.no : EXIT.done;
}

function pairs(text: string | undefined, flag: string): { step: string; value: string }[] {
  return commaList(text).map((item) => {
    const [step = "", value = "", ...more] = item.split("=").map((part) => part.trim());
    if (step === "" || value === "" || more.length > 0) throw new SlipwayError(badPair(item, flag));
    return { step, value };
  });
}

function badPair(item: string, flag: string): Problem {
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `--${flag} has "${item}"`,
    expected: `STEP=${flag === "outcomes" ? "OUTCOME" : "EVENT"}, several separated by commas`,
  };
}

function unknownStep(name: string, all: readonly string[]): Problem {
  const suggestion = nearest(name, all);
  return {
    code: "unknown-step",
    kind: "input",
    found: `there is no step ${name}`,
    expected: "a step of the workflow",
    action: suggestion === undefined ? "`slipway process show` lists them" : `did you mean \`${suggestion}\`?`,
  };
}

function unknownWorkflow(name: string, all: readonly string[]): Problem {
  const suggestion = nearest(name, all);
  return {
    code: "unknown-workflow",
    kind: "input",
    found: `there is no workflow ${name}`,
    expected: all.length === 0 ? "a process with workflows" : `one of ${all.join(", ")}`,
    ...(suggestion === undefined ? {} : { action: `did you mean \`${suggestion}\`?` }),
  };
}

function unknownOperation(operands: readonly string[]): Problem {
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `\`slipway process ${operands.join(" ")}\` is not known`,
    expected:
      "slipway process show [WORKFLOW], template [NAME], check, walk TYPE, diff, approve, withdraw DIGEST, or list",
    action: "`slipway process --help` shows examples",
  };
}
