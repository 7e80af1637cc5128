import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { productOf, type ProductDriver, type Release } from "../support/release-driver.ts";
import { temporaryFolder } from "../support/repository.ts";

const RUN = '{ with: { command: "true" } }';
const YAML = `
extends: trio
product: reader
environments:
  staging: { tier: staging, target: simulated }
  production: { tier: production, target: simulated }
manifest: { migrations: "migrations/**" }
planning: { closes: [scope, frozen], approvers: [product-owner] }
workflows:
  release:
    phases:
      - { phase: planning, steps: [{ planning: { together: [{ testing: ${RUN} }] } }] }
      - phase: testing
        steps:
          - testing-on-staging:
              together: [{ integration: ${RUN} }, { performance: ${RUN} }, { migration-test: ${RUN} }, { rollback-drill: ${RUN} }]
  hotfix:
    phases: [{ phase: repair, steps: [{ tests: ${RUN} }] }]
  rollback:
    phases: [{ phase: rollback, steps: [{ shutdown: ${RUN} }, { restart: ${RUN} }] }]
`;
const COMPONENTS = `
components:
  frontend: { path: frontend, dependsOn: [backend] }
  backend: { path: backend }
  bot: { path: bot, dependsOn: [backend, frontend] }
`;
const product = productOf({ yaml: YAML });
const three = productOf({ yaml: YAML + COMPONENTS, version: null });
const LIMIT = { timeout: 240_000 };

