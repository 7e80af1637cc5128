import type { Template } from "../template/template.ts";
import { textOf, type Process, type Work } from "./process.ts";
import { waitsForPerson } from "./step-kind.ts";

/** The template of a step that people answer; absent when it has none. Steps of machines mean other things by the word. */
export function templateOf(work: Work, { templates }: Pick<Process, "templates">): Template | undefined {
  return waitsForPerson(work.kind) ? templates.get(textOf(work, "template")) : undefined;
}
