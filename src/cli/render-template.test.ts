import { expect, test } from "vitest";
import type { Answer, Item, Template } from "../domain/template/template.ts";
import { renderTemplate } from "./render-template.ts";

function item(id: string, text: string, more: Partial<Item> = {}): Item {
  const plain = {
    kind: "tick",
    options: [],
    required: "always",
    when: null,
    of: null,
    decides: false,
    criterion: false,
  } as const;
  return { id, text, ...plain, duration: null, roles: [], automatic: null, items: [], ...more };
}

const TEMPLATE: Template = {
  name: "list",
  title: "Before the release",
  items: [
    item("E1", "Tests", {
      items: [
        item("E1.a", "Regression", { kind: "number", of: 6, automatic: "tests:regression" }),
        item("E1.b", "Walk-through", { required: "optional" }),
      ],
    }),
    item("E2", "Migration guide", { when: "release.breaking" }),
    item("E3", "Risks", { kind: "choice", options: ["low", "high"], roles: ["qa", "security"] }),
    item("E4", "Announced"),
  ],
};

test("[G-01] what is settled, open and not needed, with who said what and when", () => {
  const at = Date.UTC(2026, 0, 5, 9);
  const said = (value: Answer["value"], by: string | null, note: string | null = null): Answer => ({
    value,
    by,
    role: by === null ? null : "qa",
    at,
    evidence: by === null ? ["commit 1f3a9c2"] : [],
    note,
  });
  const answers = new Map([
    ["E1.a", said(6, null, "6/6 on 2026-01-05")],
    ["E3", said("low", "ada@example.org")],
    ["E4", said(false, "bob@example.org", "the list was wrong")],
  ]);
  expect(renderTemplate(TEMPLATE, answers, () => false)).toMatchInlineSnapshot(`
    "Before the release: 2 of 3
          E1 Tests
        [x] E1.a Regression (a) [number of 6]
              6/6; 6/6 on 2026-01-05; commit 1f3a9c2 (a check, 2026-01-05T09:00:00Z)
        [ ] E1.b Walk-through [optional]
      [-] E2 Migration guide [when release.breaking]
      [x] E3 Risks [low | high; qa or security]
            low (ada@example.org as qa, 2026-01-05T09:00:00Z)
      [ ] E4 Announced
            no; the list was wrong (bob@example.org as qa, 2026-01-05T09:00:00Z)"
  `);
});
