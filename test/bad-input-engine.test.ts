import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test } from "vitest";
import { gitEnvironment, makeRepository, temporaryFolder } from "./support/repository.ts";
import { slipway, type Answer } from "./support/slipway.ts";

/** What people do wrong with a release that runs, the exit code it deserves, and words the answer must hold. */
interface Case {
  readonly wrong: string;
  readonly args: readonly string[];
  readonly code: 1 | 2 | 4;
  readonly says: readonly string[];
  /** How far the product is; where nothing is said, a release waits for people. */
  readonly from?: "nothing" | "granted";
  readonly files?: Readonly<Record<string, string>>;
  readonly clock?: string;
}

const YAML = `product: Door
environments: { production: { tier: production, target: simulated } }
templates:
  papers:
    items:
      - guide: { text: The guide says it }
      - pages: { text: How many pages, kind: number }
types:
  minor: { bump: [minor], trigger: feature-completion, workflow: small }
  major: { bump: [major], trigger: feature-completion, workflow: broken }
  patch: { bump: [patch], workflow: small }
workflows:
  small:
    phases:
      - phase: all
        steps:
          - ask:
              together:
                - docs: { uses: checklist, roles: [developer], with: { template: papers } }
                - quality: { uses: approval, roles: [qa], else: { rejected: next } }
                - go: { uses: decision, roles: [release-manager], with: { outcomes: [go, stop] }, else: { stop: next } }
          - later: { uses: approval, roles: [qa], else: { rejected: next } }
  broken: { phases: [{ phase: all, steps: [{ check: { uses: run, with: { command: exit 1 } } }] }] }
`;

/** A process that nothing proves: what goes to production cannot be taken back. */
const UNPROVEN =
  `${YAML}  ship: { phases: [{ phase: all, steps: [{ out: { uses: deploy, with: { environment: production } } }] }] }
`.replace("workflow: broken", "workflow: ship");

const DAN = ["--as", "dan@example.org"];
const KIM = ["--as", "kim@example.org"];
const CY = ["--as", "cy@example.org"];
const BOSS = ["--as", "boss@example.org"];
const UNTIL = ["--until", "2026-12-24T00:00Z"];
const DAYS = ["--from", "2026-12-20", "--until", "2026-12-29", "--reason", "leave", ...CY];

