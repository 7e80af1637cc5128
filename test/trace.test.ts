import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { TracedCommit } from "../src/app/trace-commit.ts";
import type { TracedVersion } from "../src/app/trace-version.ts";
import { makeRepository, temporaryFolder } from "./support/repository.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

const traceCommit = (folder: string, operand: string) => slipwayJson<TracedCommit>(folder, ["trace", operand]);
const traceVersion = (folder: string, operand: string) => slipwayJson<TracedVersion>(folder, ["trace", operand]);

test("[U-03] a commit leads to its pull request, pre-release, first release and branches", () => {
  const repository = makeRepository();
  repository.commit("feat: start");
  repository.tag("v1.0.0");
  const fix = repository.commit("fix: hold the door (#12)\n\nCloses #7\n");
  repository.commit("fix: other");
  repository.tag("v1.0.1-rc.1");
  repository.tag("v1.0.1");
  repository.commit("feat: later");
  repository.tag("v1.1.0");
  repository.git("branch", "feature/unrelated");
  expect(traceCommit(repository.folder, fix.slice(0, 10))).toMatchObject({
    kind: "commit",
    commit: fix,
    subject: "fix: hold the door (#12)",
    author: "Ada Example <ada@example.org>",
    authoredAt: "2026-01-05T11:00:00Z",
    pullRequest: 12,
    issues: ["#7"],
    releases: [{ component: null, first: { tag: "v1.0.1" }, elsewhere: [], prerelease: { tag: "v1.0.1-rc.1" } }],
    branches: ["main"],
    deployments: null,
  });
  const unreleased = repository.commit("fix: not out yet");
  expect(traceCommit(repository.folder, unreleased).releases).toMatchObject([{ first: null, prerelease: null }]);
});

test("[U-03] reverts, cherry-picks and a second line that carries the commit are told", () => {
  const repository = makeRepository();
  repository.commit("feat: start", { "app.txt": "one\n" });
  repository.tag("v1.0.0");
  repository.git("branch", "release/1.1.0");
  const fix = repository.commit("fix: hold the door", { "app.txt": "two\n" });
  repository.tag("v2.0.0");
  repository.git("switch", "-q", "release/1.1.0");
  repository.git("cherry-pick", "-x", fix);
  const picked = repository.git("rev-parse", "HEAD");
  repository.tag("v1.1.0");
  repository.git("switch", "-q", "main");
  repository.git("revert", "--no-edit", fix);
  const reverted = repository.git("rev-parse", "HEAD");
  const trace = traceCommit(repository.folder, fix);
  expect(trace.revertedBy).toEqual([{ commit: reverted, subject: 'Revert "fix: hold the door"' }]);
  expect(trace.cherryPickedTo).toEqual([{ commit: picked, subject: "fix: hold the door" }]);
  expect(traceCommit(repository.folder, picked)).toMatchObject({
    cherryPickedFrom: fix,
    releases: [{ first: { tag: "v1.1.0" } }],
    branches: ["release/1.1.0"],
  });
});

test("[U-03] a hotfix that two lines released first is told for both, and a rejected tag carries nothing", () => {
  const repository = makeRepository();
  repository.commit("feat: start");
  repository.tag("v1.0.0");
  repository.git("switch", "-q", "-c", "hotfix/1.0.1");
  const fix = repository.commit("fix: hold the door");
  repository.git("switch", "-q", "main");
  repository.commit("feat: later");
  repository.git("merge", "-q", "--no-ff", "hotfix/1.0.1", "-m", "Merge pull request #9 from ada/hotfix/1.0.1");
  repository.tag("v1.1.0");
  repository.tag("slipway/rejected/v1.1.0", "rejected");
  repository.commit("feat: again");
  repository.tag("v1.2.0");
  repository.git("switch", "-q", "hotfix/1.0.1");
  repository.commit("docs: say so");
  repository.tag("v1.0.1");
  const trace = traceCommit(repository.folder, fix);
  expect(trace.pullRequest).toBe(9);
  const [carried] = trace.releases;
  expect([carried!.first!.tag, ...carried!.elsewhere.map(({ tag }) => tag)].toSorted()).toEqual(["v1.0.1", "v1.2.0"]);
});

