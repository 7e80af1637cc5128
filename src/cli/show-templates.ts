import { worksOf, type Process } from "../domain/process/process.ts";
import { templateOf } from "../domain/process/template-of.ts";
import { leavesOf, type Template } from "../domain/template/template.ts";
import { nearest } from "../kernel/nearest.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import { EXIT, type Call, type ExitCode } from "./command.ts";
import { renderTemplate } from "./render-template.ts";

/** One template with everything it may ask, or all of them with the steps that people answer them in. */
export function showTemplates({ json, output }: Call, process: Process, name: string | undefined): ExitCode {
  const templates = name === undefined ? [...process.templates.values()] : [named(process, name)];
  if (json) output.document({ templates: templates.map((each) => ({ ...each, steps: stepsWith(each, process) })) });
  else if (name !== undefined)
    output.answer(templates.map((each) => renderTemplate(each, new Map(), () => true)).join("\n\n"));
  else output.answer(templates.map((each) => `${each.name}: ${summary(each, process)}`).join("\n"));
  return EXIT.done;
}

function summary(template: Template, process: Process): string {
  const steps = stepsWith(template, process);
  const count = leavesOf(template.items).length;
  return `${template.title}, ${count} ${count === 1 ? "item" : "items"}${steps.length === 0 ? ", in no step" : `, in ${steps.join(", ")}`}`;
}

/** Names of the steps that people answer it in, each with its workflow. */
function stepsWith(template: Template, process: Process): readonly string[] {
  return [...process.workflows.values()].flatMap((workflow) =>
    worksOf(workflow)
      .filter((work) => templateOf(work, process) === template)
      .map((work) => `${workflow.name}/${work.name}`),
  );
}

function named({ templates }: Process, name: string): Template {
  const template = templates.get(name);
  if (template === undefined) throw new SlipwayError(unknownTemplate(name, [...templates.keys()]));
  return template;
}

function unknownTemplate(name: string, all: readonly string[]): Problem {
  const suggestion = nearest(name, all);
  return {
    code: "unknown-template",
    kind: "input",
    found: `there is no template ${name}`,
    expected: all.length === 0 ? "a process with templates" : `one of ${all.join(", ")}`,
    ...(suggestion === undefined ? {} : { action: `did you mean \`${suggestion}\`?` }),
  };
}
