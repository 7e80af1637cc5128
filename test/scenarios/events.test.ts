import { expect, test } from "vitest";
import { productOf, type ProductDriver, type Release } from "../support/release-driver.ts";

const YAML = `
extends: events
product: meetings
environments:
  staging: { tier: staging, target: simulated }
  production: { tier: production, target: simulated, windows: [{ zone: UTC, days: [monday, tuesday, wednesday, thursday], from: "00:00", until: "12:00" }] }
workflows:
  comprehensive:
    phases:
      - phase: stabilisation
        steps:
          - extensive:
              together:
                - extensive-tests: { with: { command: "true" } }
                - performance: { with: { command: "true" } }
                - security-tests: { with: { command: "true" } }
  streamlined:
    phases:
      - { phase: stabilisation, steps: [{ tests: { with: { command: "true" } } }, { staging-tests: { with: { command: "true" } } }] }
  urgent:
    phases:
      - { phase: repair, steps: [{ tests: { with: { command: "true" } } }] }
`;
const product = productOf({ yaml: YAML, people: { "product-management": "pia@example.org" } });
const LIMIT = { timeout: 240_000 };

function prepare(release: Release): void {
  release.fill("freeze");
  release.submit("notes");
  release.fill("deployment-plan");
  expect(release.visits("go")).toEqual([]); // nobody decides before the stakeholders said yes
  release.approve("stakeholders");
}

function withFeature(): ProductDriver {
  const meetings = product();
  meetings.repository.commit("feat: agenda");
  return meetings;
}

test(
  "[Z-17, A-05, O-02, W-02, W-03, Q-12, B-03, B-11] a minor waits for its second Tuesday, which was moved once; main is compared with what runs",
  LIMIT,
  () => {
    const meetings = withFeature();
    const move = ["calendar", "move", "minor", "2026-01-13", "2026-01-15"];
    meetings.call(move, { role: "release-manager", code: 4 });
    meetings.call([...move, "--reason", "two talks are not ready"], { role: "release-manager" });
    expect(meetings.log()).toContain("two talks are not ready");
    const release = meetings.start("minor");
    prepare(release);
    release.fill("go");
    const [held] = release.show().open;
    expect(held).toMatchObject({ code: "scheduled", step: "ship", until: Date.parse("2026-01-15T00:00:00Z") });
    meetings.at("2026-01-15T00:00:00Z");
    const { git } = meetings.repository;
    const production = () => meetings.call(["branch", "check", "main"]).stdout;
    expect(production()).toContain("does not contain the latest release v1.1.0"); // nobody knows more yet
    release.run();
    expect(release.whyCodes()).toEqual(["watch under-way"]);
    expect(production()).toMatch(
      /\[B-03\] main differs from production: .* does not contain 1\.1\.0, which runs in production/,
    );
    meetings.later("47h");
    release.run();
    expect(release.whyCodes()).toEqual(["watch under-way"]);
    meetings.call(["release", "close", release.id], { role: "release-manager", code: 4 });
    meetings.later("1h");
    release.run();
    release.fill("evaluation");
    expect(release.show().status).toBe("released");
    expect(meetings.json(["metrics"])).toEqual({
      period: "quarter",
      cadence: [
        {
          type: "minor",
          period: "2026-Q1",
          scheduled: 1,
          kept: 0,
          releases: [{ release: "v1.1.0", published: "2026-01-13", shipped: "2026-01-15", shiftDays: 2 }],
        },
      ],
      exceptional: [{ period: "2026-Q1", releases: 1, exceptional: [], ceiling: 10, isAbove: false }],
    });
    expect(meetings.call(["metrics", "--period", "month"]).stdout).toContain("2026-01  minor: 0 of 1, 0 %");
    expect(git("merge-base", "--is-ancestor", "v1.1.0", "main")).toBe("");
    expect(production()).not.toContain("B-03");
    const state = () =>
      meetings
        .call(["branch"])
        .stdout.split("\n")
        .find((line) => line.startsWith("release/1.1.0"));
    const { isClosed } = release.show();
    expect(state()).toMatch(isClosed ? / released$/ : / active$/);
    if (!isClosed) meetings.call(["release", "close", release.id], { role: "release-manager" });
    expect(state()).toMatch(/ released$/);
    meetings.verifyLog();
  },
);

test(
  "[Z-17, G-14, B-11] a no-go names its reason, ends the release and its branch, and gives its number back",
  LIMIT,
  () => {
    const meetings = withFeature();
    const release = meetings.start("minor");
    prepare(release);
    release.fill("go", { quality: "unmet" }, { keepOpen: true });
    release.say("decide", "go", ["no-go", "--reason", "a third of the tests fails"]);
    expect(release.show().status).toBe("cancelled");
    expect(release.steps()).toEqual(expect.arrayContaining(["go no-go", "tell sent"]));
    expect(meetings.repository.git("tag")).toBe("v1.0.0");
    expect(meetings.call(["branch"]).stdout).toMatch(/^release\/1\.1\.0 .* cancelled$/m);
    expect(meetings.start("minor").id).toMatch(/^v1\.1\.0/);
  },
);

