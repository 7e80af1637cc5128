import { expect, test } from "vitest";
import { checkProcess } from "../../src/domain/process/check.ts";
import { worksOf } from "../../src/domain/process/process.ts";
import { processOf } from "../support/process.ts";

const PRODUCTION = `
environments: { staging: { tier: staging }, production: { tier: production, waves: [first, rest] } }
`;

function release(ship: string, more = ""): string {
  return `${PRODUCTION}
types: { major: { bump: [major], workflow: release${more} }, minor: { bump: [minor], workflow: release } }
gateSets: { extended: [rehearsal, progressive] }
workflows:
  release:
    phases: [{ phase: all, steps: [{ rehearsal: { uses: run } }, { ship: { uses: deploy, ${ship} } }] }]
  back:
    trigger: [{ on: manual }]
    phases: [{ phase: back, steps: [{ revert: { uses: deploy, with: { environment: production, version: previous } } }] }]
`;
}

async function findings(yaml: string): Promise<string[]> {
  return checkProcess(await processOf(yaml)).findings.map(({ place, found }) => `${place}: ${found}`);
}

test("[T-08] a major has the extended gates without being told, and a plan that ships at once is refused", async () => {
  const atOnce = "with: { environment: production }";
  expect((await processOf(release(atOnce))).types.get("major")).toMatchObject({
    gates: "extended",
    requires: ["rehearsal", "progressive"],
  });
  expect((await processOf(release(atOnce))).types.get("minor")).toMatchObject({ gates: null, requires: [] });
  expect(await findings(release(atOnce))).toEqual([
    "type major, workflow release: ship reaches all of production at once",
  ]);
  expect(await findings(release(`each: production.waves, ${atOnce}`))).toEqual([]);
  expect(await findings(release("with: { environment: production, strategy: { canary: [10, 100] } }"))).toEqual([]);
  const oneWave = release(`each: production.waves, ${atOnce}`).replace("[first, rest]", "[all]");
  expect(await findings(oneWave)).toEqual(["type major, workflow release: ship reaches all of production at once"]);
});

test("[T-08] a type that may be major or minor has them for majors, and another set where it names one", async () => {
  const both = release("with: { environment: production }").replace("bump: [major]", "bump: [major, minor]");
  const type = (await processOf(both)).types.get("major");
  expect(type?.requires).toEqual([]);
  expect(type?.requiresWhen.get('release.bump == "major"')).toEqual(["rehearsal", "progressive"]);
  const named = release("with: { environment: production }", ", gates: small").replace(
    "extended:",
    "small: [rehearsal], extended:",
  );
  expect((await processOf(named)).types.get("major")?.requires).toEqual(["rehearsal"]);
  await expect(processOf(release("with: { environment: production }", ", gates: smal"))).rejects.toThrow(
    "no set of gates smal",
  );
});

test.each(["molecular", "trio", "workflow", "events"])(
  "[T-08] in %s a major reaches its users in steps",
  async (preset) => {
    const { types } = await processOf(`extends: ${preset}\n`);
    const majors = [...types.values()].filter(({ bumps }) => bumps.includes("major"));
    expect(majors).toHaveLength(1);
    const [{ requires, requiresWhen, gates }] = majors as [(typeof majors)[number]];
    expect(gates).toBe("extended");
    expect([...requires, ...(requiresWhen.get('release.bump == "major"') ?? [])]).toContain("progressive");
  },
);

test("[T-01, T-09] every type of every preset says its bumps, trigger or cadence, way, requirements, and what it tells", async () => {
  for (const preset of ["molecular", "trio", "workflow", "qms", "events", "standard"]) {
    const { types, workflows } = await processOf(`extends: ${preset}\n`);
    for (const { name, bumps, trigger, workflow, requires } of types.values()) {
      expect([preset, name, bumps.length > 0, trigger !== null, workflows.has(workflow ?? "")]).toEqual([
        preset,
        name,
        true,
        true,
        true,
      ]);
      expect([preset, name, requires.length > 0]).toEqual([preset, name, true]);
    }
    const exceptional = [...types.values()].filter(({ isExceptional }) => isExceptional).map(({ name }) => name);
    expect(exceptional).toEqual([preset === "workflow" ? "emergency" : "hotfix"]);
  }
});

test("[T-01] what a type tells is sent by a step of its way, or told as missing", async () => {
  const yaml = release("with: { environment: production, strategy: { canary: [10, 100] } }", ", tells: [release]");
  expect(await findings(yaml)).toEqual(["type major, workflow release: no step sends release"]);
  const told = yaml.replace(
    "{ rehearsal: { uses: run } }",
    "{ rehearsal: { uses: run } }, { tell: { uses: notify, with: { template: release } } }",
  );
  expect(await findings(told)).toEqual([]);
});

const INHERITED = `${PRODUCTION}
workflows:
  plain: { phases: [{ phase: all, steps: [{ tests: { uses: run } }, { docs: { uses: task } }, { tag: { uses: tag } }] }] }
  long: { extends: plain, phases: [{ phase: all, steps: [{ load: { uses: run, after: tests } }, { docs: ~ }] }] }
  longer: { extends: long, phases: [{ phase: all, steps: [{ load: { attempts: 3 } }] }, { phase: after, steps: [{ retro: { uses: retrospective } }] }] }
`;

test("[T-01] a workflow that extends another one changes, adds and takes away its steps", async () => {
  const { workflows } = await processOf(INHERITED);
  const steps = (name: string) =>
    worksOf(workflows.get(name)!).map(({ name: step, attempts }) =>
      attempts === null ? step : `${step} x${attempts}`,
    );
  expect(steps("plain")).toEqual(["tests", "docs", "tag"]);
  expect(steps("long")).toEqual(["tests", "load", "tag"]);
  expect(steps("longer")).toEqual(["tests", "load x3", "tag", "retro"]);
});

test("[T-06] what a product changes in a workflow of a preset changes those that extend it", async () => {
  const { workflows } = await processOf(
    "extends: events\nworkflows: { streamlined: { phases: [{ phase: stabilisation, steps: [{ tests: { with: { command: make } } }] }] } }\n",
  );
  for (const name of ["streamlined", "comprehensive", "expedited"])
    expect(worksOf(workflows.get(name)!).find(({ name: step }) => step === "tests")?.with).toEqual({ command: "make" });
});

test.each([
  ["a workflow that is not there", "extends: plan", 'did you mean "plain"?'],
  ["itself, by way of another", "extends: longer", "workflows extend each other: long -> longer -> long"],
])("[T-01] bad input: a workflow extends %s", async (_, line, words) => {
  const failed = processOf(INHERITED.replace("long: { extends: plain", `long: { ${line}`));
  await expect(failed).rejects.toMatchObject({ problems: [expect.objectContaining({})] });
  await expect(failed).rejects.toSatisfy((error: { problems: readonly unknown[] }) =>
    JSON.stringify(error.problems).replaceAll("\\", "").includes(words),
  );
});
