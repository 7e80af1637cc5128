import { expect, test } from "vitest";
import { makeRepository, type TestRepository } from "./support/repository.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

interface Notes {
  readonly version: string;
  readonly tag: string;
  readonly planned: boolean;
  readonly previous: { readonly version: string } | null;
  readonly title: string | null;
  readonly sections: readonly {
    readonly topic: string;
    readonly items: readonly {
      readonly text: string;
      readonly details: readonly { readonly label: string; readonly text: string; readonly address: string | null }[];
      readonly references: readonly { readonly text: string; readonly address: string | null }[];
    }[];
  }[];
  readonly commits?: readonly {
    readonly commit: string;
    readonly author: string;
    readonly rule: string;
    readonly represented: boolean;
  }[];
}

function lift(): TestRepository {
  const repository = makeRepository();
  repository.git("remote", "add", "origin", "git@git.example.org:acme/lift.git");
  repository.commit("feat: start");
  repository.tag("v1.0.0");
  repository.commit(
    "feat(door): open <by> voice (#12)\n\nSay the word.\n\nHighlight: Talking doors https://example.org/demo\nEnv: DOOR_WORD the word to say",
  );
  repository.commit("fix: hold\n\nCloses #7");
  repository.commit("perf: quick");
  repository.commit(
    "feat!: new lock\n\nMigration-Guide: https://example.org/up\nRollback: put the old lock back\n\nBREAKING CHANGE: keys of 1.x do not fit",
  );
  repository.commit(
    "fix: bell\n\nDeprecated: ring() is replaced by chime()\nRemoval: 3.0.0, June 2027\nKnown-Issue: rings twice\nWorkaround: ring once",
  );
  repository.commit("docs: explain");
  return repository;
}

function texts(notes: Notes): Record<string, string[]> {
  return Object.fromEntries(notes.sections.map(({ topic, items }) => [topic, items.map(({ text }) => text)]));
}

function item(notes: Notes, topic: string) {
  return notes.sections.find((section) => section.topic === topic)!.items[0]!;
}

test("[N-06] [N-11] users read features, improvements, fixes, breaks, deprecations, known issues and highlights", () => {
  const notes = slipwayJson<Notes>(lift().folder, ["notes", "2.0.0"]);
  expect(notes).toMatchObject({ planned: true, tag: "v2.0.0", previous: { version: "1.0.0" } });
  expect(texts(notes)).toEqual({
    highlights: ["Talking doors"],
    features: ["new lock", "open <by> voice"],
    improvements: ["quick"],
    fixes: ["bell", "hold"],
    breaking: ["keys of 1.x do not fit"],
    deprecations: ["ring() is replaced by chime()"],
    "known-issues": ["rings twice"],
  });
  expect(item(notes, "highlights").details).toEqual([
    { label: "See", text: "https://example.org/demo", address: "https://example.org/demo" },
  ]);
  expect(item(notes, "breaking").details).toMatchObject([
    { label: "Migration guide", address: "https://example.org/up" },
  ]);
  expect(item(notes, "deprecations").details).toMatchObject([{ label: "Timeline", text: "3.0.0, June 2027" }]);
  expect(item(notes, "known-issues").details).toMatchObject([{ label: "Workaround", text: "ring once" }]);
  const [, hold] = notes.sections.find(({ topic }) => topic === "fixes")!.items;
  expect(hold!.references[0]).toEqual({ text: "#7", address: "https://git.example.org/acme/lift/issues/7" });
  const [, voice] = notes.sections.find(({ topic }) => topic === "features")!.items;
  expect(voice!.details).toEqual([{ label: "", text: "Say the word.", address: null }]);
});

test("[N-10] operators read what they have to do", () => {
  const notes = slipwayJson<Notes>(lift().folder, ["notes", "2.0.0", "--audience", "operators"]);
  expect(texts(notes)).toEqual({
    breaking: ["keys of 1.x do not fit"],
    migration: ["new lock"],
    environment: ["DOOR_WORD the word to say"],
    rollback: ["put the old lock back"],
    deprecations: ["ring() is replaced by chime()"],
    "known-issues": ["rings twice"],
  });
});

test("[N-10] [N-12] auditors read every commit with its author and rule, those that are left out too", () => {
  const repository = lift();
  const hashes = repository.git("rev-list", "v1.0.0..HEAD").split("\n");
  const { commits } = slipwayJson<Notes>(repository.folder, ["notes", "2.0.0", "--audience", "auditors"]);
  expect(commits!.map(({ commit }) => commit)).toEqual(hashes);
  expect(commits![0]).toMatchObject({
    author: "Ada Example",
    rule: "conventional: docs releases nothing",
    represented: false,
  });
  const { stdout } = slipway(repository.folder, ["notes", "2.0.0", "--audience", "auditors"]);
  for (const hash of hashes) expect(stdout).toContain(hash);
  expect(stdout).toContain("## Left out of the changelog (1)");
});

