import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Commit } from "../commit/commit.ts";
import { compareVersions, formatVersion, versionOf } from "../version/version.ts";
import { arbitraryReleasedVersion } from "../version/version.arbitrary.ts";
import { arbitraryRange, makeCommit } from "./change.arbitrary.ts";
import { changesOf } from "./change.ts";
import { assemblePlan, type PlanInput } from "./plan.ts";
import { rulePreset } from "./presets.ts";

interface Given extends Partial<Omit<PlanInput, "changes">> {
  readonly stableVersion?: string;
  readonly commits?: never;
}

function input(commits: readonly Commit[], given: Given = {}): PlanInput {
  const { stableVersion = "1.2.3", ...rest } = given;
  const rules = rest.rules ?? rulePreset("conventional", "test");
  const changes = changesOf(commits, rules);
  const stable =
    stableVersion === "" ? undefined : { version: versionOf(stableVersion)!, tag: `v${stableVersion}`, commit: "base" };
  return {
    component: null,
    rules,
    stable,
    since: stable,
    initial: versionOf("0.1.0")!,
    prereleases: [],
    changes,
    changesSinceStable: changes,
    signals: [],
    to: "head",
    isTaken: () => false,
    writeTag: (version) => `v${version}`,
    warnings: [],
    ...rest,
    commits: commits.length,
  };
}

function plan(messages: readonly string[], given: Given = {}) {
  return assemblePlan(
    input(
      messages.map((message, index) => makeCommit(messages.length - index, message)),
      given,
    ),
  );
}

function planned(messages: readonly string[], given: Given = {}) {
  const result = plan(messages, given);
  if (!result.ok) throw new Error(result.error.found);
  return result.value;
}

function refusal(messages: readonly string[], given: Given = {}): string {
  const result = plan(messages, given);
  return result.ok ? `planned ${result.value.next}` : `${result.error.kind}: ${result.error.found}`;
}

describe("the next version", () => {
  test("[V-02, V-03, V-04, V-05] the strongest change decides, and each change names its rule", () => {
    const result = planned(["docs: c", "feat: b", "fix: a"]);
    expect(result).toMatchObject({ next: "1.3.0", tag: "v1.3.0", bump: "minor", decidedBy: "commits", commits: 3 });
    expect(result.changes.map(({ bump, rule }) => `${bump} ${rule}`)).toEqual([
      "none conventional: docs releases nothing",
      "minor conventional: feat",
      "patch conventional: fix",
    ]);
    expect(result.reason).toContain('00000002 "b"');
  });

  test("[V-05] nothing releasable is no version", () => {
    expect(planned(["docs: c", "chore: d"])).toMatchObject({ next: null, tag: null, bump: "none", decidedBy: null });
    expect(planned([])).toMatchObject({ next: null, commits: 0 });
  });

  test("the first release has the initial version", () => {
    expect(planned(["fix: a"], { stableVersion: "" })).toMatchObject({
      next: "0.1.0",
      current: null,
      decidedBy: "first release",
    });
  });

  test("[V-08] below 1.0.0 the zero policy lowers the bump and the reason says so", () => {
    const rules = { ...rulePreset("conventional", "test"), zero: "breaking-is-minor" as const };
    const result = planned(["feat!: a"], { stableVersion: "0.4.1", rules });
    expect(result).toMatchObject({ next: "0.5.0", bump: "minor" });
    expect(result.reason).toContain("below 1.0.0 breaking-is-minor makes it minor");
    expect(planned(["feat!: a"], { stableVersion: "0.4.1" }).next).toBe("1.0.0");
  });

  test("[V-06] the highest of several inputs wins and the plan says which", () => {
    const signals = [{ source: "api" as const, bump: "major" as const, evidence: "operation getDoor is gone" }];
    expect(planned(["fix: a"], { signals })).toMatchObject({
      next: "2.0.0",
      decidedBy: "api",
      reason: "major: operation getDoor is gone",
    });
    expect(planned(["docs: a"], { signals })).toMatchObject({ next: "2.0.0", decidedBy: "api" });
    expect(planned(["feat!: a"], { signals })).toMatchObject({ next: "2.0.0", decidedBy: "commits" });
  });

  test("[V-05] a reverted change counts for nothing, in the bump and in the notes", () => {
    const feature = makeCommit(1, "feat!: a");
    const revert = makeCommit(2, `revert: feat!: a\n\nThis reverts commit ${feature.hash}.`);
    const result = assemblePlan(input([revert, feature]));
    expect(result).toMatchObject({ ok: true, value: { next: null } });
    expect(changesOf([revert, feature], rulePreset("conventional", "test")).every((change) => change.cancelled)).toBe(
      true,
    );
  });

  test("[V-07] a pre-release leads to its release, also when later changes are smaller", () => {
    expect(planned(["fix: a"], { prereleases: [versionOf("2.0.0-rc.1")!] }).next).toBe("2.0.0");
  });
});