const cases: readonly Case[] = [
  {
    wrong: "an unknown release",
    args: ["release", "show", "v9.9.9"],
    code: 2,
    says: ["no release v9.9.9", "release list"],
  },
  { wrong: "a run of an unknown release", args: ["run", "v9.9.9"], code: 2, says: ["no release v9.9.9"] },
  { wrong: "a tick of nothing", args: ["tick", "nonsense"], code: 2, says: ["no release nonsense"] },
  {
    wrong: "a trigger that is misspelt",
    args: ["release", "start", "1.2.0", "--type", "minor", "--trigger", "critcal-bug: INC-7", "--reason", "why", ...CY],
    code: 2,
    says: ["names no trigger", "did you mean critical-bug?"],
  },
  {
    wrong: "a type that does not say what leads to its releases",
    args: ["release", "start", "1.1.1", "--type", "patch", "--reason", "why", ...CY],
    code: 2,
    says: ["nothing says what led to the release", "scheduled-window, feature-completion"],
  },
  {
    wrong: "a period nobody measures by",
    args: ["metrics", "--period", "sprint"],
    code: 2,
    says: ['no period "sprint"', "month, quarter, year"],
  },
  { wrong: "a misspelt verb", args: ["release", "shwo", "v1.1.0"], code: 2, says: ["did you mean show?"] },
  {
    wrong: "a release without a name",
    args: ["release", "show"],
    code: 2,
    says: ["`slipway release show` is not known"],
  },
  {
    wrong: "an unknown step",
    args: ["approve", "v1.1.0", "qality", ...KIM],
    code: 2,
    says: ["no step qality", "did you mean quality?"],
  },
  {
    wrong: "a person without the role",
    args: ["approve", "v1.1.0", "quality", ...DAN],
    code: 4,
    says: ["holds developer, not qa", "qa: kim@example.org"],
  },
  {
    wrong: "a role that the step does not ask for",
    args: ["approve", "v1.1.0", "quality", ...DAN, "--role", "developer"],
    code: 4,
    says: ["developer", "qa"],
  },
  {
    wrong: "a stranger",
    args: ["approve", "v1.1.0", "quality", "--as", "eve@example.org"],
    code: 4,
    says: ["eve@example.org holds no role"],
  },
  {
    wrong: "a step that has no turn yet",
    args: ["approve", "v1.1.0", "later", ...KIM],
    code: 4,
    says: ["later waits for nobody", "quality (qa)"],
  },
  {
    wrong: "no step, where several wait",
    args: ["approve", "v1.1.0", ...KIM],
    code: 4,
    says: ["no single step waits", "docs (developer)"],
  },
  {
    wrong: "an approval of an unanswered checklist",
    args: ["approve", "v1.1.0", "docs", ...DAN],
    code: 4,
    says: ["0 of 2 settled", "guide, pages"],
  },
  {
    wrong: "an outcome that does not exist",
    args: ["decide", "v1.1.0", "go", "maybe", ...CY],
    code: 2,
    says: ["cannot end as maybe", "one of go, stop"],
  },
  {
    wrong: "an unknown item",
    args: ["submit", "v1.1.0", "docs", "--tick", "giude", ...DAN],
    code: 2,
    says: ["no item giude", "guide"],
  },
  {
    wrong: "a value of the wrong kind",
    args: ["submit", "v1.1.0", "docs", "--set", "pages=many", ...DAN],
    code: 2,
    says: ['pages is answered with "many"', "a number"],
  },
  {
    wrong: "several wrong answers, told at once",
    args: ["submit", "v1.1.0", "docs", "--tick", "giude", "--set", "pages=many", ...DAN],
    code: 2,
    says: ["no item giude", '"many"'],
  },
  {
    wrong: "an answer without a value",
    args: ["submit", "v1.1.0", "docs", "--set", "pages", ...DAN],
    code: 2,
    says: ["ID=VALUE"],
  },
  {
    wrong: "answers in no file",
    args: ["submit", "v1.1.0", "docs", "--file", "none.yaml", ...DAN],
    code: 2,
    says: ["none.yaml cannot be read"],
  },
  {
    wrong: "answers that are a list",
    args: ["submit", "v1.1.0", "docs", "--file", "list.yaml", ...DAN],
    code: 2,
    says: ["expected"],
    files: { "list.yaml": "- guide\n" },
  },
  {
    wrong: "answers where nothing is asked",
    args: ["submit", "v1.1.0", "quality", "--set", "a=b", ...KIM],
    code: 2,
    says: ["quality asks nothing"],
  },
  {
    wrong: "a rejection without a reason",
    args: ["reject", "v1.1.0", "quality", ...KIM],
    code: 2,
    says: ["without a reason", "--reason"],
  },
  {
    wrong: "the withdrawal of nothing",
    args: ["withdraw", "v1.1.0", "quality", "--reason", "x", ...KIM],
    code: 4,
    says: ["said nothing at quality"],
  },
  {
    wrong: "a waiver of what did not stop",
    args: ["waive", "v1.1.0", "--reason", "x", ...UNTIL, ...CY],
    code: 4,
    says: ["not asking"],
  },
  { wrong: "a waiver without a reason", args: ["waive", "v2.0.0", ...UNTIL, ...CY], code: 4, says: ["reason"] },
  {
    wrong: "a waiver without an end",
    args: ["waive", "v2.0.0", "--reason", "the scanner is down", ...CY],
    code: 4,
    says: ["until"],
  },
  {
    wrong: "a waiver to keep a date",
    args: ["waive", "v2.0.0", "--reason", "schedule", ...UNTIL, ...CY],
    code: 4,
    says: ["schedule"],
  },
  {
    wrong: "a waiver until no time",
    args: ["waive", "v2.0.0", "--reason", "x", "--until", "soon", ...CY],
    code: 2,
    says: ['"soon" after --until is no moment'],
  },
  { wrong: "a retry of what did not stop", args: ["release", "retry", "v1.1.0", ...CY], code: 4, says: ["not asking"] },
  {
    wrong: "the close of a release under way",
    args: ["release", "close", "v1.1.0", ...CY],
    code: 4,
    says: ["v1.1.0 is under way"],
  },
  {
    wrong: "an end without a reason",
    args: ["release", "cancel", "v1.1.0", ...CY],
    code: 4,
    says: ["without a reason"],
  },
  {
    wrong: "an end by somebody else",
    args: ["release", "cancel", "v1.1.0", "--reason", "x", ...DAN],
    code: 4,
    says: ["holds developer, not release-manager"],
  },
  {
    wrong: "a rollback where none is written",
    args: ["rollback", "v1.1.0", "--reason", "x", ...CY],
    code: 4,
    says: ["nothing listens to manual"],
  },
  {
    wrong: "a start without a process",
    args: ["release", "start", "--type", "minor", ...CY],
    code: 4,
    says: ["no process is approved", "slipway process approve"],
    from: "granted",
  },
  {
    wrong: "a start before anybody has a role",
    args: ["release", "start", "--type", "minor", ...CY],
    code: 4,
    says: ["no role", "no admin yet"],
    from: "nothing",
  },
  {
    wrong: "a process whose properties do not hold",
    args: ["process", "approve", ...CY],
    code: 4,
    says: ["1 finding", "slipway process check"],
    from: "granted",
    files: { "slipway.yaml": UNPROVEN },
  },
  {
    wrong: "an unknown type",
    args: ["release", "start", "--type", "mnior", ...CY],
    code: 2,
    says: ["no release type mnior", "did you mean minor?"],
  },
  { wrong: "no type", args: ["release", "start", ...CY], code: 2, says: ["one of major, minor", "--type"] },
  {
    wrong: "an unknown variant",
    args: ["release", "start", "--type", "minor", "--variant", "emergncy", ...CY],
    code: 2,
    says: ["no variant emergncy"],
  },
  {
    wrong: "a used version",
    args: ["release", "start", "1.0.0", "--type", "minor", "--reason", "x", ...CY],
    code: 4,
    says: ["1.0.0"],
  },
  {
    wrong: "a reserved number",
    args: ["release", "start", "--type", "minor", ...CY],
    code: 4,
    says: ["1.1.0 is reserved for v1.1.0"],
  },
  {
    wrong: "an unknown trait",
    args: ["release", "start", "--type", "minor", "--set", "nedsBoard=true", ...CY],
    code: 2,
    says: ["no trait nedsBoard", "needsBoard"],
  },
  {
    wrong: "a start by somebody else",
    args: ["release", "start", "--type", "minor", ...KIM],
    code: 4,
    says: ["holds qa, not release-manager"],
  },
  {
    wrong: "a freeze that ends before it starts",
    args: ["freeze", "set", "leave", "--from", "2026-12-20", "--until", "2026-12-19", "--reason", "x", ...CY],
    code: 2,
    says: ["ends before it starts"],
  },
  {
    wrong: "a freeze of an unknown environment",
    args: ["freeze", "set", "leave", ...DAYS, "--environments", "prod"],
    code: 2,
    says: ["no environment prod", "one of production"],
  },
  {
    wrong: "a freeze in an unknown time zone",
    args: ["freeze", "set", "leave", ...DAYS, "--zone", "Mars/Base"],
    code: 2,
    says: ['no time zone "Mars/Base"'],
  },
  {
    wrong: "a date moved of an unknown type",
    args: ["calendar", "move", "mnior", "2026-01-01", "2026-01-02", "--reason", "x", ...CY],
    code: 2,
    says: ["did you mean `minor`?"],
  },
  {
    wrong: "a role with a bad name",
    args: ["access", "grant", "x@example.org", "Not A Role", ...BOSS],
    code: 2,
    says: ['"Not A Role" is no name of a role'],
  },
  {
    wrong: "a role granted by somebody else",
    args: ["access", "grant", "x@example.org", "qa", ...DAN],
    code: 4,
    says: ["admin: boss@example.org"],
  },
  {
    wrong: "a delegation without an end",
    args: ["access", "delegate", "dan@example.org", "qa", ...KIM],
    code: 2,
    says: ["--until DAY"],
  },
  {
    wrong: "a role taken without a reason",
    args: ["access", "revoke", "kim@example.org", "qa", ...BOSS],
    code: 2,
    says: ["--reason TEXT"],
  },
  {
    wrong: "an unknown version of the process",
    args: ["process", "withdraw", "123456", "--reason", "x", ...CY],
    code: 2,
    says: ['called "123456"', "process list"],
  },
  { wrong: "an unknown scope item", args: ["scope", "show", "door"], code: 2, says: ["no scope item door"] },
  { wrong: "a wait of no duration", args: ["run", "--wait", "soon"], code: 2, says: ['--wait is "soon"', "10m"] },
  { wrong: "a clock that is none", args: ["run"], code: 2, says: ['SLIPWAY_CLOCK is "soon"'], clock: "soon" },
];