test("[N-06] Markdown has one line an item, and no tag of an author", () => {
  const { stdout } = slipway(lift().folder, ["notes", "2.0.0"]);
  expect(stdout).toContain("\n## New features\n\n- new lock (");
  expect(stdout).toContain("- **door:** open \\<by> voice ([#12](https://git.example.org/acme/lift/pull/12), [");
  expect(stdout).toContain("  - Migration guide: [https://example.org/up](https://example.org/up)\n");
});

test("[N-06] HTML is one document with a language, a title, one first heading and every text escaped", () => {
  const repository = lift();
  repository.commit('fix: <script>alert("x")</script>\n\nKnown-Issue: see javascript:alert(1)');
  const { stdout } = slipway(repository.folder, ["notes", "2.0.0", "--format", "html"]);
  expect(stdout).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(stdout.match(/<h1>/g)).toHaveLength(1);
  expect(stdout).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
  expect(stdout).not.toMatch(/<script|<by>|href="javascript/);
  expect(stdout).toContain('<a href="https://example.org/demo">');
  const open = stdout.match(/<(?:section|ul|li|p|table|a|main|strong)\b/g)!.length;
  expect(stdout.match(/<\/(?:section|ul|li|p|table|a|main|strong)>/g)).toHaveLength(open);
});

test("[N-07] a released version has the notes of its tag, with what people wrote in its changelog entry", () => {
  const repository = makeRepository();
  repository.commit("feat: start");
  repository.tag("v1.0.0");
  repository.commit("fix: hold (#5)", {
    "CHANGELOG.md":
      "## [1.0.1] - 2026-01-05\n\n### Hinges\n\n**Objective:** Hold\n\n#### Fixed\n\n- The door holds (#5)\n- **bell:** rings [again](https://example.org/bell)\n\n#### Known Issues\n\n- Squeaks. Workaround: oil\n\n#### Rollback\n\n- Take the old hinge\n",
  });
  repository.tag("v1.0.1");
  repository.commit("feat: later");
  const notes = slipwayJson<Notes>(repository.folder, ["notes", "1.0.1"]);
  expect(notes).toMatchObject({ planned: false, tag: "v1.0.1", title: "Hinges", previous: { version: "1.0.0" } });
  expect(texts(notes)).toEqual({
    fixes: ["hold", "rings again (https://example.org/bell)"],
    "known-issues": ["Squeaks."],
  });
  expect(item(notes, "known-issues").details).toEqual([{ label: "Workaround", text: "oil", address: null }]);
  const operators = slipwayJson<Notes>(repository.folder, ["notes", "1.0.1", "--audience", "operators"]);
  expect(texts(operators)).toMatchObject({ rollback: ["Take the old hinge"] });
});

test("[N-06] a pre-release has the notes since the one before it, and a component its own", () => {
  const repository = makeRepository();
  const config = "components:\n  api:\n    path: api\n  web:\n    path: web\n";
  repository.commit("feat: start", { "slipway.yaml": config, "api/a": "1", "web/a": "1" });
  repository.tag("api-v1.0.0");
  repository.commit("feat: one", { "api/a": "2" });
  repository.tag("api-v1.1.0-beta.1");
  repository.commit("feat: two", { "api/a": "3" });
  repository.commit("feat: other", { "web/a": "3" });
  repository.tag("api-v1.1.0-beta.2");
  repository.tag("api-v1.1.0");
  const features = (version: string): string[] | undefined =>
    texts(slipwayJson<Notes>(repository.folder, ["notes", `api@${version}`]))["features"];
  expect(features("1.1.0-beta.2")).toEqual(["two"]);
  expect(features("1.1.0")).toEqual(["two", "one"]);
});

const badInput = [
  [["notes"], "got no argument"],
  [["notes", "1.0"], "it has 2 of the 3 numbers"],
  [["notes", "9.9.9"], "no tag v9.9.9 exists, and the next version is 2.0.0"],
  [["notes", "api@1.0.0"], 'there is no component "api"'],
  [["notes", "2.0.0", "--audience", "cats"], 'there is no audience "cats"'],
  [["notes", "2.0.0", "--format", "pdf"], 'there is no format "pdf"'],
] as const;

test("[N-06] bad input is answered with what was expected", () => {
  const { folder } = lift();
  for (const [args, words] of badInput) {
    const answer = slipway(folder, args);
    expect(answer).toMatchObject({ code: 2, stdout: "" });
    expect(answer.stderr).toContain(words);
  }
});
