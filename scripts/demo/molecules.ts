import { join } from "node:path";
import { Stage } from "./stage.ts";

const RELEASE = "v1.1.0";
const DAY_1 = 86_400; // seconds

/** A feature release by the written process `molecular`: the engine does what machines can, and people decide. */
export function releaseMolecules(folder: string): Stage {
  const stage = new Stage(join(folder, "molecules"), Date.UTC(2026, 0, 19, 9) / 1000, { setsClock: true });
  makeHistory(stage);
  agreeOnProcess(stage);
  prepare(stage);
  review(stage);
  approve(stage);
  deliver(stage);
  stage.slipway("The whole story of the release", ["release", "show", RELEASE]);
  stage.several("And nobody changes it afterwards unseen", [
    ["audit", "publish"],
    ["audit", "verify"],
  ]);
  return stage;
}

function agreeOnProcess(stage: Stage): void {
  stage.quietly(["access", "grant", person("lead"), "admin", "--as", person("lead")]);
  for (const role of ROLES) stage.quietly(["access", "grant", person(role), role, "--as", person("lead")]);
  stage.quietly(["access", "grant", person("qa-lead"), "qa", "--as", person("lead")]);
  stage.slipway("Who may do what?", ["access", "list"]);
  stage.slipway("Somebody who did not write the process approves it", ["process", "approve", ...by("release-manager")]);
}

function prepare(stage: Stage): void {
  const start = ["release", "start", "--type", "feature", ...by("release-manager")];
  stage.slipway("Start the release; its number is reserved", start);
  stage.slipway("Branch, version and changelog are made; then people have to write", ["run"]);
  const docs = ["submit", RELEASE, "docs", "--file", "../docs.yaml", ...by("developer")];
  const plan = ["submit", RELEASE, "rollback-plan", "--file", "../rollback-plan.yaml", ...by("operations")];
  stage.several("They answer, item by item", [docs, plan]);
  stage.quietly(["run"]);
}

function review(stage: Stage): void {
  const words = ["--reason", "an empty structure is not handled"];
  const reject = ["reject", RELEASE, "review", ...words, ...by("developer")];
  stage.slipway("The reviewer asks for changes", reject);
  onReleaseBranch(stage, "fix: an empty structure finds nothing", "export const search = (s) => s && [s];\n");
  const done = ["submit", RELEASE, "changes", ...by("developer")];
  const approval = ["approve", RELEASE, "review", ...by("developer")];
  stage.several("They are made, and the review passes", [done, ["run"], approval]);
  stage.quietly(["run"]);
  stage.slipway("Quality assurance approves exactly this source", [
    "approve",
    RELEASE,
    "quality",
    ...by("qa-lead", "qa"),
  ]);
  onReleaseBranch(stage, "perf: search is cached", "const seen = new Map();\nexport const search = (s) => s && [s];\n");
  stage.slipway("Somebody changes the source after that: nothing that was approved counts any more", ["run"]);
  stage.several("Both are asked again", [
    ["approve", RELEASE, "review", ...by("developer")],
    ["run"],
    ["approve", RELEASE, "quality", ...by("qa-lead", "qa")],
  ]);
}

function approve(stage: Stage): void {
  stage.slipway("Merged, tagged and deployed to staging; users have the word", ["run"]);
  stage.quietly(["submit", RELEASE, "uat", "--file", "../uat.yaml", "--keep-open", ...by("stakeholder")]);
  const accepted = ["stakeholder", "product-owner"].map((role) => ["approve", RELEASE, "uat", ...by(role)]);
  stage.several("Two people accept it", [...accepted, ["run"]]);
  for (const role of ["product-owner", "qa", "security", "stakeholder"]) {
    stage.quietly(["approve", RELEASE, role === "stakeholder" ? "stakeholders" : role, ...by(role)]);
    stage.quietly(["run"]);
  }
  const answers = ["submit", RELEASE, "go", "--file", "../go-no-go.yaml", "--keep-open", ...by("release-manager")];
  stage.quietly(answers);
  const go = ["decide", RELEASE, "go", "go", "--reason", "every criterion is met", ...by("release-manager")];
  stage.slipway("Four approvals later the decision: go", go);
}

