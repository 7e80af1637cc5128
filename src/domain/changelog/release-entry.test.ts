import { expect, test } from "vitest";
import { changesOf, type Change } from "../plan/change.ts";
import { rulePreset } from "../plan/presets.ts";
import { forgeOf } from "./forge.ts";
import { releaseEntry, type EntryFacts, type ReleaseEntry } from "./release-entry.ts";
import { writeEntry } from "./write-entry.ts";

const FACTS: EntryFacts = {
  version: "1.2.0",
  date: "2026-01-31",
  tag: "v1.2.0",
  commit: "f".repeat(40),
  title: null,
  objective: null,
  yanked: false,
};

function changes(...messages: readonly string[]): Change[] {
  const person = { name: "Ada Example", email: "ada@example.org" };
  const commits = messages.map((message, index) => ({
    hash: (index + 1).toString(16).repeat(40).slice(0, 40),
    parents: [],
    author: person,
    authoredAt: 0,
    committedAt: 0,
    message,
  }));
  return changesOf(commits, rulePreset("conventional", "test"));
}

function entryOf(facts: Partial<EntryFacts>, ...messages: readonly string[]): ReleaseEntry {
  return releaseEntry({ ...FACTS, ...facts }, changes(...messages));
}

function sections(entry: ReleaseEntry): string[] {
  return entry.changes.map(({ section, text }) => `${section}: ${text}`);
}

test.each([
  ["feat: open", ["Added: open"]],
  ["fix: close", ["Fixed: close"]],
  ["perf: faster", ["Changed: faster"]],
  ['Revert "feat: long ago"', ['Changed: Revert "feat: long ago"']],
  ["security: lock", ["Security: lock"]],
  ["fix(security): lock", ["Security: lock"]],
  ["fix: lock\n\nSecurity: CVE-2026-1", ["Security: lock"]],
  ["docs: say\n\nDeprecated: open() goes in 3.0", ["Deprecated: open() goes in 3.0"]],
  ["feat: new\n\nDeprecated: old()", ["Added: new", "Deprecated: old()"]],
  ["chore!: drop Node 18", ["Changed: drop Node 18", "Breaking Changes: drop Node 18"]],
  ["feat: new\n\nBREAKING CHANGE: old is gone", ["Added: new", "Breaking Changes: old is gone"]],
  ["chore: tidy", []],
])("[N-04] %j stands in its sections", (message, expected) => {
  expect(sections(entryOf({}, message))).toEqual(expected);
});

test("[N-12] every commit is represented, or excluded with the rule that excludes it", () => {
  const messages = ["feat: a", "docs: b", 'Revert "fix: c"', "fix: c", "Merge", "fixup! feat: a", "feat!: d"];
  const all = changes(...messages);
  const entry = releaseEntry(FACTS, all);
  const told = new Set([...entry.changes, ...entry.excluded].map(({ commit }) => commit));
  expect([...told].toSorted()).toEqual(all.map(({ commit }) => commit).toSorted());
  expect(entry.excluded.map(({ subject, rule }) => `${subject}: ${rule}`)).toMatchInlineSnapshot(`
    [
      "b: conventional: docs releases nothing",
      "Revert "fix: c": reverts 44444444 in the same release",
      "c: cancelled by 33333333 in the same release",
      "Merge: versioning.fallback: not conventional",
      "fixup! feat: a: fixup of another commit",
    ]
  `);
});

test("[N-01] keep writes plain Keep a Changelog, references as plain text", () => {
  const entry = entryOf(
    {},
    "feat(door): open <b> (#12)",
    "fix: hinge\n\nCloses #7",
    "feat!: new\n\nMigration: https://example.org/up",
  );
  expect(writeEntry(entry, { style: "keep", forge: undefined })).toMatchInlineSnapshot(`
    "## [1.2.0] - 2026-01-31

    ### Breaking Changes

    - new (33333333) [Migration guide](https://example.org/up)

    ### Added

    - **door:** open \\<b> (#12, 11111111)
    - new (33333333)

    ### Fixed

    - hinge (#7, 22222222)

    "
  `);
});

test("[N-01] conventional writes the Appendix C structure in its order, with links", () => {
  const entry = entryOf(
    { title: "Phase 3: Doors", objective: "Let people in" },
    "fix(security): lock (#12)",
    "feat: open",
    "perf: quick",
    "fix: hinge",
  );
  const forge = forgeOf("git@github.com:acme/lift.git");
  const text = writeEntry(entry, { style: "conventional", forge, verification: { tests: "6 of 6 passed" } });
  expect(text).toMatchInlineSnapshot(`
    "## [1.2.0] - 2026-01-31

    ### Phase 3: Doors

    **Objective:** Let people in

    #### Added

    - open ([22222222](https://github.com/acme/lift/commit/2222222222222222222222222222222222222222))

    #### Changed

    - quick ([33333333](https://github.com/acme/lift/commit/3333333333333333333333333333333333333333))

    #### Fixed

    - hinge ([44444444](https://github.com/acme/lift/commit/4444444444444444444444444444444444444444))

    #### Security

    - **security:** lock ([#12](https://github.com/acme/lift/pull/12), [11111111](https://github.com/acme/lift/commit/1111111111111111111111111111111111111111))

    #### Breaking Changes

    None

    #### Verification

    - 6 of 6 passed
    - Security scan: not recorded

    "
  `);
});

test("[N-05] a patch release with a security fix is marked SECURITY, an ordinary one is not", () => {
  const write = (entry: ReleaseEntry): string => writeEntry(entry, { style: "conventional", forge: undefined });
  expect(write(entryOf({ version: "1.2.1" }, "security: lock"))).toContain("### SECURITY: Patch release\n");
  expect(write(entryOf({ version: "1.2.1" }, "fix: hinge"))).toContain("### Patch release\n");
});

test("[N-01] a withdrawn release is marked", () => {
  expect(writeEntry(entryOf({ yanked: true }), { style: "keep", forge: undefined })).toBe(
    "## [1.2.0] - 2026-01-31 [YANKED]\n\n",
  );
});