/** A new ssh key that git signs tags with, and whose owner git knows. */
function signing(reader: ProductDriver): ProductDriver {
  const key = join(temporaryFolder(), "key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "ada", "-f", key]);
  const { git, write, folder } = reader.repository;
  git("config", "gpg.format", "ssh");
  git("config", "user.signingKey", `${key}.pub`);
  write(".git/signers", `ada@example.org ${readFileSync(`${key}.pub`, "utf8")}`);
  git("config", "gpg.ssh.allowedSignersFile", join(folder, ".git/signers"));
  return reader;
}

function plan(reader: ProductDriver, release: Release, name: string): void {
  release.fill("freeze");
  release.fill("docs");
  release.fill("migrations");
  const [manager, owner] = [{ role: "release-manager" }, { role: "product-owner" }];
  const part = name.includes("@") ? ["--component", "backend"] : [];
  const what = ["--title", "Shelves", "--class", "improvement", "--significance", "feature"];
  reader.call(["scope", "add", "shelves", ...what, ...part], owner);
  reader.call(["scope", "approve", "shelves"], owner);
  reader.call(["scope", "target", "shelves", name], owner);
  reader.call(["scope", "close", name], { ...manager, code: 4 });
  reader.call(["scope", "freeze", name], manager);
  reader.call(["scope", "close", name], manager);
  release.run();
}

function upToProduction(release: Release): void {
  release.submit("notes");
  release.approve("notes-approval");
  release.approve("review");
  release.approve("migration-review");
  release.fill("alerts");
}

const PRODUCTION = ["backup taken", "database migrated", "ship verified", "health healthy"];

test(
  "[Z-13, P-21, A-06, G-10, K-06, K-08, K-09, M-03, M-05, B-06, TG-05, TG-06] five phases in their order; taken back, the database is what it was before",
  LIMIT,
  () => {
    const reader = signing(product());
    reader.repository.commit("feat: shelves", { "migrations/001.sql": "create table shelves (id int);\n" });
    const release = reader.start("minor");
    expect(release.visits("branch")).toEqual([]); // required steps of planning are open
    plan(reader, release, "1.1.0");
    release.submit("notes");
    release.approve("notes-approval");
    release.approve("review");
    expect(release.visits("stage")).toEqual([]); // the migrations are not reviewed
    release.reject("migration-review", "no way back");
    release.approve("notes-approval");
    release.approve("review");
    release.approve("migration-review");
    release.fill("alerts");
    const walked = release.steps().filter((step) => !step.endsWith("(superseded)"));
    expect(walked).toEqual([
      "testing passed",
      "freeze complete",
      "docs complete",
      "migrations complete",
      "planned open",
      "branch done",
      "version done",
      "draft done",
      "notes done",
      "changelog done",
      "commit done",
      "notes-approval approved",
      "review approved",
      "migration-review approved",
      "stage verified",
      "integration passed",
      "performance passed",
      "migration-test passed",
      "rollback-drill passed",
      "verified open",
      "tag done",
      "push done",
      "publish-docs sent",
      "alerts complete",
      ...PRODUCTION,
      "watch open (performing)",
    ]);
    expect(reader.repository.git("tag", "-v", "v1.1.0")).toMatch(/^Release v1\.1\.0[^]*## New features\n\n- shelves/m);

    reader.call(["rollback", release.id, "--reason", "shelves are empty"], { role: "release-manager" });
    release.run();
    release.fill("record");
    const back = release.steps().filter((step) => step.includes("/"));
    expect(back.map((step) => step.replace(/^[^/]*\//, ""))).toEqual([
      "shutdown passed",
      "code verified",
      "database restored",
      "restart passed",
      "health healthy",
      "record recorded",
    ]);
    expect(release.show().status).toBe("rolled-back");
    reader.verifyLog();
  },
);

test(
  "[Z-13, B-09, B-10, T-16] a hotfix meets the criteria, begins at the last tag, and reaches main and an open release branch",
  LIMIT,
  () => {
    const reader = signing(product());
    const { git, commit } = reader.repository;
    commit("feat: shelves");
    plan(reader, reader.start("minor"), "1.1.0");
    git("checkout", "-q", "-b", "hotfix/1.0.1", "v1.0.0");
    commit("fix: nobody can sign in", { "sign-in.txt": "works\n" });
    const hotfix = reader.start("hotfix");
    expect(hotfix.id).toBe("v1.0.1");
    hotfix.fill("criteria", { outage: "yes", deciding: "can-wait", "can-wait": "yes" }, { keepOpen: true });
    const told = hotfix.say("decide", "criteria", ["hotfix"], { code: 4 });
    expect(told.stderr).toContain("deciding is can-wait, which says yes, and that speaks against hotfix");
    hotfix.say("submit", "criteria", ["--set", "deciding=outage"]);
    expect(git("merge-base", "hotfix/1.0.1", "main")).toBe(git("rev-parse", "v1.0.0^{}"));
    commit("test: somebody signs in", { "sign-in.test.txt": "works\n" });
    git("checkout", "-q", "main");
    hotfix.submit("fix");
    hotfix.approve("review");
    expect(hotfix.show().status).toBe("released");
    for (const branch of ["main", "release/1.1.0"]) git("merge-base", "--is-ancestor", "v1.0.1", branch);
    expect(() => git("merge-base", "--is-ancestor", "main", "v1.0.1")).toThrow(/.*/);
  },
);

test(
  "[Z-13, P-21, X-06] three components are deployed in the order of what they depend on, and then watched and refined",
  LIMIT,
  () => {
    const reader = signing(three());
    reader.repository.commit("feat: shelves", { "backend/shelves.txt": "shelves\n" });
    const release = reader.start("minor", "--component", "backend");
    plan(reader, release, `backend@${release.show().version}`);
    upToProduction(release);
    const shipped = release.visits("ship").map(({ member, outcome }) => `${member} ${outcome}`);
    expect(shipped).toEqual(["backend verified", "frontend verified", "bot verified"]);

    expect(release.visits("feedback")).toEqual([]); // errors are still watched for
    reader.later("24h");
    release.run();
    release.submit("feedback");
    release.fill("docs-refined");
    release.fill("retro");
    expect(release.steps().slice(-5)).toEqual([
      "watch clean",
      "feedback done",
      "docs-refined complete",
      "merge-back proven",
      "retro held",
    ]);
    expect(release.show().status).toBe("released");
  },
);
