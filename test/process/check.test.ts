import { expect, test } from "vitest";
import { PRESETS } from "../../src/config/load.ts";
import { examineProcess } from "../../src/app/process/examine-process.ts";
import { worksOf, type Process } from "../../src/domain/process/process.ts";
import { must } from "../../src/kernel/assert.ts";
import { processOf } from "../support/process.ts";

const NOW = Date.UTC(2026, 0, 5);

/** A process with one fault: `[what is wrong, its steps, code, words of the finding]`. */
const release = (steps: string, rest = ""): string => `
environments: { staging: { tier: staging }, production: { tier: production } }
types: { minor: { bump: [minor], workflow: release, requires: [approved] } }
workflows:
  release:
    phases:
      - phase: all
        steps:
${steps.replaceAll(/^/gm, "          ")}
${rest}
  rollback:
    trigger: [{ on: manual }]
    phases: [{ phase: back, steps: [{ revert: { uses: deploy, with: { environment: production, version: previous } } }] }]
`;
const APPROVED = `- ok: { uses: approval, roles: [qa] }`;
const SHIP = `- ship: { uses: deploy, with: { environment: production } }`;

const TUESDAYS = `bump: [minor], cadence: { every: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", anchor: 2026-01-06, zone: Europe/Berlin }`;
const MONDAYS = `windows: [{ zone: Europe/Berlin, days: [monday], from: "09:00", until: "16:00" }]`;
const regular = (type: string, production = ""): string =>
  release(`${APPROVED}\n${SHIP}`)
    .replace("bump: [minor]", type)
    .replace("tier: production", `tier: production${production === "" ? "" : `, ${production}`}`);

