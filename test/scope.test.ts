import { expect, test } from "vitest";
import { demandsOf, STAGES } from "../src/domain/scope/stage.ts";
import { makeRepository, type TestRepository } from "./support/repository.ts";
import { slipway, slipwayJson, type Answer } from "./support/slipway.ts";

const TIMEOUT = { timeout: 120_000 };
const PM = ["--as", "pat@example.org", "--role", "product-management"];
const PM2 = ["--as", "paul@example.org", "--role", "product-management"];
const RM = ["--as", "rita@example.org", "--role", "release-manager"];
const DEV = ["--as", "dev@example.org"];

/** A product whose scope is planned by commands; each one that is not expected to fail has to work. */
function product(settings: string) {
  const repository = makeRepository();
  repository.commit("feat: start", { "slipway.yaml": settings });
  repository.tag("v1.3.0", "Release v1.3.0");
  const run = (...args: string[]): Answer => slipway(repository.folder, ["scope", ...args]);
  const scope = (...args: string[]): Answer => {
    const answer = run(...args);
    if (answer.code !== 0) throw new Error(`scope ${args.join(" ")}: ${answer.stderr}`);
    return answer;
  };
  return { repository, run, scope };
}

type World = ReturnType<typeof product>;
type Stage = (typeof STAGES)[number];

function add({ scope }: World, id: string, ...more: string[]): void {
  const facts = ["--title", `A ${id}`, "--class", "improvement", "--significance", "feature"];
  scope("add", id, ...facts, "--owner", "dev@example.org", ...more);
  scope("approve", id, ...PM);
}

/** Shows everything that is asked for up to a stage, and goes there. */
function advance({ scope }: World, id: string, to: Stage, from: Stage = STAGES[0]): void {
  for (const stage of STAGES.slice(STAGES.indexOf(from), STAGES.indexOf(to))) {
    const by = stage === "feature-acceptance" ? PM : stage === "code-review" ? RM : DEV;
    scope("evidence", id, demandsOf(stage, new Set()).join(","), "--what", `docs/${id}.md`, ...by);
    scope("move", id, ...DEV);
  }
}

interface Report {
  readonly scopeVersion: number;
  readonly items: readonly { readonly id: string; readonly stage: string; readonly atRisk: readonly string[] }[];
  readonly history: unknown;
  readonly violations: readonly { readonly commit: string; readonly lacks: readonly string[] }[];
  readonly readiness: { readonly done: number; readonly of: number; readonly open: readonly { says: string }[] };
  readonly closedBy: string | null;
}

const report = ({ folder }: TestRepository): Report => slipwayJson<Report>(folder, ["scope", "report", "1.4.0"]);

