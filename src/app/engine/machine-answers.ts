import type { Process } from "../../domain/process/process.ts";
import type { ReleaseCommand } from "../../domain/release/command.ts";
import type { ActiveStep } from "../../domain/release/due.ts";
import type { ReleaseState } from "../../domain/release/release-state.ts";
import { isSlipwayError } from "../../kernel/problem.ts";
import type { KindTools } from "../kinds/kind-tools.ts";
import { placeOfWork } from "../line/place-of-work.ts";
import { branchOf, commitOf, textIn } from "../line/release-line.ts";
import { automaticTemplate } from "./automatic-template.ts";
import { jobRelease } from "./job.ts";
import { changedAnswers, selfEvaluate } from "./self-evaluate.ts";

/**
 * What checks have to say about a step that waits for people and is not in the record yet, from where the release is
 * worked on. Where they cannot be asked, `unasked` says why, and the items are left to people.
 */
export async function machineAnswers(
  kinds: KindTools,
  process: Process,
  state: ReleaseState,
  { run, visit: number, work }: ActiveStep,
): Promise<{ readonly commands: readonly ReleaseCommand[]; readonly unasked: readonly string[] }> {
  const template = automaticTemplate(process, work);
  const visit = state.runs.get(run)?.visits.find((each) => each.number === number);
  if (template === undefined || visit === undefined) return { commands: [], unasked: [] };
  const line = jobRelease(state);
  const hasLine = branchOf(line) !== undefined || commitOf(line) !== undefined;
  try {
    const services = hasLine ? (await placeOfWork(kinds, line)).services : kinds.services;
    const { answers, problems } = await selfEvaluate(
      services,
      { ...line, reason: textIn(line.facts.get("reason")) },
      template,
    );
    const commands = changedAnswers(answers, visit.answers).map((answer): ReleaseCommand => {
      return { type: "answer", run, visit: number, by: null, ...answer };
    });
    return { commands, unasked: problems.map(({ found }) => found) };
  } catch (error) {
    if (!isSlipwayError(error)) throw error;
    return { commands: [], unasked: error.problems.map(({ found }) => found) };
  }
}
