import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { product, said } from "./support/product.ts";
import { makeRepository } from "./support/repository.ts";
import { slipway } from "./support/slipway.ts";

const TIMEOUT = { timeout: 180_000 };

const YAML = `extends: standard
product: Door
separation: solo
types: { major: ~, patch: ~, hotfix: ~, minor: { bump: [minor], workflow: way, requires: [] } }
environments:
  production: { tier: production, target: simulated }
workflows:
  standard: ~
  standard-hotfix: ~
  way:
    phases:
      - phase: approval
        steps:
          - say:
              together:
                - board: { uses: approval, roles: [qa], else: { rejected: turned-down } }
                - look: { uses: task, roles: [operations] }
          - ship: { uses: deploy, with: { environment: production } }
    detours:
      turned-down:
        - end: { uses: end, status: rejected }
`;

test("[A-16] an inbox tells a person what changed, what yes and no lead to, and by which command", TIMEOUT, () => {
  const { run } = product(YAML);
  run("access grant bo@example.org operations");
  run("scope risk 1.4.0 hinge --title squeaks --likelihood low --impact low --mitigation oil --owner ada@example.org");
  run("release start --type minor");
  run("run");
  const own = said(run("inbox --as ada@example.org"));
  expect(own).toContain("v1.4.0: board waits for qa");
  expect(own).toMatch(/approved +-> ship, once look ended too\n +rejected +-> turned-down/);
  expect(own).toMatch(/changes +1 since 1\.3\.0\n +feat: a bell/);
  expect(own).toContain("risk      hinge: squeaks");
  expect(own).toContain("rollback  production: nothing was there before: it is stopped");
  expect(own).toContain("how       slipway approve v1.4.0 board --role qa");
  expect(own).not.toContain("look waits");
  const { entries } = JSON.parse(run("inbox --as bo@example.org --json").stdout) as { entries: { step: string }[] };
  expect(entries.map(({ step }) => step)).toEqual(["look"]);
  expect(said(run("inbox --as cy@example.org"))).toBe("nothing waits for people\n");
});

test(
  "[A-18] a job waits for a step and learns by the exit code how it ended, and can neither say yes nor keep others out",
  TIMEOUT,
  () => {
    const { run } = product(YAML);
    run("release start --type minor");
    run("run");
    expect(run("await v1.4.0 board --timeout 20ms --every 10ms")).toMatchObject({ code: 1 });
    expect(run("await v1.4.0 bord").stderr).toContain("did you mean board?");
    expect(run("await v1.4.0 bord").code).toBe(2);
    expect(run("await v1.4.0 --timeout soon").code).toBe(2);
    run("reject v1.4.0 board --role qa --reason", ["no"]);
    expect(run("await v1.4.0 board")).toMatchObject({ code: 4 });
    const ended = run("await v1.4.0 --json");
    expect(ended.code).toBe(4);
    expect(JSON.parse(ended.stdout)).toMatchObject({ release: "v1.4.0", verdict: "refused", outcome: "rejected" });
    expect(run("await v1.4.0 ship").code).toBe(4);

    run("release start --type minor");
    run("run");
    const [id, job] = ["v1.4.0~2", "--as ci@example.org --role qa"];
    expect(run(`approve ${id} board ${job}`)).toMatchObject({ code: 4 });
    run(`await ${id} board --timeout 20ms --every 10ms ${job}`);
    expect(said(run("inbox --as ada@example.org"))).toContain(`${id}: board waits for qa`);
    expect(run(`approve ${id} board --role qa`)).toMatchObject({ code: 0 });
    expect(run(`await ${id} board`)).toMatchObject({ code: 0 });
  },
);

test("looking at releases begins no ledger", TIMEOUT, () => {
  const { folder, commit } = makeRepository();
  commit("feat: begin");
  const looks = [
    ["release", "list"],
    ["inbox"],
    ["run"],
    ["release", "why", "v1"],
    ["release", "start", "--type", "minor"],
  ];
  expect(looks.map((args) => slipway(folder, args).code)).toEqual([0, 0, 0, 2, 4]);
  expect(existsSync(join(folder, ".slipway"))).toBe(false);
});
