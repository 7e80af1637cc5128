import { templateOf } from "../../domain/process/template-of.ts";
import type { ReleaseCommand } from "../../domain/release/command.ts";
import type { ActiveStep } from "../../domain/release/due.ts";
import type { Problem } from "../../kernel/problem.ts";
import type { Services } from "../services.ts";
import type { StartedScene } from "./scene.ts";
import { changedAnswers, selfEvaluate } from "./self-evaluate.ts";

/** What checks have to say about a step that waits for people and is not in the record yet. With problems, they could not be asked. */
export async function machineAnswers(
  services: Services,
  { process, release: { state } }: StartedScene,
  { run, visit: number, work }: ActiveStep,
): Promise<{ readonly commands: readonly ReleaseCommand[]; readonly problems: readonly Problem[] }> {
  const template = templateOf(work, process);
  const visit = state.runs.get(run)?.visits.find((each) => each.number === number);
  if (template === undefined || visit === undefined) return { commands: [], problems: [] };
  const { version, component, releaseType, facts } = state;
  const commit = facts.get("commit");
  const release = { version, component, releaseType, commit: typeof commit === "string" ? commit : null };
  const { answers, problems } = await selfEvaluate(services, release, template);
  const commands = changedAnswers(answers, visit.answers).map((answer): ReleaseCommand => {
    return { type: "answer", run, visit: number, by: null, ...answer };
  });
  return { commands, problems };
}