test(
  "[P-02, P-03, P-05, P-06, P-07, P-14, P-20, P-22] a planning cycle of the events process, from ideas to the code freeze",
  TIMEOUT,
  () => {
    const made = product("extends: events\nproduct: Event Platform\n");
    const { repository, run, scope } = made;
    scope("add", "door", "--title", "A door", "--class", "new-capability", "--significance", "feature", ...DEV);
    expect(run("target", "door", "1.4.0", ...PM)).toMatchObject({ code: 4, stdout: "" });
    scope("approve", "door", ...PM);
    for (const id of ["lamp", "bell"]) add(made, id, "--integrations", "none");
    expect(scope("target", "door", "1.4.0", ...PM).stderr).toBe("");
    advance(made, "door", "implementation");
    expect(scope("target", "lamp", "1.4.0", ...PM).stderr).toContain("1.4.0 is being developed");
    advance(made, "door", "integrated", "implementation");
    expect(run("move", "lamp").stderr).toContain(
      "lamp lacks at specification: requirements, acceptance-criteria, design",
    );
    scope("freeze", "1.4.0", ...RM);
    expect(report(repository).items).toMatchObject([
      { id: "door", stage: "integrated", atRisk: [] },
      { id: "lamp", stage: "specification", atRisk: ["not accepted at the freeze"] },
    ]);

    expect(run("target", "bell", "1.4.0", ...PM)).toMatchObject({ code: 4 });
    scope("request", "1.4.0", "add", "bell", "--impact", "two days", "--reason", "a door needs one", ...PM);
    expect(run("decide", "cr-1", "approve", "--reason", "mine", ...PM).stderr).toContain("made the request cr-1");
    scope("decide", "cr-1", "approve", "--reason", "agreed", ...PM2);
    scope("decide", "lamp", "no-go", "--to", "1.5.0", "--reason", "no bulbs", "--impact", "it stays dark", ...PM);
    scope("decide", "cr-2", "approve", "--reason", "agreed", ...PM2);
    expect(report(repository)).toMatchObject({
      items: [{ id: "door" }, { id: "bell" }],
      history: { original: ["door", "lamp"], added: ["bell"], removed: [], deferred: ["lamp"] },
    });
    const shown = scope("report", "1.4.0").stdout;
    for (const line of [/original +door, lamp\n/, /added +bell\n/, /deferred +lamp\n/]) expect(shown).toMatch(line);

    scope("freeze", "1.4.0", "--code", ...RM);
    const bare = repository.commit("fix: a hinge");
    const linked = repository.commit("fix: a lock\n\nCloses #12");
    const fine = repository.commit("fix: a key\n\nCloses #13");
    scope("consent", "1.4.0", fine, "--reason", "nobody gets in", ...RM);
    expect(report(repository).violations).toMatchObject([
      { commit: linked, lacks: ["consent"] },
      { commit: bare, lacks: ["issue", "consent"] },
    ]);

    const closed = run("close", "1.4.0", ...RM);
    expect(closed.code).toBe(4);
    const { open, done, of } = report(repository).readiness;
    expect(of - done).toBe(open.length);
    for (const { says } of open) expect(closed.stderr).toContain(says);
  },
);

test(
  "[P-01, P-10, P-11] a plan closes once everything it has to show is there, and the log says who did what",
  TIMEOUT,
  () => {
    const made = product("extends: events\nproduct: Event Platform\n");
    const { repository, run, scope } = made;
    add(made, "door");
    scope("target", "door", "1.4.0", ...PM);
    const open = () => report(repository).readiness.open.map(({ says }) => says);
    expect(open()).toEqual([
      "door says what it works together with",
      "the register of risks has an entry",
      "the milestone feature-freeze has a planned date",
      "the milestone release has a planned date",
    ]);
    expect(run("close", "1.4.0", ...RM).stderr).toContain(open().join("; "));
    scope("change", "door", "--integrations", "billing");
    const risk = [
      "--title",
      "It jams",
      "--likelihood",
      "low",
      "--impact",
      "high",
      "--mitigation",
      "oil",
      "--owner",
      "pat",
    ];
    scope("risk", "1.4.0", "jam", ...risk);
    expect(open()).toContain("the risk jam has a case of rollback");
    scope("risk", "1.4.0", "jam", ...risk, "--rollback", "the old door");
    scope("milestone", "1.4.0", "feature-freeze", "--planned", "2027-01-10");
    scope("milestone", "1.4.0", "release", "--planned", "2027-02-01");
    expect(run("milestone", "1.4.0", "release", "--forecast", "2027-02-04")).toMatchObject({ code: 4 });
    scope("milestone", "1.4.0", "release", "--forecast", "2027-02-04", "--reason", "flu");
    expect(scope("report", "1.4.0").stdout).toContain("+3 days  flu");
    scope("close", "1.4.0", ...RM);
    const { closedBy, readiness, scopeVersion } = report(repository);
    expect([closedBy, readiness.done]).toEqual(["rita@example.org", readiness.of]);
    const { entries } = slipwayJson<{ entries: Record<string, unknown>[] }>(repository.folder, ["audit", "log"]);
    expect(entries).toHaveLength(scopeVersion);
    expect(entries.at(-2)).toMatchObject({
      stream: "scope/Event-Platform",
      old: { release: { forecast: null } },
      new: { release: { forecast: "2027-02-04T00:00:00Z" } },
      reason: "flu",
    });
    expect(entries.at(-1)).toMatchObject({
      actor: { id: "rita@example.org" },
      role: "release-manager",
      action: "close",
      object: { kind: "plan", id: "1.4.0" },
    });
  },
);

