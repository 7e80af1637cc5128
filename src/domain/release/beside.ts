import type { Draft } from "./draft.ts";
import type { Refusal } from "./command.ts";
import { PATH } from "./layout.ts";
import { MAIN } from "./release-state.ts";
import { enter } from "./walk.ts";

/** Starts the workflow that listens to an event beside the release; the main run waits until it is over (rule 8). */
export function startBeside(draft: Draft, on: string): Refusal | undefined {
  const { process } = draft.context;
  const workflow = [...process.workflows.values()].find(({ triggers }) =>
    triggers.some((trigger) => trigger.on === on && (trigger.when === null || draft.holds(trigger.when))),
  );
  if (workflow === undefined)
    return { code: "no-trigger", found: `nothing listens to ${on}`, expected: "a workflow with this trigger" };
  const running = [...draft.state.runs.values()].find((run) => run.workflow === workflow.name && run.state !== "ended");
  if (running !== undefined)
    return { code: "running", found: `${running.id} is under way`, expected: "its end before another one starts" };
  const run = `${workflow.name}-${draft.state.runs.size}`;
  if (draft.run(MAIN).state !== "ended") draft.emit({ type: "run-suspended", run: MAIN, by: run });
  draft.emit({ type: "run-started", run, workflow: workflow.name, trigger: on, steps: null, dueAt: null });
  enter(draft, run, { track: PATH, index: 0 });
  return undefined;
}