const FAULTS: readonly [string, string, string, string][] = [
  [
    "a cadence never meets an open window",
    regular(TUESDAYS, MONDAYS),
    "cadence-closed",
    "gives 27 dates, from 2026-01-06 on, in the next year, and production is open on none",
  ],
  ["a rule of recurrence is none", regular(TUESDAYS.replace("WEEKLY", "WEEKY")), "cadence", "it comes round weeky"],
  [
    "a rule never comes round",
    regular(TUESDAYS.replace(/FREQ[^"]*/, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")),
    "cadence",
    "cannot be kept",
  ],
  [
    "a rule comes round every minute",
    regular(TUESDAYS.replace(/FREQ[^"]*/, "FREQ=MINUTELY")),
    "cadence",
    "it comes round minutely",
  ],
  ["a cadence in no time zone", regular(TUESDAYS.replace("Berlin", "Atlantis")), "time-zone", "Europe/Atlantis"],
  [
    "a window in no time zone",
    regular("bump: [minor]", MONDAYS.replace("Berlin", "Atlantis")),
    "time-zone",
    "Europe/Atlantis",
  ],
  [
    "a condition does not parse",
    release(`${APPROVED}\n${SHIP.replace("deploy,", "deploy, when: 'release.urgent &&',")}`),
    "condition-unreadable",
    "condition `release.urgent &&`, at 18",
  ],
  [
    "a condition speaks of a fact that is not there",
    release(`${APPROVED}\n${SHIP.replace("deploy,", "deploy, when: release.changeSchema,")}`),
    "condition-unknown",
    "at 9: there is no fact changeSchema (perhaps changesSchema)",
  ],
  [
    "a condition in a group speaks of a step that is not there",
    release(
      `${APPROVED}\n- both: { together: [{ tests: { uses: run, when: 'outcome.okk == "approved"' } }] }\n${SHIP}`,
    ),
    "condition-unknown",
    "speaks of a step okk (perhaps ok)",
  ],
  [
    "a condition is a text",
    release(`${APPROVED}\n${SHIP.replace("deploy,", "deploy, when: release.version,")}`),
    "condition-type",
    "of type string, not true or false",
  ],
  [
    "a step asks for the environment of an event",
    release(
      `${APPROVED}\n${SHIP}`,
      "    detours: { back: [{ note: { uses: notify, when: 'environment.name == \"live\"' } }] }",
    ),
    "condition-unknown",
    "nothing is called environment here",
  ],
  [
    "the condition of a trigger has a slip",
    release(`${APPROVED}\n${SHIP}`).replace("{ on: manual }", "{ on: manual, when: 'environment.teir == \"x\"' }"),
    "condition-unknown",
    'condition `environment.teir == "x"`, at 13: there is no fact teir (perhaps tier)',
  ],
  [
    "a type requires more under a condition with a slip, and nothing else has one",
    release(`${APPROVED}\n${SHIP}`).replace("requires:", "requiresWhen: { release.braking: [approved] }, requires:"),
    "condition-unknown",
    "condition `release.braking`, at 9: there is no fact braking (perhaps breaking)",
  ],
  [
    "a type names a workflow that is not there",
    release(`${APPROVED}\n${SHIP}`).replace("workflow: release,", "workflow: relaese,"),
    "unknown-name",
    "there is no workflow relaese (perhaps release)",
  ],
  [
    "else leads nowhere",
    release(`- ok: { uses: approval, else: { rejected: nowhere } }\n${SHIP}`),
    "unknown-name",
    "nowhere",
  ],
  [
    "a resume without a step",
    release(`${APPROVED}\n${SHIP}\n- again: { uses: resume }`),
    "unknown-name",
    "names no step",
  ],
  [
    "a gate judges a step that is not there",
    release(`${APPROVED}\n- all: { uses: gate, with: { of: [ok, security] } }\n${SHIP}`),
    "unknown-name",
    "security",
  ],
  [
    "a deployment to an environment that is not there",
    release(`${APPROVED}\n- ship: { uses: deploy, with: { environment: prod } }`),
    "unknown-name",
    "there is no environment prod (one of staging, production)",
  ],
  ["a deployment to nowhere", release(`${APPROVED}\n- ship: { uses: deploy }`), "unknown-name", "names no environment"],
  [
    "a step for each of something that is not there",
    release(`${APPROVED}\n- ship: { uses: deploy, each: production.wave, with: { environment: production } }`),
    "unknown-name",
    "`each: production.wave` names nothing",
  ],
  [
    "a step for each wave of an environment that is not there",
    release(`${APPROVED}\n- ship: { uses: deploy, each: prod.waves, with: { environment: production } }`),
    "unknown-name",
    "`each: prod.waves` names nothing",
  ],
  [
    "a backup of nothing in particular, where two environments are production",
    release(`${APPROVED}\n- copy: { uses: backup }\n${SHIP}`).replace(
      "staging: { tier: staging }",
      "other: { tier: production }",
    ),
    "unknown-name",
    "names no environment",
  ],
  [
    "two steps of one name",
    release(`${APPROVED}\n- ok: { uses: run }\n${SHIP}`),
    "name-twice",
    "two steps or detours are called ok",
  ],
  [
    "a detour has the name of a step",
    release(`${APPROVED}\n${SHIP}`, "    detours: { ok: [{ stop: { uses: end } }] }"),
    "name-twice",
    "called ok",
  ],
  [
    "an outcome the kind does not have",
    release(`- ok: { uses: approval, else: { refused: ok } }\n${SHIP}`),
    "unknown-outcome",
    "it never ends as refused (one of rejected)",
  ],
  [
    "else for the success",
    release(`- ok: { uses: approval, else: { approved: ship } }\n${SHIP}`),
    "unknown-outcome",
    "approved is its success",
  ],
  [
    "a decision without outcomes",
    release(`${APPROVED}\n- go: { uses: decision }\n${SHIP}`),
    "outcomes",
    "a decision without outcomes",
  ],
  [
    "a variant skips a step that is not there",
    release(`${APPROVED}\n${SHIP}`, "    variants: { fast: { skip: [okay] } }"),
    "unknown-name",
    "there is no step okay (perhaps ok)",
  ],
  [
    "a detour that no outcome leads to",
    release(`${APPROVED}\n${SHIP}`, "    detours: { lost: [{ stop: { uses: end } }] }"),
    "unreachable",
    "no way leads to stop",
  ],
  [
    "a step behind a resume",
    release(`${APPROVED}\n- skip: { uses: resume, with: { step: ship } }\n- tests: { uses: run }\n${SHIP}`),
    "unreachable",
    "no way leads to tests",
  ],
  [
    "a choice that leads nowhere",
    release(`${APPROVED}\n- go: { uses: decision, with: { outcomes: [go, no-go] } }\n${SHIP}`),
    "outcome-open",
    "go may end as no-go",
  ],
  [
    "a loop of machines",
    release(
      `${APPROVED}\n- tests: { uses: run, else: { failed: build } }\n${SHIP}`,
      "    detours: { build: [{ make: { uses: run } }, { again: { uses: resume, with: { step: tests } } }] }",
    ),
    "endless-loop",
    "tests -[failed]-> make -> again -> tests",
  ],
  [
    "a step that tries itself again for ever",
    release(`${APPROVED}\n- tests: { uses: run, else: { failed: tests } }\n${SHIP}`),
    "endless-loop",
    "tests -[failed]-> tests",
  ],
  [
    "a way back past a tag",
    release(
      `- commit: { uses: commit }\n- tag: { uses: tag }\n- ok: { uses: approval, else: { rejected: commit } }\n${SHIP}`,
    ),
    "back-past-irreversible",
    "start -> commit -> tag -> ok -[rejected]-> commit",
  ],
  [
    "a detour that resumes before the deployment",
    release(
      `${APPROVED}\n${SHIP}\n- watch: { uses: watch, else: { breached: repair } }`,
      "    detours: { repair: [{ fix: { uses: task } }, { again: { uses: resume, with: { step: ok } } }] }",
    ),
    "back-past-irreversible",
    "start -> ok -> ship -> watch -[breached]-> fix -> again -> ok",
  ],
  [
    "nobody approves",
    release(`- tests: { uses: run }\n${SHIP}`),
    "requirement",
    "no step brings about approved (approved before ship, on every way) start -> tests -> ship",
  ],
  [
    "an approval that is recorded and judged by nobody",
    release(`- ok: { uses: approval, else: { rejected: next } }\n${SHIP}`),
    "requirement",
    "start -> ok -> ship",
  ],
  [
    "a gate that forgets an approval",
    release(
      `- qa: { uses: approval, else: { rejected: next } }\n- security: { uses: approval, else: { rejected: next } }\n- all: { uses: gate, with: { of: [qa] } }\n${SHIP}`,
    ),
    "requirement",
    "ship can be reached without a yes at security",
  ],
  [
    "an approval under a condition",
    release(`- ok: { uses: approval, when: "release.urgent" }\n${SHIP}`),
    "requirement",
    "start -> ok -[skipped]-> ship",
  ],
  [
    "a resume that jumps over the approval",
    release(
      `- tests: { uses: run, else: { failed: hurry } }\n${APPROVED}\n${SHIP}`,
      "    detours: { hurry: [{ jump: { uses: resume, with: { step: ship } } }] }",
    ),
    "requirement",
    "start -> tests -[failed]-> jump -> ship",
  ],
  [
    "nothing rolls production back",
    release(`${APPROVED}\n${SHIP}`).replace("on: manual", "on: criterion.breached"),
    "no-rollback",
    "ship deploys to production, and nothing rolls it back",
  ],
];

test.each(FAULTS)("[T-01] process check finds: %s", async (_, yaml, code, words) => {
  const { findings } = await examineProcess(await processOf(yaml), NOW);
  const told = findings.map(({ code: found, found: what, expected, path }) => ({
    code: found,
    words: `${what} (${expected})${path === null ? "" : ` ${path}`}`,
  }));
  expect(told).toContainEqual({ code, words: expect.stringContaining(words) });
});

test("[W-02] a cadence that meets a window is sound, and so is one that passes windows by", async () => {
  const findings = async (yaml: string) => (await examineProcess(await processOf(yaml), NOW)).findings;
  expect(await findings(regular(TUESDAYS, MONDAYS.replace("monday", "monday, tuesday")))).toEqual([]);
  expect(await findings(regular(`${TUESDAYS}, ignores: [windows]`, MONDAYS))).toEqual([]);
});

test("[T-01] the process of the faults is sound without them", async () => {
  expect((await examineProcess(await processOf(release(`${APPROVED}\n${SHIP}`)), NOW)).findings).toEqual([]);
});

test.each(PRESETS)("[T-01] every property of the preset %s holds", async (preset) => {
  const process = await processOf(`extends: ${preset}`);
  expect(process.workflows.size).toBeGreaterThan(1);
  expect([...process.types.values()].filter(({ workflow }) => workflow === null)).toEqual([]);
  expect((await examineProcess(process, NOW)).findings).toEqual([]);
});

test("[A-08] workflow: an emergency goes without approvals, and is told with what it owes", async () => {
  const { exceptions } = await examineProcess(await processOf("extends: workflow"), NOW);
  expect(exceptions.find(({ place }) => place.startsWith("type emergency"))).toMatchObject({
    place: "type emergency, variant emergency, which owes uat, readiness within 72h",
    found: "no step brings about approved",
  });
});

test("[A-17] the sign-off of stakeholders and go/no-go are steps of molecular, and can be switched off", async () => {
  const smaller = `extends: molecular
workflows:
  release:
    phases:
      - phase: approval
        steps: [{ stakeholders: ~ }, { go: ~ }, { all-received: { with: { of: [product-owner, security] } } }]
`;
  const [whole, without] = [await processOf("extends: molecular\n"), await processOf(smaller)];
  const steps = ({ workflows }: Process): string[] =>
    worksOf(must(workflows.get("release"), "its workflow")).map(({ name, kind }) => `${name}: ${kind}`);
  const optional = ["stakeholders: approval", "go: decision"];
  expect(steps(whole)).toEqual(expect.arrayContaining(optional));
  expect(steps(without)).toEqual(steps(whole).filter((step) => !optional.includes(step)));
  expect((await examineProcess(without, NOW)).findings).toEqual([]);
});