test("[U-03] a version leads back to its tag, the release before, its changes and the files it left", () => {
  const repository = makeRepository();
  repository.commit("feat: start");
  repository.tag("v1.0.0", "Release v1.0.0");
  const feature = repository.commit("feat: a door (#3)");
  const taken = repository.commit("feat: a window");
  repository.commit(`Revert "feat: a window"\n\nThis reverts commit ${taken}.\n`);
  repository.commit("chore: release v1.1.0", {
    "CHANGELOG.md": "# Changelog\n\n## [1.1.0] - 2026-01-05\n\n## [1.0.0] - 2026-01-04\n",
    "releases/RELEASE-MANIFEST-1.1.0.md": "manifest\n",
    "releases/checksums-1.1.0.txt": "sums\n",
    "releases/checksums-11.1.0.txt": "other\n",
  });
  repository.tag("v1.1.0", "Release v1.1.0: Doors");
  const trace = traceVersion(repository.folder, "1.1.0");
  expect(trace).toMatchObject({
    kind: "version",
    version: "1.1.0",
    tag: { name: "v1.1.0", annotated: true, signed: false, tagger: "Ada Example <ada@example.org>", marked: false },
    previous: { version: "1.0.0", tag: "v1.0.0" },
    commits: 4,
    changes: [{ commit: feature, type: "feat", subject: "a door (#3)", breaking: false, pullRequest: 3 }],
    changelog: { path: "CHANGELOG.md", heading: "[1.1.0] - 2026-01-05" },
    files: ["releases/RELEASE-MANIFEST-1.1.0.md", "releases/checksums-1.1.0.txt"],
    deployments: null,
  });
  expect(trace.tag.object).toBe(repository.git("rev-parse", "v1.1.0"));
  expect(trace.tag.commit).toBe(repository.git("rev-parse", "v1.1.0^{}"));
  expect(traceVersion(repository.folder, "v1.0.0")).toMatchObject({ previous: null, changelog: null, files: [] });
  expect(slipway(repository.folder, ["trace", "1.1.0"]).stdout).toContain("deployments: not known");
});

test("[TG-03, U-03] a signed tag is told apart from an unsigned one", () => {
  const repository = makeRepository();
  const key = join(temporaryFolder(), "key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  repository.commit("feat: start");
  repository.git("-c", "gpg.format=ssh", "-c", `user.signingkey=${key}`, "tag", "-s", "v1.0.0", "-m", "Release v1.0.0");
  repository.git("tag", "v1.0.0-rc.1");
  expect(traceVersion(repository.folder, "1.0.0").tag).toMatchObject({ annotated: true, signed: true });
  expect(traceVersion(repository.folder, "1.0.0-rc.1").tag).toMatchObject({ annotated: false, signed: false });
});

test("[U-03] in a product of several components a commit is traced for those it touches", () => {
  const repository = makeRepository();
  const config = "components:\n  api: { path: api }\n  web: { path: web }\n";
  repository.commit("feat: start", { "slipway.yaml": config, "api/a.txt": "1\n", "web/a.txt": "1\n" });
  repository.tag("api-v1.0.0");
  repository.tag("web-v1.0.0");
  const fix = repository.commit("fix: api only", { "api/a.txt": "2\n" });
  repository.tag("api-v1.0.1");
  repository.tag("web-v1.0.1");
  expect(traceCommit(repository.folder, fix).releases).toMatchObject([
    { component: "api", first: { tag: "api-v1.0.1" } },
  ]);
  expect(traceVersion(repository.folder, "api@1.0.1")).toMatchObject({ component: "api", commits: 1 });
  expect(traceVersion(repository.folder, "web@1.0.1")).toMatchObject({ component: "web", commits: 0 });
  expect(traceVersion(repository.folder, "web-v1.0.0")).toMatchObject({ component: "web", version: "1.0.0" });
  expect(slipway(repository.folder, ["trace", "1.0.1"])).toMatchObject({
    code: 2,
    stderr: /one of api@1.0.1, web@1.0.1/,
  });
});

test("[U-03] what cannot be traced says what to do, and a bare clone answers the same", () => {
  const repository = makeRepository();
  const first = repository.commit("feat: start");
  repository.tag("v1.0.0");
  expect(slipway(repository.folder, ["trace", "9.9.9"])).toMatchObject({
    code: 2,
    stderr: /no release tag stands for/,
  });
  expect(slipway(repository.folder, ["trace", "nowhere"])).toMatchObject({ code: 2, stderr: /names no commit/ });
  expect(slipway(repository.folder, ["trace"])).toMatchObject({ code: 2 });
  const lost = repository.commit("fix: lost");
  repository.git("reset", "-q", "--hard", first);
  expect(slipway(repository.folder, ["trace", lost])).toMatchObject({ code: 2, stderr: /on no branch/ });
  const bare = temporaryFolder();
  repository.git("clone", "-q", "--bare", repository.folder, bare);
  expect(traceCommit(bare, first)).toEqual(traceCommit(repository.folder, first));
  const shallow = temporaryFolder();
  repository.commit("fix: more");
  repository.git("clone", "-q", "--depth", "1", `file://${repository.folder}`, shallow);
  expect(slipway(shallow, ["trace", "HEAD"])).toMatchObject({ code: 2, stderr: /shallow/ });
});
