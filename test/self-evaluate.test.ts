import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { changedAnswers, selfEvaluate, type MachineAnswer } from "../src/app/engine/self-evaluate.ts";
import type { Services } from "../src/app/services.ts";
import { compose } from "../src/compose.ts";
import { loadProduct, readPreset } from "../src/config/load.ts";
import type { Template } from "../src/domain/template/template.ts";
import { makeRepository, temporaryFolder, type TestRepository } from "./support/repository.ts";
import { presetText, processOf } from "./support/process.ts";
import { slipway } from "./support/slipway.ts";

const CONFIG = "extends: qms\nproduct: Door\nversioning: { files: [version.json] }\n";
const ENTRY = `# Changelog

## [0.2.0] - 2026-01-05

### Phase 2: Bell

**Objective:** Ring.

#### Added

- bell
`;

async function template(name: string): Promise<Template> {
  const found = (await processOf("extends: qms")).templates.get(name);
  if (found === undefined) throw new Error(`there is no template ${name}`);
  return found;
}

/** A qms product on the way to 0.2.0. */
function makeProduct(): TestRepository {
  const repository = makeRepository();
  repository.commit("feat: start", { "slipway.yaml": CONFIG, "version.json": '{ "version": "0.1.0" }\n' });
  repository.tag("v0.1.0", "v0.1.0");
  repository.commit("feat: bell", { "src/bell.ts": "ring\n" });
  repository.commit("chore: release", { "CHANGELOG.md": ENTRY, "version.json": '{ "version": "0.2.0" }\n' });
  return repository;
}

function addTests({ folder }: TestRepository, passed: number, failed: number): void {
  const tests = join(temporaryFolder(), "tests.txt");
  const total = passed + failed;
  writeFileSync(tests, `Tests Passed: ${passed}/${total}\nTests Failed: ${failed}/${total}\n`);
  slipway(folder, ["evidence", "add", tests, "--suite", "regression", "--by", "QA"]);
}

/** The program's services; presets come from their sources, since nothing is built here. */
function servicesOf(folder: string): Services {
  const file = { path: "slipway.yaml", text: CONFIG };
  const preset = (name: string) => readPreset(name, presetText);
  const product = () => loadProduct({ read: async () => new Map(), preset, folderName: "product", file });
  return { ...compose({ folder }), product };
}

async function evaluate({ folder }: TestRepository, name: string): Promise<readonly MachineAnswer[]> {
  const release = { version: "0.2.0", component: null, releaseType: "phase" };
  const { answers, problems } = await selfEvaluate(servicesOf(folder), release, await template(name));
  expect(problems).toEqual([]);
  return answers;
}

const values = (answers: readonly MachineAnswer[]) =>
  Object.fromEntries(answers.map(({ item, value }) => [item, value]));

test("[G-03, G-01] a checklist answers what checks can see, and leaves the rest to people", async () => {
  const repository = makeProduct();
  const before = await evaluate(repository, "preparation");
  const rest = { "E1.4": true, "E1.9": true, "E1.10": true, "E1.13": true, "E1.14": true, "E1.15": true };
  expect(values(before)).toEqual({ ...rest, "E1.7": 0 });
  expect(before.find(({ item }) => item === "E1.7")?.note).toBe("no run at this commit is recorded");
  addTests(repository, 6, 0);
  const after = await evaluate(repository, "preparation");
  expect(values(after)).toEqual({ ...rest, "E1.7": 6 });
  const regression = after.find(({ item }) => item === "E1.7");
  expect(regression?.note).toMatch(/^6\/6 on 20.*, by QA$/);
  expect(regression?.evidence).toEqual([`commit ${repository.git("rev-parse", "HEAD")}`]);
  expect(after.find(({ item }) => item === "E1.10")?.note).toBe("nothing breaks");
});

test("[G-03, G-05] what does not hold is answered with no, with what was found", async () => {
  const repository = makeProduct();
  addTests(repository, 8, 0);
  repository.write("stray.txt", "x");
  repository.commit("docs: x", { "CHANGELOG.md": ENTRY.replace("2026-01-05", "Unreleased") });
  repository.git("checkout", "-q", "-b", "feature/x");
  const answers = await evaluate(repository, "preparation");
  expect(values(answers)).toMatchObject({ "E1.7": 8, "E1.9": false, "E1.13": false, "E1.14": false, "E1.15": false });
  expect(answers.find(({ item }) => item === "E1.13")?.note).toContain("stray.txt");
  expect(answers.find(({ item }) => item === "E1.7")?.note).toContain("8 of the 6 declared tests ran");
});

test("[G-03] after the tag, manifest and tag are looked at as well; what is optional and absent has no answer", async () => {
  const repository = makeProduct();
  addTests(repository, 6, 0);
  expect(values(await evaluate(repository, "creation"))).toMatchObject({ "E3.1": true, "E3.2a": false, "E3.3": false });
  slipway(repository.folder, ["manifest", "0.2.0", "--write", "--type", "phase"]);
  repository.git("add", "releases");
  repository.commit("chore: manifest");
  repository.git("tag", "-a", "v0.2.0", "-m", "Release v0.2.0");
  const made = { "E3.1": true, "E3.2a": true, "E3.2b": true, "E3.2c": true, "E3.3": true };
  expect(values(await evaluate(repository, "creation"))).toEqual(made);
});

test("a template without checks asks nothing; broken evidence is a problem and no answer", async () => {
  const repository = makeProduct();
  expect(await evaluate(repository, "after-release")).toEqual([]);
  repository.write(`releases/evidence/${"0".repeat(64)}.json`, "{");
  const release = { version: "0.2.0", component: null, releaseType: "phase" };
  const { answers, problems } = await selfEvaluate(
    servicesOf(repository.folder),
    release,
    await template("preparation"),
  );
  expect(answers).toEqual([]);
  expect(problems.map(({ code }) => code)).toEqual(["evidence-record"]);
});

test("[G-01] only what says something new is answered again; what a person said alike stays theirs", () => {
  const machine = [{ item: "E1", value: true, evidence: [], note: "clean" }];
  const stands = (value: boolean, by: string | null, note: string | null) =>
    new Map([["E1", { value, by, role: null, at: 0, evidence: [], note }]]);
  expect(changedAnswers(machine, new Map())).toEqual(machine);
  expect(changedAnswers(machine, stands(true, "ada", null))).toEqual([]);
  expect(changedAnswers(machine, stands(false, "ada", null))).toEqual(machine);
  expect(changedAnswers(machine, stands(true, null, "clean"))).toEqual([]);
  expect(changedAnswers(machine, stands(true, null, "other"))).toEqual(machine);
});