test("[P-13] the trio process ends planning with frozen scope, tests, documents and migrations", TIMEOUT, () => {
  const made = product("extends: trio\nproduct: Trio\n");
  const { repository, run, scope } = made;
  const owner = ["--as", "paula@example.org", "--role", "product-owner"];
  const facts = ["--title", "A table", "--class", "improvement", "--significance", "feature", "--marks", "schema"];
  scope("add", "table", ...facts, ...DEV);
  scope("approve", "table", ...owner);
  scope("target", "table", "1.4.0", ...owner);
  const open = () => report(repository).readiness.open.map(({ says }) => says);
  const missing = ["table: functional not shown", "table: documentation not shown", "table: migration not shown"];
  expect(open()).toEqual(["the scope is frozen", ...missing]);
  expect(run("close", "1.4.0", ...RM).stderr).toContain(open().join("; "));
  const implementation = "commits,unit-tests,documentation,standards,migration";
  const steps = ["requirements,acceptance-criteria,design", implementation, "peer-review"];
  for (const kinds of steps) {
    scope("evidence", "table", kinds, "--what", "docs/table.md", ...(kinds === "peer-review" ? RM : DEV));
    scope("move", "table", ...DEV);
  }
  scope("evidence", "table", "functional", "--what", "reports/table.xml", ...DEV);
  expect(open()).toEqual(["the scope is frozen"]);
  scope("freeze", "1.4.0", ...RM);
  scope("close", "1.4.0", ...RM);
});

test(
  "[P-05, P-22] once roles are granted, who claims one has to hold it, and no delegate decides for the one who asked",
  TIMEOUT,
  () => {
    const made = product("extends: events\n");
    const { repository, run, scope } = made;
    const access = (...args: string[]) =>
      expect(slipway(repository.folder, ["access", ...args])).toMatchObject({ code: 0 });
    access("grant", "ada@example.org", "admin");
    access("grant", "pat@example.org", "product-management");
    const facts = ["--title", "A door", "--class", "improvement", "--significance", "feature"];
    scope("add", "door", ...facts);
    const refused = run("approve", "door", ...PM2);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain("product-management: pat@example.org");
    scope("approve", "door", ...PM);
    scope("target", "door", "1.4.0", ...PM);
    scope("freeze", "1.4.0", ...PM);
    scope("request", "1.4.0", "remove", "door", "--impact", "none", "--reason", "late", ...PM);
    access("delegate", "paul@example.org", "product-management", "--for", "pat@example.org", "--until", "2099-01-01");
    const standIn = run("decide", "cr-1", "approve", "--reason", "agreed", ...PM2);
    expect(standIn).toMatchObject({ code: 4 });
    expect(standIn.stderr).toContain("pat@example.org made the request cr-1");
  },
);

test("a wrong word is told with what would be right, and records nothing", TIMEOUT, () => {
  const { repository, run } = product("extends: events\n");
  const facts = ["--title", "A door", "--class", "improvement", "--significance", "feature"];
  const faults: readonly (readonly [readonly string[], string])[] = [
    [["lst"], 'did you mean "list"?'],
    [["show"], "got no ITEM"],
    [["show", "door"], "there is no scope item door"],
    [["approve", "door", ...PM], "there is no scope item door"],
    [["add", "a door", ...facts], '"a door" is no id'],
    [["add", "door", ...facts, "--marks", "securty"], 'did you mean "security"?'],
    [["add", "door", ...facts, "--size", "many"], '"many" is no size'],
    [["add", "door", ...facts, "--due", "soon"], '--due got "soon"'],
    [["add", "door", "--title", "A door"], "got no --class"],
    [["target", "door", "v1.4.0", ...PM], "is not a version"],
    [["milestone", "1.4.0", "release"], "not exactly one date"],
    [["list", "1.4.0", "1.5.0"], "an argument too many"],
  ];
  for (const [args, says] of faults) {
    const answer = run(...args);
    expect([args, answer.code, answer.stdout]).toEqual([args, 2, ""]);
    expect(answer.stderr).toContain(says);
  }
  expect(slipwayJson(repository.folder, ["audit", "log"])).toMatchObject({ entries: [] });
});
