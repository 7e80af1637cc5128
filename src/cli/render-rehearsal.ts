import type { Rehearsal } from "../domain/release/rehearse.ts";
import { MAIN } from "../domain/release/release-state.ts";

/** A walk through a process: one line for each step that ended, what happened beside it further to the right. */
export function renderRehearsal({ steps, status, waitsFor, unused }: Rehearsal): string {
  const width = Math.max(...steps.map(({ step }) => step.length), 0);
  const lines = steps.map(
    ({ run, step, outcome }) => `${run === MAIN ? "" : `    ${run}: `}${step.padEnd(width)}  ${outcome}`,
  );
  const end = status === null ? waitsFor.map((reason) => `waits: ${reason}`) : [`ends as ${status}`];
  return [...lines, ...end, ...unused.map((said) => `had no turn: ${said}`)].join("\n");
}
