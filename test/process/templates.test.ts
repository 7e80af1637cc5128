import { expect, test } from "vitest";
import { PRESETS } from "../../src/config/load.ts";
import { checkProcess } from "../../src/domain/process/check.ts";
import { templateOf } from "../../src/domain/process/template-of.ts";
import { textOf, worksOf, type Process } from "../../src/domain/process/process.ts";
import { waitsForPerson } from "../../src/domain/process/step-kind.ts";
import { applicableItems } from "../../src/domain/template/open-items.ts";
import { itemsOf, leavesOf, type Item } from "../../src/domain/template/template.ts";
import { processOf } from "../support/process.ts";

const idsOf = (items: readonly Item[]): string[] => items.map(({ id }) => id);

function itemsIn({ templates }: Process, name: string): readonly Item[] {
  const template = templates.get(name);
  if (template === undefined) throw new Error(`there is no template ${name}`);
  return template.items;
}

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}.${index + 1}`);
}

const withStep = (template: string, step = "{ uses: checklist, with: { template: list } }"): string => `
workflows: { release: { phases: [{ phase: all, steps: [{ check: ${step} }] }] } }
templates: { list: ${template} }
`;

test.each([
  [
    "an unknown template",
    withStep("{ items: [a: A] }", "{ uses: uat, with: { template: lisst } }"),
    "no template lisst",
  ],
  ["an id that stands twice", withStep("{ items: [a: A, b: { text: B, items: [a: A] }] }"), "two items are called a"],
  ["an unknown check", withStep("{ items: [a: { text: A, automatic: chagelog }] }"), "there is no check chagelog"],
  ["a choice of nothing", withStep("{ items: [a: { text: A, kind: choice }] }"), "a choice without options"],
  ["options of a text", withStep("{ items: [a: { text: A, kind: text, options: [x] }] }"), "a text with options"],
  ["a count of ticks", withStep("{ items: [a: { text: A, kind: tick, of: 6 }] }"), "a tick with a count"],
  ["a tick as criterion", withStep("{ items: [a: { text: A, criterion: true }] }"), "a tick as criterion"],
  [
    "a text from a machine",
    withStep("{ items: [a: { text: A, kind: text, automatic: tag }] }"),
    "that a machine answers",
  ],
  [
    "a group that is answered",
    withStep("{ items: [a: { text: A, automatic: tag, items: [b: B] }] }"),
    "a group is not",
  ],
  ["an id no command can name", withStep("{ items: [a=b: A] }"), "its id cannot be named"],
  ["a template that asks nothing", withStep("{ title: Empty }"), "it asks nothing"],
])("[G-01] process check finds %s", async (_, yaml, words) => {
  const findings = checkProcess(await processOf(yaml)).findings.map(({ found, expected }) => `${found} (${expected})`);
  expect(findings).toEqual([expect.stringContaining(words)]);
});

test("an item without a text is told with its template", async () => {
  await expect(processOf(withStep("{ items: [a: { of: 6 }] }"))).rejects.toThrow("the item a of the template list");
});

test("[G-01] items change, move in and go by id over an extended template", async () => {
  const process = await processOf(`extends: qms
templates:
  after-release:
    items:
      - E4.1: { roles: [release-manager] }
      - E4.2: ~
      - E4.2b: { text: Deployed by hand, after: E4.1 }
      - E4.3: { items: [E4.3b: Nobody complains] }