describe("numbers are used once", () => {
  test("[V-17] a number a foreign tag holds is passed over, with a warning", () => {
    const result = planned(["fix: a"], { isTaken: (version) => version === "1.2.4" });
    expect(result.next).toBe("1.2.5");
    expect(result.warnings.join()).toContain("1.2.4 is taken");
  });

  test("[V-17] on a channel the counter goes on", () => {
    const taken = new Set(["1.2.4-beta.1", "1.2.4-beta.2"]);
    expect(planned(["fix: a"], { channel: "beta", isTaken: (version) => taken.has(version) }).next).toBe(
      "1.2.4-beta.3",
    );
  });
});

describe("versions people choose", () => {
  test("[V-05] an override needs a reason, and the plan keeps it", () => {
    expect(planned(["fix: a"], { override: { version: "2.0.0", reason: "announced" } })).toMatchObject({
      next: "2.0.0",
      bump: "major",
      decidedBy: "override",
      reason: "chosen: announced",
    });
    expect(refusal(["fix: a"], { override: { version: "2.0.0", reason: " " } })).toContain("without a reason");
  });

  test.each([
    ["1.2.3", "does not come after"],
    ["1.2", "2 of the 3 numbers"],
  ])("[V-01, V-05] an override to %s is refused", (version, reason) => {
    expect(refusal([], { override: { version, reason: "r" } })).toContain(reason);
  });

  test("[V-17] an override to a used version is refused by policy", () => {
    expect(refusal([], { override: { version: "1.3.0", reason: "r" }, isTaken: () => true })).toMatch(
      /^refused: 1\.3\.0 was released/,
    );
  });

  test("[V-05] the newest Release-As trailer decides; one that had its effect does not", () => {
    const messages = ["fix: b\n\nRelease-As: 3.0.0", "fix: a\n\nRelease-As: 2.5.0"];
    expect(planned(messages)).toMatchObject({ next: "3.0.0", decidedBy: "Release-As" });
    expect(planned(["fix: a\n\nRelease-As: 1.2.0"])).toMatchObject({ next: "1.2.4", decidedBy: "commits" });
    expect(planned(["fix: a\n\nRelease-As: v1.9.0"]).next).toBe("1.9.0");
  });
});

describe("a version the settings ask for", () => {
  const asked = { version: "2.0.0", source: "release-please-config.json" };

  test("[V-05] goes before trailers, and says where it stands", () => {
    expect(planned(["fix: a\n\nRelease-As: 1.9.0"], { asked })).toMatchObject({
      next: "2.0.0",
      decidedBy: "Release-As",
      reason: "releaseAs in release-please-config.json",
    });
  });

  test("[V-05] makes nothing of nothing, and has no effect a second time", () => {
    expect(planned(["docs: a"], { asked }).next).toBeNull();
    expect(planned(["fix: a"], { asked, stableVersion: "2.0.0" }).next).toBe("2.0.1");
  });
});

describe("release types", () => {
  const bugfix = { name: "bugfix", bumps: ["patch" as const] };

  test("[T-07] a change above the type is refused and named", () => {
    expect(refusal(["feat(api): door", "fix: a"], { type: bugfix })).toMatch(
      /^refused: a bugfix release does not admit 1 of.*\n.*00000002 minor: feat\(api\): door/,
    );
  });

  test("[T-03, T-07] a kind outside those the type admits is refused", () => {
    const type = { name: "patch", bumps: ["patch" as const], admits: ["fix"] };
    expect(refusal(["perf: a", "fix: b"], { type })).toContain("00000002 patch: perf: a");
    expect(planned(["chore: a", "fix: b"], { type }).next).toBe("1.2.4");
  });

  test("[V-03, V-08] a feature counts as a patch below 1.0.0 alone, where the type absorbs it", () => {
    const type = { name: "workstream", bumps: ["patch" as const], absorbs: ["feat"] };
    expect(planned(["feat: a", "fix: b"], { type, stableVersion: "0.3.2" }).next).toBe("0.3.3");
    expect(refusal(["feat: a", "fix: b"], { type, stableVersion: "1.3.2" })).toContain("minor: feat: a");
    expect(refusal(["feat!: a"], { type, stableVersion: "0.3.2" })).toContain("feat!: a");
  });

  test("[V-08, T-05] a type raises a smaller set of changes to its own bump", () => {
    const phase = { name: "phase", bumps: ["minor" as const] };
    expect(planned(["fix: a"], { type: phase, stableVersion: "0.3.2" })).toMatchObject({
      next: "0.4.0",
      decidedBy: "release type",
    });
  });

  test("[V-10] from 1.0.0 on a break fits no smaller type", () => {
    expect(refusal(["fix!: a"], { type: { name: "minor", bumps: ["minor"] } })).toContain("major: fix!: a");
  });
});