function deliver(stage: Stage): void {
  stage.quietly(["run"]);
  stage.slipway("Why does nothing happen? Features leave every second Tuesday", ["release", "why", RELEASE]);
  stage.wait(DAY_1);
  stage.slipway("On Tuesday it goes to production, and is watched", ["run"]);
  stage.wait(DAY_1);
  stage.slipway("A day later nothing was found", ["run"]);
  stage.quietly(["submit", RELEASE, "docs-again", "--file", "../docs.yaml", ...by("developer")]);
  stage.quietly(["run"]);
  const retro = ["submit", RELEASE, "retro", "--file", "../retrospective.yaml", ...by("release-manager")];
  const close = ["release", "close", RELEASE, ...by("release-manager")];
  stage.several("People look back, and nothing is left to do", [retro, close]);
}

/** A commit of a developer on the branch of the release, which the engine has to notice. */
function onReleaseBranch(stage: Stage, message: string, search: string): void {
  stage.git("checkout", "-q", "release/1.1.0");
  stage.commit(message, { "src/search.js": search });
  stage.git("checkout", "-q", "main");
}

const person = (role: string): string => `${role}@example.org`;

const by = (who: string, role = who): string[] => ["--as", person(who), "--role", role];

const ROLES = ["release-manager", "developer", "qa", "security", "product-owner", "stakeholder", "operations"];

function makeHistory(stage: Stage): void {
  stage.commit("feat: a register of molecules", {
    "slipway.yaml": CONFIGURATION,
    "package.json": '{\n  "name": "molecules",\n  "version": "1.0.0",\n  "private": true\n}\n',
    "src/register.js": "export const register = new Set();\n",
  });
  stage.git("tag", "-a", "v1.0.0", "-m", "Release v1.0.0");
  stage.commit("feat: search by structure", { "src/search.js": "export const search = (s) => [s];\n" });
  for (const [name, answers] of Object.entries(ANSWERS)) stage.write(`../${name}.yaml`, answers);
}

const CONFIGURATION = `extends: molecular
product: Molecules
versioning: { files: [package.json] }
environments:
  staging: { tier: staging, target: simulated }
  production: { tier: production, target: simulated }
workflows:
  release:
    phases:
      - phase: preparation
        steps:
          - quality: { uses: approval, after: review, roles: [qa], else: { rejected: rework } }
`;

const TICKED = `new-procedures obsolete architecture validated endpoints parameters deprecations migration-guides
variables defaults removed secure monitoring troubleshooting tuning backup`.split(/\s+/);

const ANSWERS: Readonly<Record<string, string>> = {
  docs: [
    ...TICKED.map((item) => `${item}: true`),
    ...["accuracy", "completeness", "consistency", "clarity"].map((item) => `${item}: passed`),
    "",
  ].join("\n"),
  "rollback-plan": `version: 1.0.0
procedure: deploy v1.0.0 again, as RUNBOOK.md says
data: none is changed
duration: 5 minutes
responsible: operations@example.org
reviewer: developer@example.org
`,
  uat: `features: [search by structure]
requirements: [a structure finds its molecules]
workflows: [search, open, export]
experience: quick
testers: [stakeholder@example.org]
results: all that was asked for is there
`,
  "go-no-go": `participants: [release-manager@example.org, product-owner@example.org]
quality: met
timing: met
resources: met
risks: met
calendar: met
rationale: tested, accepted, and nothing else is planned
`,
  retrospective: `went-well: [the review found a fault]
to-improve: [speed up the search earlier]
actions: [developer measures the search until 2026-02-01]
`,
};
