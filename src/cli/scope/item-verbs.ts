import { momentOf } from "../../app/audit/period.ts";
import { SIGNIFICANCES } from "../../domain/plan/scope-item.ts";
import type { ScopeCommand } from "../../domain/scope/scope-command.ts";
import { CLASSES, type Particulars, type Pledge } from "../../domain/scope/scope-event.ts";
import { EVIDENCE_KINDS, MARKS, STAGES } from "../../domain/scope/stage.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import type { Call, ExitCode } from "../command.ts";
import { listOf, oneOf, operand, positive, required } from "./operands.ts";
import { act, componentName, releaseName } from "./act.ts";

/** `scope add ITEM` */
export async function add(call: Call): Promise<ExitCode> {
  const owner = call.text("as") ?? (await call.services.identity.current()).email;
  return act(call, (product) => ({
    type: "add",
    item: operand(call, 1, "ITEM"),
    component: componentName(product, call.text("component")),
    pledge: {
      title: required(call, "title"),
      class: oneOf(CLASSES, required(call, "class"), "class"),
      significance: oneOf(SIGNIFICANCES, required(call, "significance"), "significance"),
    },
    particulars: { ...NOTHING_SAID, owner, ...particulars(call) },
  }));
}

const NOTHING_SAID: Particulars = {
  owner: null,
  inputs: [],
  dependsOn: [],
  integrations: null,
  marks: [],
  size: null,
  due: null,
};

/** `scope change ITEM`: the promise, or what was found out meanwhile. */
export async function change(call: Call): Promise<ExitCode> {
  const item = operand(call, 1, "ITEM");
  const [pledged, found] = [pledge(call), particulars(call)];
  return act(call, (): ScopeCommand => {
    if (Object.keys(pledged).length === 0) return { type: "detail", item, particulars: found };
    if (Object.keys(found).length === 0) return { type: "reword", item, pledge: pledged };
    throw new SlipwayError(bothAtOnce(item));
  });
}

function bothAtOnce(item: string): Problem {
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `${item} would get another promise and other particulars at once`,
    expected: "--title, --class, --significance, or any of the others",
    action: "use two commands: an approved promise stays, particulars may still change",
  };
}

function pledge(call: Call): Partial<Pledge> {
  const [title, itemClass, significance] = [call.text("title"), call.text("class"), call.text("significance")];
  return {
    ...(title === undefined ? {} : { title }),
    ...(itemClass === undefined ? {} : { class: oneOf(CLASSES, itemClass, "class") }),
    ...(significance === undefined ? {} : { significance: oneOf(SIGNIFICANCES, significance, "significance") }),
  };
}

function particulars(call: Call): Partial<Particulars> {
  const said = <T>(flag: string, read: (text: string) => T): T | undefined => {
    const text = call.text(flag);
    return text === undefined ? undefined : read(text);
  };
  const orNull =
    <T>(read: (text: string) => T) =>
    (text: string) =>
      text === "none" ? null : read(text);
  const all = {
    owner: said(
      "owner",
      orNull((text) => text),
    ),
    inputs: said("inputs", listOf),
    dependsOn: said("depends", listOf),
    integrations: said("integrations", listOf),
    marks: said("marks", (text) => listOf(text).map((mark) => oneOf(MARKS, mark, "mark"))),
    size: said(
      "size",
      orNull((text) => positive(text, "size")),
    ),
    due: said(
      "due",
      orNull((text) => momentOf("--due", text)),
    ),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** `scope approve ITEM` */
export async function approve(call: Call): Promise<ExitCode> {
  return act(call, () => ({ type: "approve", item: operand(call, 1, "ITEM") }));
}

/** `scope evidence ITEM KINDS` */
export async function evidence(call: Call): Promise<ExitCode> {
  return act(call, () => ({
    type: "evidence",
    item: operand(call, 1, "ITEM"),
    kinds: listOf(operand(call, 2, "KINDS")).map((kind) => oneOf(EVIDENCE_KINDS, kind, "kind of evidence")),
    what: required(call, "what"),
    passed: !call.has("failed"),
  }));
}

/** `scope move ITEM [STAGE]` */
export async function move(call: Call): Promise<ExitCode> {
  const stage = call.operands[2];
  return act(call, () => ({
    type: "move",
    item: operand(call, 1, "ITEM"),
    to: stage === undefined ? null : oneOf(STAGES, stage, "stage"),
    reason: call.text("reason") ?? "",
  }));
}

/** `scope target ITEM RELEASE` */
export async function target(call: Call): Promise<ExitCode> {
  return act(call, (product) => ({
    type: "target",
    item: operand(call, 1, "ITEM"),
    release: releaseName(product, operand(call, 2, "RELEASE")),
  }));
}

/** `scope defer ITEM RELEASE` */
export async function defer(call: Call): Promise<ExitCode> {
  return act(call, (product) => ({
    type: "defer",
    item: operand(call, 1, "ITEM"),
    to: releaseName(product, operand(call, 2, "RELEASE")),
    reason: call.text("reason") ?? "",
  }));
}

/** `scope remove ITEM` */
export async function remove(call: Call): Promise<ExitCode> {
  return act(call, () => ({
    type: "remove",
    item: operand(call, 1, "ITEM"),
    reason: call.text("reason") ?? "",
  }));
}
