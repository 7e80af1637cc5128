import { shareFinding } from "../../domain/measure/exceptional-share.ts";
import type { Shipment } from "../../domain/measure/shipment.ts";
import type { Process } from "../../domain/process/process.ts";
import type { ReleaseCommand } from "../../domain/release/command.ts";
import type { ActiveStep } from "../../domain/release/due.ts";
import type { ReleaseState } from "../../domain/release/release-state.ts";
import { EXCEPTIONAL_SHARE } from "../../domain/template/automatic-check.ts";
import { leavesOf, type Template } from "../../domain/template/template.ts";
import { isSlipwayError } from "../../kernel/problem.ts";
import type { KindTools } from "../kinds/kind-tools.ts";
import { placeOfWork } from "../line/place-of-work.ts";
import { branchOf, commitOf, textIn } from "../line/release-line.ts";
import { automaticTemplate } from "./automatic-template.ts";
import { jobRelease } from "./job.ts";
import { changedAnswers, selfEvaluate, type MachineAnswer } from "./self-evaluate.ts";

/** Every release of the product, as measures look at it. */
export type ReadShipments = () => Promise<readonly Shipment[]>;

/**
 * What checks have to say about a step that waits for people and is not in the record yet, from where the release is
 * worked on. Where they cannot be asked, `unasked` says why, and the items are left to people.
 */
export async function machineAnswers(
  kinds: KindTools,
  shipments: ReadShipments,
  process: Process,
  state: ReleaseState,
  { run, visit: number, work }: ActiveStep,
): Promise<{ readonly commands: readonly ReleaseCommand[]; readonly unasked: readonly string[] }> {
  const template = automaticTemplate(process, work);
  const visit = state.runs.get(run)?.visits.find((each) => each.number === number);
  if (template === undefined || visit === undefined) return { commands: [], unasked: [] };
  const measured = await measuredAnswers(kinds, shipments, process, template);
  const asCommands = (answers: readonly MachineAnswer[]): ReleaseCommand[] =>
    changedAnswers(answers, visit.answers).map((answer) => {
      return { type: "answer", run, visit: number, by: null, ...answer };
    });
  const line = jobRelease(state);
  const hasLine = branchOf(line) !== undefined || commitOf(line) !== undefined;
  try {
    const services = hasLine ? (await placeOfWork(kinds, line)).services : kinds.services;
    const { answers, problems } = await selfEvaluate(
      services,
      { ...line, reason: textIn(line.facts.get("reason")) },
      template,
    );
    return { commands: asCommands([...measured, ...answers]), unasked: problems.map(({ found }) => found) };
  } catch (error) {
    if (!isSlipwayError(error)) throw error;
    return { commands: asCommands(measured), unasked: error.problems.map(({ found }) => found) };
  }
}

/** What all releases together have to say: the share of those that are meant to be exceptional (T-20). */
async function measuredAnswers(
  { services }: KindTools,
  shipments: ReadShipments,
  process: Process,
  { items }: Template,
): Promise<readonly MachineAnswer[]> {
  const asking = leavesOf(items).filter(({ automatic }) => automatic === EXCEPTIONAL_SHARE);
  if (asking.length === 0) return [];
  const { isAbove, says } = shareFinding(await shipments(), process, services.serverNow());
  return asking.map(({ id: item }) => ({ item, value: !isAbove, evidence: [], note: says }));
}
