import { expect, test } from "vitest";
import { makeRepository } from "./support/repository.ts";
import { slipway, type Answer } from "./support/slipway.ts";

const YAML = `product: Door
types: { minor: { bump: [minor], trigger: feature-completion, workflow: small, requires: [approved] } }
workflows:
  small:
    phases:
      - phase: all
        steps:
          - branch: { uses: cut-branch, with: { pattern: "release/{version}", from: main } }
          - request: { uses: pull-request, with: { into: main } }
          - review: { uses: review, roles: [developer], else: { changes-requested: branch } }
          - quality: { uses: approval, roles: [qa], else: { rejected: branch } }
          - merge: { uses: merge }
`;

test(
  "[A-09] a commit after the approval voids it, and what is approved then is what is merged",
  { timeout: 120_000 },
  () => {
    const repository = makeRepository();
    repository.commit("feat: start", { "slipway.yaml": YAML, "door.txt": "shut\n" });
    repository.tag("v1.0.0");
    repository.commit("feat: a door", { "door.txt": "open\n" });
    const run = (...args: string[]): Answer => {
      const answer = slipway(repository.folder, args);
      expect({ args, code: answer.code, stderr: answer.stderr }).toMatchObject({ code: 0 });
      return answer;
    };
    const people = ["boss:admin", "cy:release-manager", "dan:developer", "kim:qa"].map((each) => each.split(":"));
    for (const [who = "", role = ""] of people) run("access", "grant", who, role, "--as", "boss");
    run("process", "approve", "--as", "cy");
    run("release", "start", "--type", "minor", "--as", "cy");
    run("run");
    const approve = (): void => {
      run("approve", "v1.1.0", "review", "--as", "dan");
      run("approve", "v1.1.0", "quality", "--as", "kim");
    };
    approve();
    repository.git("checkout", "-q", "release/1.1.0"); // nobody else holds the branch
    const late = repository.commit("feat: a window", { "window.txt": "open\n" });
    repository.git("checkout", "-q", "main");
    expect(run("run").stdout).toContain("review waits for developer");
    expect(repository.git("branch", "--contains", late, "--format=%(refname:short)")).toBe("release/1.1.0");
    expect(run("release", "show", "v1.1.0").stdout).toMatch(/quality +approved \(reopened\) +kim/);
    approve();
    run("run");
    expect(repository.git("branch", "--contains", late, "--format=%(refname:short)")).toContain("main");
    const shown = run("release", "show", "v1.1.0").stdout;
    expect(shown).toMatch(/quality #2 +approved +kim/);
    expect(shown).toContain("v1.1.0: minor, released");
    run("audit", "publish");
    run("audit", "verify");
  },
);
