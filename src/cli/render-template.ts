import { isSettled } from "../domain/template/check-answer.ts";
import { applicableItems, progressOf } from "../domain/template/open-items.ts";
import {
  isGroupItem,
  type Answer,
  type Answers,
  type Holds,
  type Item,
  type Template,
} from "../domain/template/template.ts";
import type { Json } from "../kernel/canonical-json.ts";
import { isoMoment } from "../kernel/iso-moment.ts";

/**
 * A template with its answers, one line an item: `[x]` settled, `[ ]` open, `[-]` not needed for this release, `(a)`
 * answered by a check where it can be asked. Who answered and when stands behind it, what was said below.
 */
export function renderTemplate(template: Template, answers: Answers, holds: Holds): string {
  const { settled, of } = progressOf(template, answers, holds);
  const applicable = new Set<string>();
  const visit = (items: readonly Item[]): void => {
    for (const { id, items: inner } of items) {
      applicable.add(id);
      visit(inner);
    }
  };
  visit(applicableItems(template, holds));
  const lines = template.items.flatMap((item) => renderItem(item, { answers, applicable, depth: 1 }));
  return [`${template.title}: ${settled} of ${of}`, ...lines].join("\n");
}

interface Scene {
  readonly answers: Answers;
  readonly applicable: ReadonlySet<string>;
  readonly depth: number;
}

function renderItem(item: Item, scene: Scene): string[] {
  const { answers, applicable, depth } = scene;
  const indent = "  ".repeat(depth);
  const isAsked = applicable.has(item.id);
  if (isGroupItem(item)) {
    const inner = item.items.flatMap((each) => renderItem(each, { ...scene, depth: depth + 1 }));
    return [`${indent}${isAsked ? "   " : "[-]"} ${item.id} ${item.text}${marks(item)}`, ...inner];
  }
  const answer = answers.get(item.id);
  const box = !isAsked ? "[-]" : isSettled(item, answer?.value) ? "[x]" : "[ ]";
  const said = answer === undefined ? [] : [`${indent}      ${saidBy(item, answer)}`];
  return [`${indent}${box} ${item.id} ${item.text}${marks(item)}`, ...said];
}

function marks({ automatic, required, when, roles, of, options, kind }: Item): string {
  const answered =
    kind === "choice" ? options.join(" | ") : kind === "tick" ? "" : of === null ? kind : `${kind} of ${of}`;
  const about = [
    answered,
    required === "optional" ? "optional" : "",
    when === null ? "" : `when ${when}`,
    roles.join(" or "),
  ].filter((part) => part !== "");
  return `${automatic === null ? "" : " (a)"}${about.length === 0 ? "" : ` [${about.join("; ")}]`}`;
}

function saidBy(item: Item, { value, by, role, at, evidence, note }: Answer): string {
  const who = by === null ? "a check" : role === null ? by : `${by} as ${role}`;
  const parts = [written(item, value), note ?? "", ...evidence].filter((part) => part !== "");
  return `${parts.join("; ").replaceAll("\n", " ")} (${who}, ${isoMoment(at)})`;
}

function written({ kind, of }: Item, value: Json): string {
  if (value === null) return "taken back";
  if (typeof value === "boolean") return kind === "tick" && !value ? "no" : "";
  if (kind === "number" && of !== null) return `${JSON.stringify(value)}/${of}`;
  if (Array.isArray(value)) return value.map(String).join("; ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