test(
  "[Z-17, W-05, T-06] a patch is due two weeks after its issue was found, or on another day with a reason",
  LIMIT,
  () => {
    const meetings = product();
    meetings.repository.commit("fix: wrong room");
    const start = ["release", "start", "--type", "patch", "--identified", "2026-01-02"];
    const sooner = [...start, "--due", "2026-01-09"];
    meetings.call(sooner, { role: "release-manager", code: 2 });
    const urgent = meetings.json<{ release: string }>([...sooner, "--reason", "a severe fault"], {
      role: "release-manager",
    });
    const shown = meetings.call(["release", "show", urgent.release]).stdout;
    expect(shown).toMatch(/because +a severe fault\n +due +2026-01-10T00:00:00Z/);
    meetings.call(["release", "cancel", urgent.release, "--reason", "it is not severe"], { role: "release-manager" });
    const release = meetings.start("patch", "--identified", "2026-01-02");
    expect(meetings.call(["release", "list"]).stdout).toContain("due 2026-01-16T00:00:00Z (9 days left)");
    expect(release.whyCodes()).not.toContain("release overdue");
    meetings.at("2026-01-15T20:00:00Z");
    expect(meetings.call(["release", "list"]).stdout).toContain("(4 hours left)");
    meetings.at("2026-01-16T00:00:00Z");
    expect(release.whyCodes()).toContain("release overdue");
    release.fill("worth");
    release.submit("notes");
    release.approve("stakeholders");
    release.fill("go");
    meetings.at("2026-01-22T09:00:00Z");
    release.run();
    meetings.later("48h");
    release.run();
    release.fill("evaluation");
    expect(release.whyCodes()).toEqual([]);
  },
);

test(
  "[Z-17, B-10, T-06, T-11, T-17] a hotfix passes window and freeze, and reaches two active release branches",
  LIMIT,
  () => {
    const meetings = product();
    meetings.repository.commit("fix: a typing error");
    meetings.at("2026-01-09T18:00:00Z");
    meetings.start("minor", "1.1.0", "--reason", "planned for January");
    meetings.start("minor", "1.2.0", "--reason", "planned for February");
    const freeze = [
      "freeze",
      "set",
      "conference",
      "--from",
      "2026-01-09",
      "--until",
      "2026-01-12",
      "--reason",
      "guests",
    ];
    meetings.call(freeze, { role: "release-manager" });
    const hotfix = meetings.start("hotfix", "--trigger", "critical-bug: nobody can sign in");
    const { git, commit } = meetings.repository;
    git("checkout", "-q", "hotfix/1.0.1");
    commit("fix: sign in", { "sign-in.txt": "works\n" });
    git("checkout", "-q", "main");
    hotfix.run();
    const task = hotfix.show().open.find(({ step }) => step === "fix");
    if (task !== undefined) hotfix.submit("fix");
    expect(hotfix.whyCodes()).toEqual(["watch under-way"]);
    for (const branch of ["main", "release/1.1.0", "release/1.2.0"])
      git("merge-base", "--is-ancestor", "v1.0.1", branch);
    expect(hotfix.visits("ship").map(({ outcome }) => outcome)).toEqual(["verified"]);
    const shown = meetings.call(["release", "show", hotfix.id]).stdout;
    expect(shown).toContain("trigger   critical-bug: nobody can sign in");
    expect(shown).toMatch(/passes    (outside-windows, frozen|frozen, outside-windows) in production/);
  },
);

test(
  "[T-06, T-08, W-04] a major is tested at length, coordinated, announced eight weeks before, and comes in steps",
  LIMIT,
  () => {
    const meetings = withFeature();
    const release = meetings.start("major", "2.0.0", "--reason", "the first of a new line");
    release.fill("freeze");
    for (const run of ["tests", "extensive-tests", "performance", "security-tests"])
      expect(release.visits(run).map(({ outcome }) => outcome)).toEqual(["passed"]);
    release.fill("coordination");
    expect(release.visits("date-notice")[0]?.outcome).toBe("sent");
    release.submit("notes");
    release.fill("deployment-plan");
    release.approve("stakeholders");
    release.fill("go");
    const [held] = release.show().open;
    expect(held).toMatchObject({ code: "scheduled", step: "ship", until: Date.parse("2026-04-14T00:00:00Z") });
  },
);

test("[T-01, T-06, T-08, T-09] every type of events says what it is, and the four go four ways", () => {
  const meetings = product();
  const { types } = meetings.json<{ types: { name: string }[] }>(["process", "show"]);
  expect(types).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: "major", workflow: "comprehensive", bumps: ["major"], gates: "extended" }),
      expect.objectContaining({ name: "minor", workflow: "streamlined", bumps: ["minor"], gates: null }),
      expect.objectContaining({ name: "patch", workflow: "expedited", trigger: "critical-bug" }),
      expect.objectContaining({ name: "hotfix", workflow: "urgent", isExceptional: true }),
    ]),
  );
});