describe("maintenance branches", () => {
  const maintenance = { branch: "1.2.x", major: 1, minor: 2 };

  test("a fix stays inside, a feature is refused with its commit named", () => {
    expect(planned(["fix: a"], { maintenance }).next).toBe("1.2.4");
    expect(refusal(["feat: b", "fix: a"], { maintenance })).toMatch(
      /^refused: branch 1\.2\.x keeps the 1\.2\.x line.*00000002 "b" \(minor\)/,
    );
    expect(planned(["feat: b"], { maintenance: { branch: "1.x", major: 1 } }).next).toBe("1.3.0");
  });
});

describe("on any history", () => {
  const zero = fc.constantFrom("semver" as const, "breaking-is-minor" as const, "feature-is-patch" as const);

  test("[V-05] the bump does not depend on the order of the commits", () => {
    fc.assert(
      fc.property(arbitraryRange(), fc.nat(), (commits, seed) => {
        const shuffled = commits
          .map((commit, index) => ({ commit, key: (index * 7919 + seed) % 31 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ commit }) => commit);
        const [one, other] = [assemblePlan(input(commits)), assemblePlan(input(shuffled))];
        expect(one.ok && other.ok && one.value.next === other.value.next).toBe(true);
      }),
    );
  });

  test("[V-01, V-05] a planned version is always later than the current one", () => {
    fc.assert(
      fc.property(
        arbitraryRange(),
        arbitraryReleasedVersion(),
        zero,
        fc.option(fc.constantFrom("beta", "rc"), { nil: undefined }),
        (commits, current, policy, channel) => {
          const rules = { ...rulePreset("conventional", "test"), zero: policy };
          const given = { stableVersion: formatVersion(current), rules, ...(channel === undefined ? {} : { channel }) };
          const result = assemblePlan(input(commits, given));
          if (!result.ok) throw new Error(result.error.found);
          const { next } = result.value;
          expect(next === null || compareVersions(versionOf(next)!, current) > 0).toBe(true);
        },
      ),
    );
  });

  test("[V-05] more changes never lead to a lower version", () => {
    fc.assert(
      fc.property(arbitraryRange(), arbitraryRange(), (some, more) => {
        const renumbered = more.map((commit, index) => makeCommit(100 + index, commit.message));
        const [less, all] = [assemblePlan(input(some)), assemblePlan(input([...renumbered, ...some]))];
        if (!less.ok || !all.ok) throw new Error("refused");
        const [before, after] = [versionOf(less.value.next ?? "0.0.0")!, versionOf(all.value.next ?? "0.0.0")!];
        expect(compareVersions(after, before)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("[V-05] equal inputs give equal bytes", () => {
    fc.assert(
      fc.property(arbitraryRange(), (commits) => {
        expect(JSON.stringify(assemblePlan(input(commits)))).toBe(JSON.stringify(assemblePlan(input([...commits]))));
      }),
    );
  });
});

describe("a floor", () => {
  const rules = { ...rulePreset("angular", "test"), floor: "patch" as const };

  test.each([
    [["docs: a", "chore: b"], "1.2.4"],
    [["docs: a", "feat: b"], "1.3.0"],
    [[], null],
  ])("[V-05] with %j leads to %s", (messages, next) => {
    const made = plan(messages, { rules });
    expect(made.ok && made.value.next).toBe(next);
  });

  test("[V-05] is named in the reason", () => {
    const made = plan(["docs: a"], { rules });
    expect(made.ok && made.value.reason).toContain("versioning.floor");
  });
});
