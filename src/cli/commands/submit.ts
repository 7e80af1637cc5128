import { answersInDocument, parseAnswers } from "../../app/engine/parse-answers.ts";
import { outcomesOf } from "../../domain/process/process.ts";
import { commaList } from "../../kernel/comma-list.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { templateOf } from "../../domain/process/template-of.ts";
import { openItems } from "../../domain/template/open-items.ts";
import type { Command } from "../command.ts";
import { readDocument } from "../read-document.ts";
import { personCommand } from "../release/person-command.ts";
import { PERSON_FLAGS } from "../release/with-engine.ts";

export const submit: Command = {
  name: "submit",
  summary: "answer a checklist or form of a release, item by item; the step ends when nothing is open",
  operands: "RELEASE [STEP]",
  arity: [1, 2],
  flags: [
    { name: "tick", value: "LIST", summary: "items that are done, separated by commas" },
    { name: "untick", value: "LIST", summary: "items that are no longer done" },
    { name: "set", value: "ITEM=VALUE", repeats: true, summary: "an answer to another item; may be repeated" },
    {
      name: "file",
      value: "FILE",
      summary: "answers as a YAML or JSON map from item to value; `-` reads standard input",
    },
    { name: "evidence", value: "LIST", summary: "what shows it: digests, paths, addresses" },
    { name: "note", value: "TEXT", summary: "kept with each of these answers; required to take one back" },
    { name: "keep-open", summary: "record the answers, and do not end the step even when nothing is open" },
    { name: "reason", value: "TEXT", summary: "kept with the end of the step" },
    ...PERSON_FLAGS,
  ],
  examples: [
    { command: "slipway submit v1.4.0 docs --tick D.1,D.2", explains: "two items; the step waits for the rest" },
    { command: "slipway submit v1.4.0 fix", explains: "a task without items is done" },
    { command: "slipway submit v1.4.0 docs --file answers.yaml", explains: "all of it at once" },
    {
      command: 'slipway submit v1.4.1 issue --set severity=critical --set "workaround=none"',
      explains: "a form; `slipway decide` ends it with an outcome other than its first",
    },
  ],
  async run(call) {
    const { text, has, operands } = call;
    const file = text("file");
    const answersInFile =
      file === undefined
        ? []
        : answersInDocument(await readDocument(file, "answers", "slipway submit v1.4.0 docs --file answers.yaml"));
    const comment = text("reason") === undefined ? {} : { comment: text("reason")! };
    return personCommand(
      call,
      operands[1],
      "answered",
      ({ run, visit: number, work }, by, { process, release }, holds) => {
        const template = templateOf(work, process);
        const typed = {
          set: [...answersInFile, ...call.texts("set")],
          tick: text("tick"),
          untick: text("untick"),
        };
        const hasAnswers = typed.set.length > 0 || typed.tick !== undefined || typed.untick !== undefined;
        if (template === undefined && hasAnswers) throw new SlipwayError(asksNothing(work.name));
        const answers = template === undefined ? [] : parseAnswers(template, typed);
        const evidence = commaList(text("evidence"));
        const note = text("note") ?? null;
        const answering = answers.map((answer) => ({
          type: "answer" as const,
          run,
          visit: number,
          ...answer,
          by,
          evidence,
          note,
        }));
        const visit = release.state.runs.get(run)?.visits.find((each) => each.number === number);
        const given = new Map(visit?.answers);
        const said = { by: by.who, role: by.role, at: 0, evidence, note };
        for (const { item, value } of answers) given.set(item, { value, ...said });
        const isOpen = template !== undefined && openItems(template, given, holds).length > 0;
        if (has("keep-open") || (isOpen && hasAnswers)) return answering;
        const outcome = outcomesOf(work)[0] ?? "";
        return [...answering, { type: "finish", run, visit: number, outcome, by, ...comment }];
      },
    );
  },
};

function asksNothing(step: string) {
  return {
    code: "no-template",
    kind: "input" as const,
    found: `${step} asks nothing`,
    expected: "no answers: the step has no template",
    action: `\`slipway submit RELEASE ${step}\` ends it`,
  };
}