`);
  const items = itemsIn(process, "after-release");
  expect(idsOf(itemsOf(items))).toEqual(["E4.1", "E4.2b", "E4.3", "E4.3a", "E4.3b", "E4.3c", "E4.4", "E4.5"]);
  expect(items[0]).toMatchObject({ text: "Notes are published", roles: ["release-manager"] });
  expect(leavesOf(items).find(({ id }) => id === "E4.3b")?.text).toBe("Nobody complains");
});

test("[G-02] qms ships E1 to E6 item for item, each in a step of its workflows", async () => {
  const process = await processOf("extends: qms");
  const ids = (name: string): string[] => idsOf(itemsOf(itemsIn(process, name))).filter((id) => /^E\d/.test(id));
  expect(ids("preparation")).toEqual(numbered("E1", 15));
  const tests = ["E2.3", "E2.3a", "E2.3b", "E2.3c", "E2.4", "E2.4a", "E2.4b", "E2.4c"];
  expect(ids("before-release")).toEqual(["E2.1", "E2.2", ...tests, "E2.5", "E2.6"]);
  expect(ids("creation")).toEqual(["E3.1", "E3.2", "E3.2a", "E3.2b", "E3.2c", "E3.2d", "E3.3", "E3.4"]);
  expect(ids("after-release")).toEqual(["E4.1", "E4.2", "E4.3", "E4.3a", "E4.3b", "E4.3c", "E4.4", "E4.5"]);
  expect(ids("production-approval")).toEqual(["E5.1", "E5.2", "E5.3", "E5.4", "E5.4a", "E5.4b"]);
  expect(ids("every-release")).toEqual(numbered("E6", 5));
  const steps = [...process.workflows.values()].flatMap(worksOf).map((work) => textOf(work, "template"));
  const all = ["preparation", "before-release", "creation", "after-release", "production-approval", "every-release"];
  expect(all.filter((name) => !steps.includes(name))).toEqual([]);
});

test("[G-02, G-04] what E1 to E5 mark as conditional or optional is so, and nothing else", async () => {
  const process = await processOf("extends: qms");
  const leaves = [...process.templates.values()]
    .flatMap(({ items }) => leavesOf(items))
    .filter(({ id }) => /^E[1-6]\./.test(id));
  const conditional = [
    "E1.2",
    "E1.5",
    "E1.10",
    "E1.11",
    "E1.12",
    "E2.2",
    "E2.3b",
    "E2.3c",
    "E2.4c",
    "E4.5",
    "E5.1",
    "E5.3",
  ];
  expect(idsOf(leaves.filter(({ when }) => when !== null)).toSorted()).toEqual(conditional.toSorted());
  expect(idsOf(leaves.filter(({ required }) => required === "optional")).toSorted()).toEqual(["E3.2d", "E3.4"]);
  const counts = leaves.flatMap(({ id, of }) => (of === null ? [] : [`${id} ${of}`]));
  expect(counts.toSorted()).toEqual(["E1.7 6", "E2.3a 6", "E2.3c 11", "E6.2 6"]);
  const asked = applicableItems(
    { items: itemsIn(process, "preparation") },
    (condition) => condition === "release.breaking",
  );
  expect(idsOf(leavesOf(asked)).filter((id) => conditional.includes(id))).toEqual(["E1.10", "E1.11"]);
});

test("[G-27] workflow ships the 48 actions, four in each of the steps of its twelve checklists", async () => {
  const process = await processOf("extends: workflow");
  const release = process.workflows.get("release");
  const templates = worksOf(release!).flatMap((work) => templateOf(work, process) ?? []); // the preset has it
  const actions = templates
    .map(({ items }) => idsOf(leavesOf(items)).filter((id) => id.startsWith("E7.")))
    .filter((ids) => ids.length > 0);
  expect(actions).toEqual(Array.from({ length: 12 }, (_, index) => numbered(`E7.${index + 1}`, 4)));
  expect(actions.flat()).toHaveLength(48);
  const required = templates.flatMap(({ items }) => leavesOf(items)).filter(({ id }) => id.startsWith("E7."));
  expect(required.every((item) => item.required === "always" && item.when === null)).toBe(true);
});

test.each(PRESETS)("every template that people's steps of %s name is there and can be answered", async (preset) => {
  const process = await processOf(`extends: ${preset}`);
  expect(checkProcess(process).findings).toEqual([]);
  const works = [...process.workflows.values()].flatMap(worksOf);
  const named = works.filter((work) => waitsForPerson(work.kind) && "template" in work.with);
  expect(named.filter((work) => templateOf(work, process) === undefined)).toEqual([]);
  expect(named.length).toBeGreaterThan(0);
});

/** What each record has to hold, item by item, in a preset and in a step that people answer it in. */
const RECORDS: readonly (readonly [preset: string, template: string, ids: string])[] = [
  ["molecular", "uat", "features requirements workflows experience testers results defects"],
  ["molecular", "go-no-go", "participants quality timing resources risks calendar rationale"],
  ["molecular", "retrospective", "went-well to-improve actions exceptional"],
  ["molecular", "manual-intervention", "found done operator state"],
  ["qms", "board", "agenda votes conditions minutes"],
  ["qms", "walk-through", "tester steps result"],
  [
    "qms",
    "rollback-record",
    "reason impact severity root-cause corrective-actions next-release times operator verification incident",
  ],
  ["events", "root-cause", "cause missed-by-tests process-change"],
  ["events", "deployment-plan", "steps timing responsible resources communication contingency"],
  ["events", "feature-freeze", "day scope announced exceptions"],
  ["standard", "rollback-plan", "version procedure data duration responsible reviewer"],
  ["trio", "migrations", "sequence schema data way-back verification"],
  ["trio", "monitoring", "dashboards alerts on-call active"],
  ["workflow", "readiness", "E7.6.1 E7.6.2 E7.6.3 E7.6.4"],
  ["workflow", "environment-preparation", "E7.2.1 E7.2.2 E7.2.3 E7.2.4"],
];

test("[A-07, A-14, G-11, G-12, G-14, G-26, K-11, K-12, K-15, M-01, O-01, P-17, Q-06] records ask for every part of them", async () => {
  for (const [preset, name, ids] of RECORDS) {
    const process = await processOf(`extends: ${preset}`);
    const works = [...process.workflows.values()].flatMap(worksOf);
    expect(works.filter((work) => templateOf(work, process)?.name === name)).not.toEqual([]);
    expect(idsOf(leavesOf(itemsIn(process, name))).join(" ")).toBe(ids);
  }
});

test("[D-01, D-02] documents are followed in four categories with their parts, and reviewed in four ways", async () => {
  const groups = itemsIn(await processOf("extends: trio"), "documentation").map(({ id, items }) => [id, idsOf(items)]);
  expect(Object.fromEntries(groups)).toEqual({
    deployment: ["new-procedures", "obsolete", "architecture", "validated"],
    api: ["endpoints", "parameters", "deprecations", "migration-guides"],
    configuration: ["variables", "defaults", "removed", "secure"],
    operations: ["monitoring", "troubleshooting", "tuning", "backup"],
    review: ["accuracy", "completeness", "consistency", "clarity"],
  });
});

test("[Q-06] every release has a retrospective, but in qms the milestone alone", async () => {
  const withRetrospective = async (preset: string): Promise<string[]> => {
    const { workflows } = await processOf(`extends: ${preset}`);
    return [...workflows.values()].flatMap((workflow) =>
      worksOf(workflow).some(({ kind }) => kind === "retrospective") ? [workflow.name] : [],
    );
  };
  for (const preset of ["molecular", "trio", "workflow"]) expect(await withRetrospective(preset)).toEqual(["release"]);
  expect(await withRetrospective("events")).toEqual(["streamlined", "comprehensive", "expedited"]);
  expect(await withRetrospective("qms")).toEqual(["milestone"]);
});