type Stage = NonNullable<Case["from"]> | "running";

/** Made once, and copied for every case. */
const made = new Map<Stage, string>();

function productAt(stage: Stage): string {
  const folder = made.get(stage) ?? make(stage);
  made.set(stage, folder);
  const copy = temporaryFolder();
  cpSync(folder, copy, { recursive: true });
  return copy;
}

const templates = mkdtempSync(join(tmpdir(), "slipway-bad-"));
afterAll(() => rmSync(templates, { recursive: true, force: true }));

function make(stage: Stage): string {
  const repository = makeRepository();
  repository.commit("feat: start", { "slipway.yaml": YAML });
  repository.tag("v1.0.0", "Release v1.0.0");
  repository.commit("feat: a door");
  const run = (...args: string[]): void => {
    const answer = slipway(repository.folder, args);
    expect({ args, ...answer }).toMatchObject({ code: 0 });
  };
  if (stage !== "nothing") {
    const people = [
      ["boss", "admin"],
      ["cy", "release-manager"],
      ["dan", "developer"],
      ["kim", "qa"],
    ] as const;
    for (const [who, role] of people) run("access", "grant", `${who}@example.org`, role, ...BOSS);
  }
  if (stage === "running") {
    run("process", "approve", ...CY);
    run("release", "start", "--type", "minor", ...CY);
    run("release", "start", "2.0.0", "--type", "major", "--reason", "to see it stop", ...CY);
    run("run");
  }
  const kept = join(templates, stage);
  cpSync(repository.folder, kept, { recursive: true });
  return kept;
}

