import type { Process } from "../../domain/process/process.ts";
import { templateOf } from "../../domain/process/template-of.ts";
import { partOf } from "../../domain/release/draft.ts";
import { layoutOf } from "../../domain/release/layout.ts";
import { readTrigger } from "../../domain/release/release-trigger.ts";
import { isActive, type ReleaseState } from "../../domain/release/release-state.ts";
import type { Answers, Template } from "../../domain/template/template.ts";
import { unwrap } from "../../kernel/problem.ts";
import { EXIT, type Call, type ExitCode } from "../command.ts";
import { plainRelease, renderLine, renderRelease, renderWhy } from "../render-release.ts";
import { renderTemplate } from "../render-template.ts";
import { readRelease, withEngine } from "./with-engine.ts";

/** `release list`: every release that was started, and what each waits for. */
export async function list(call: Call): Promise<ExitCode> {
  const { json, output } = call;
  return withEngine(call, async (engine) => {
    const releases = [];
    const trigger = call.text("trigger");
    const { triggerKind } = trigger === undefined ? {} : unwrap(readTrigger(trigger, null));
    for (const id of await engine.releases()) {
      const read = await readRelease(engine, id);
      if (triggerKind === undefined || read.state.triggerKind === triggerKind) releases.push(read);
    }
    if (json) output.document({ releases: releases.map(({ state, open }) => plainRelease(state, open)) });
    else if (releases.length === 0) output.answer("no release was started; `slipway release start` starts one");
    else output.answer(releases.map(({ state, open }) => renderLine(state, open, engine.tools.now())).join("\n"));
    return EXIT.done;
  });
}

/** `release show`: every visit of every step, and what is open. */
export async function show(call: Call, id: string): Promise<ExitCode> {
  return withEngine(call, async (engine) => {
    const { state, open, process } = await readRelease(engine, id);
    const holds = engine.tools.conditions(process);
    if (call.json) call.output.document(plainRelease(state, open));
    else {
      call.output.answer(renderRelease(state, open, engine.tools.now()));
      for (const { template, answers } of openTemplates(state, process))
        call.output.answer(`\n${renderTemplate(template, answers, (condition) => holds(condition, state))}`);
    }
    return EXIT.done;
  });
}

/** What people are asked to answer now. */
function openTemplates(state: ReleaseState, process: Process): { template: Template; answers: Answers }[] {
  return [...state.runs.values()].flatMap((run) => {
    const { works } = layoutOf(process, partOf(state, run));
    return run.visits.filter(isActive).flatMap(({ step, answers }) => {
      const work = works.get(step);
      const template = work === undefined ? undefined : templateOf(work, process);
      return template === undefined ? [] : [{ template, answers }];
    });
  });
}

/** `release why`: each open condition, who can resolve it, and how. */
export async function why(call: Call, id: string): Promise<ExitCode> {
  const { open } = await withEngine(call, (engine) => readRelease(engine, id));
  if (call.json) call.output.document({ release: id, open });
  else call.output.answer(renderWhy(id, open));
  return EXIT.done;
}
