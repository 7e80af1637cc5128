import type { Process, Work } from "../../domain/process/process.ts";
import { templateOf } from "../../domain/process/template-of.ts";
import { leavesOf, type Template } from "../../domain/template/template.ts";

/** What is answered in a step, where checks can answer some of it. */
export function automaticTemplate(process: Process, work: Work): Template | undefined {
  const template = templateOf(work, process);
  const isAutomatic = template !== undefined && leavesOf(template.items).some(({ automatic }) => automatic !== null);
  return isAutomatic ? template : undefined;
}