test.each(cases.map((each) => [each.wrong, each] as const))(
  "bad input to the engine: %s",
  { timeout: 60_000 },
  (_, { args, code, says, from, files = {}, clock }) => {
    const stage: Stage = from ?? "running";
    const folder = productAt(stage);
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
    if (files["slipway.yaml"] !== undefined)
      execFileSync("git", ["commit", "-qam", "chore: process"], { cwd: folder, env: gitEnvironment() });
    const before = snapshot(folder);
    const answer = slipway(folder, args, clock === undefined ? {} : { SLIPWAY_CLOCK: clock });
    expectPlain(answer, code, says);
    expect(snapshot(folder)).toEqual(before);
  },
);

/** One screen in plain words, without a stack trace. */
function expectPlain({ code, stdout, stderr }: Answer, expected: number, says: readonly string[]): void {
  expect({ code, stdout, stderr }).toMatchObject({ code: expected, stdout: "" });
  for (const words of says) expect(stderr).toContain(words);
  expect(stderr).not.toMatch(/^\s+at .*\(|node:internal|this is a bug/m);
  expect(stderr.split("\n").length).toBeLessThan(20);
}

/** Everything a command could have written: files, references, and the ledger. A refusal alone is recorded, as such. */
function snapshot(folder: string): unknown {
  const git = (...args: string[]): string => execFileSync("git", args, { cwd: folder, encoding: "utf8" });
  const log = existsSync(join(folder, ".slipway")) ? slipway(folder, ["audit", "log", "--json"]).stdout : "";
  const { entries } = JSON.parse(log || '{"entries":[]}') as { entries: readonly { type: string; command: string }[] };
  return {
    refs: git("show-ref", "--head"),
    files: git("status", "--porcelain", "--untracked-files=all"),
    log: entries.filter(({ type }) => type !== "command-refused").map(({ type, command }) => `${type} ${command}`),
  };
}

test("bad input to the engine: a second process while another one holds the ledger", { timeout: 60_000 }, () => {
  const folder = productAt("running");
  const holder = new DatabaseSync(join(folder, ".slipway/ledger.db"));
  holder.exec("PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE;");
  try {
    expectPlain(slipway(folder, ["run"]), 1, ["ledger"]);
  } finally {
    holder.close();
  }
  expect(slipway(folder, ["run", "v1.1.0"]).code).toBe(0);
});

test("bad input to the engine: somebody changed an entry of the ledger", { timeout: 60_000 }, () => {
  const folder = productAt("running");
  const ledger = new DatabaseSync(join(folder, ".slipway/ledger.db"));
  ledger.exec("DROP TRIGGER entry_no_update");
  ledger.exec(
    "UPDATE entry SET bytes = substr(bytes, 1, length(bytes) - 9) WHERE idx = (SELECT max(idx) FROM entry_index WHERE stream = 'release/v1.1.0')",
  );
  ledger.close();
  const list = slipway(folder, ["release", "list"]);
  expect(list.code).toBe(1);
  expectPlain(list, 1, ["ledger"]);
  expectPlain(slipway(folder, ["approve", "v1.1.0", "quality", ...KIM]), 1, ["ledger"]);
});
