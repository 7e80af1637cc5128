import type { CheckItem } from "../../domain/evidence/check-item.ts";
import type { Verification } from "../../domain/evidence/evidence.ts";
import { EXCEPTIONAL_SHARE } from "../../domain/template/automatic-check.ts";
import { leavesOf, type Answers, type Item, type Template } from "../../domain/template/template.ts";
import { canonicalJson, type Json } from "../../kernel/canonical-json.ts";
import { isSlipwayError, type Problem } from "../../kernel/problem.ts";
import type { Product } from "../../config/product.ts";
import { checkRelease, type CheckAnswer } from "../check/check-release.ts";
import type { Services } from "../services.ts";

/** The release that is looked at: at its tag, where there is one, otherwise at HEAD. */
export interface EvaluatedRelease {
  readonly version: string;
  readonly component: string | null;
  readonly releaseType: string;
  /** Why its version is another one than planned. */
  readonly reason?: string | undefined;
}

/** What a machine says about an item; nobody's name stands under it. */
export interface MachineAnswer {
  readonly item: string;
  readonly value: Json;
  readonly evidence: readonly string[];
  /** What was found. */
  readonly note: string;
}

/** Length of a note; what checks find in full is told by `slipway check`. */
const NOTE_MAX = 500;

/**
 * Answers what checks can see for themselves (G-03): items without an answer are left to people, because nothing is
 * configured or recorded that a check could look at. With problems, the checks could not be asked at all.
 */
export async function selfEvaluate(
  services: Services,
  { version, component, releaseType, reason }: EvaluatedRelease,
  template: Template,
): Promise<{ readonly answers: readonly MachineAnswer[]; readonly problems: readonly Problem[] }> {
  const items = leavesOf(template.items).filter(
    ({ automatic }) => automatic !== null && automatic !== EXCEPTIONAL_SHARE,
  );
  if (items.length === 0) return { answers: [], problems: [] };
  const product = await services.product();
  const tools = { ...services, ...(await services.evidence()), signals: services.signals(product) };
  const operand = component === null ? version : `${component}@${version}`;
  const request = { operand, type: releaseType, reason, beforeTag: false };
  try {
    const checked = await checkRelease(tools, product, request);
    return { answers: items.flatMap((item) => answerOf(item, checked, product) ?? []), problems: [] };
  } catch (error) {
    if (!isSlipwayError(error)) throw error;
    return { answers: [], problems: error.problems };
  }
}

/** Machine answers that say something else than what stands. What a person answered alike is left to that person. */
export function changedAnswers(machine: readonly MachineAnswer[], answers: Answers): readonly MachineAnswer[] {
  return machine.filter(({ item, value, note }) => {
    const stands = answers.get(item);
    if (typeof stands?.value === "string" && stands.by !== null) return false; // said about a finding
    if (stands === undefined || canonicalJson(stands.value) !== canonicalJson(value)) return true;
    return stands.by === null && stands.note !== note;
  });
}

function answerOf(
  item: Item,
  { items, verification, commit }: CheckAnswer,
  product: Product,
): MachineAnswer | undefined {
  const found = items.find(({ id }) => id === item.automatic) ?? impliedItem(item.automatic, items);
  if (found === undefined || (found.state === "open" && !found.required)) return undefined;
  const isMet = found.state === "met";
  const value = item.kind === "number" ? countOf(item, isMet, testsOf(item.automatic, verification, product)) : isMet;
  const note = found.evidence === "" ? found.title : found.evidence;
  return { item: item.id, value, evidence: [`commit ${commit}`], note: note.slice(0, NOTE_MAX) };
}

/** Where an entry is there and the check of its breaks had nothing to look at, nothing breaks. */
function impliedItem(name: string | null, items: readonly CheckItem[]): CheckItem | undefined {
  const hasEntry = items.some(({ id, state }) => id === "changelog" && state === "met");
  if (name !== "breaking-described" || !hasEntry) return undefined;
  const says = { title: "breaking changes are described", evidence: "nothing breaks" };
  return { id: name, state: "met", required: true, action: null, ...says };
}

/** How many of the tests passed; of a suite that ran another number than it should, how many ran. */
function countOf({ of }: Item, isMet: boolean, ran: { passed: number; total: number } | undefined): number {
  if (ran === undefined) return 0;
  return isMet || ran.total === (of ?? ran.total) ? ran.passed : ran.total;
}

function testsOf(name: string | null, { suites }: Verification, { tests }: Product) {
  const suite = tests.suites.find((each) => `tests:${each.name}` === name);
  return suites.find(({ label }) => label === suite?.label);
}
