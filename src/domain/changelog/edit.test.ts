import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unwrap } from "../../kernel/problem.ts";
import { changesOf } from "../plan/change.ts";
import { rulePreset } from "../plan/presets.ts";
import { SAMPLES } from "./changelog.arbitrary.ts";
import {
  addMissingEntries,
  CHANGELOG_SOURCES,
  editChangelog,
  type ChangelogSource,
  type GeneratedEntry,
} from "./edit.ts";
import { generateEntry } from "./generate.ts";
import { releaseEntry } from "./release-entry.ts";
import { CHANGELOG_STYLES, type ChangelogStyle } from "./write-entry.ts";

function generated(messages: readonly string[], style: ChangelogStyle = "keep", date = "2026-01-31"): GeneratedEntry {
  const person = { name: "Ada Example", email: "ada@example.org" };
  const commits = messages.map((message, index) => ({
    hash: `${index + 1}a`.repeat(20),
    parents: [],
    author: person,
    authoredAt: 0,
    committedAt: 0,
    message,
  }));
  const changes = changesOf(commits, rulePreset("conventional", "test"));
  const facts = { version: "1.2.0", date, tag: null, commit: "", title: null, objective: null, yanked: false };
  const entry = { ...releaseEntry(facts, changes), version: "1.2.0" };
  return generateEntry(entry, changes, { style, forge: undefined }, false);
}

function edit(text: string | undefined, messages: readonly string[], source: ChangelogSource, style?: ChangelogStyle) {
  return unwrap(editChangelog(text, generated(messages, style), source));
}

const UNRELEASED =
  "# Changelog\n\n## [Unreleased]\n\n### Added\n\n* Doors open by\n  themselves (#12)\n\n### Fixed\n\n- hinge\n\n## [1.1.0] - 2025-01-01\n\n- old\n";

const BOTH_WRITTEN =
  "# Log\n\n## [Unreleased]\n\nWords first.\n\n### Fixed\n\n- hinge, once more (#12)\n\nA paragraph.\n\n### Oddities\n\n- odd\n\n## [1.2.0] - 2026-01-01\n\nOld words.\n\n### Fixed\n\n- hinge (#12)\n";

describe("[N-04] sources", () => {
  test("[N-04] commits: the entry goes below Unreleased, which stays", () => {
    const { text, did } = edit(UNRELEASED, ["feat: open"], "commits");
    expect(text).toBe(
      UNRELEASED.replace("## [1.1.0]", "## [1.2.0] - 2026-01-31\n\n### Added\n\n- open (1a1a1a1a)\n\n## [1.1.0]"),
    );
    expect(did).toEqual(["added 1.2.0"]);
  });

  test("[N-04] hand: what stands under Unreleased becomes the entry, in the words it has", () => {
    const { text } = edit(UNRELEASED, ["feat: something else"], "hand");
    expect(text).toBe(UNRELEASED.replace("## [Unreleased]\n", "## [Unreleased]\n\n## [1.2.0] - 2026-01-31\n"));
  });

  test("[N-04] both: hand-written items come first, generated ones that are not told yet follow", () => {
    const messages = ["feat: open doors (#12)", "fix: Hinge", "feat: close", "perf: quick"];
    const { text, did } = edit(UNRELEASED, messages, "both");
    expect(text).toMatchInlineSnapshot(`
      "# Changelog

      ## [Unreleased]

      ## [1.2.0] - 2026-01-31

      ### Added

      * Doors open by
        themselves (#12)
      * close (3a3a3a3a)

      ### Changed

      - quick (4a4a4a4a)

      ### Fixed

      - hinge

      ## [1.1.0] - 2025-01-01

      - old
      "
    `);
    expect(did).toMatchInlineSnapshot(`
      [
        "moved what stood under Unreleased to 1.2.0",
        "added 2 generated items to 1.2.0",
      ]
    `);
  });

  test("[N-04] hand without any text is a refusal that says what is missing", () => {
    const answer = editChangelog(
      "# Changelog\n\n## [Unreleased]\n\n<!-- nothing -->\n",
      generated(["feat: x"]),
      "hand",
    );
    expect(answer).toMatchObject({ ok: false, error: { code: "changelog-empty", kind: "failed" } });
  });

  test("[N-04] an entry that was generated and not touched follows its commits; its date stays", () => {
    const { text: before } = edit(undefined, ["feat: open"], "commits");
    const later = unwrap(
      editChangelog(before, generated(["feat: open", "fix: hinge"], "keep", "2026-02-02"), "commits"),
    );
    expect(later.text).toContain(
      "## [1.2.0] - 2026-01-31\n\n### Added\n\n- open (1a1a1a1a)\n\n### Fixed\n\n- hinge (2a2a2a2a)\n",
    );
    expect(later.did).toEqual(["wrote 1.2.0 anew"]);
  });

  test("[N-02] an entry that a person changed wins over what would be generated, and that is said", () => {
    const touched = edit(undefined, ["feat: open"], "commits").text.replace("- open (", "- Doors open now (");
    const { text, did } = edit(touched, ["feat: open", "fix: hinge"], "commits");
    expect(text).toBe(touched);
    expect(did).toEqual(["kept 1.2.0 as it is, because it was written or changed by hand"]);
  });

  test("[N-02] under both, an entry that a person changed gets only what it lacks", () => {
    const touched = edit(undefined, ["feat: open"], "both").text.replace("- open (", "- Doors open now (");
    const { text, did } = edit(touched, ["feat: open", "fix: hinge"], "both");
    expect(text.startsWith(touched.trimEnd())).toBe(true);
    expect(text.slice(touched.trimEnd().length)).toBe("\n\n### Fixed\n\n- hinge (2a2a2a2a)\n");
    expect(did).toEqual(["added 1 generated item to 1.2.0"]);
  });
});

test("[N-01] an entry headed Unreleased gets its date", () => {
  const { text } = edit("## [1.2.0] - Unreleased\n\n### Added\n\n- mine\n", [], "hand");
  expect(text).toBe("## [1.2.0] - 2026-01-31\n\n### Added\n\n- mine\n");
});

test("[N-01] a hand-written text gets the Appendix C structure around it", () => {
  expect(edit(UNRELEASED, ["feat: more"], "both", "conventional").text).toMatchInlineSnapshot(`
    "# Changelog

    ## [Unreleased]

    ## [1.2.0] - 2026-01-31

    ### Minor release

    **Objective:** 2 additions and 1 fix.

    #### Added

    * Doors open by
      themselves (#12)
    * more (1a1a1a1a)

    #### Fixed

    - hinge

    #### Breaking Changes

    None

    #### Verification

    - Tests: not recorded
    - Security scan: not recorded

    ## [1.1.0] - 2025-01-01

    - old
    "
  `);
});

const MESSAGES = fc.subarray([
  "feat: a door (#12)",
  "fix: a hinge",
  "feat!: new",
  "perf: x\n\nDeprecated: y",
  "docs: z",
]);

test("[N-02] writing again changes nothing, whatever stood there before", () => {
  const texts = fc.constantFrom(UNRELEASED, undefined, BOTH_WRITTEN, ...Object.values(SAMPLES).map(({ text }) => text));
  const any = fc.tuple(texts, MESSAGES, fc.constantFrom(...CHANGELOG_SOURCES), fc.constantFrom(...CHANGELOG_STYLES));
  fc.assert(
    fc.property(any, ([text, messages, source, style]) => {
      const entry = generated(messages, style);
      const once = editChangelog(text, entry, source);
      fc.pre(once.ok || source !== "hand");
      const before = unwrap(once).text;
      const twice = unwrap(editChangelog(before, entry, source));
      expect(twice.text).toBe(before);
      expect(twice.did.join()).toMatch(/^(?:1\.2\.0 is up to date|kept 1\.2\.0 as it is, .*)$/);
      const isWindows = text?.includes("\r\n") ?? false;
      expect(/[^\r]\n/.test(before)).toBe(!isWindows);
    }),
    { numRuns: 500 },
  );
});

test("[N-02] what is written under Unreleased later goes into the entry that exists, word for word", () => {
  const { text } = edit(BOTH_WRITTEN, ["feat: open"], "both");
  expect(text).toBe(
    "# Log\n\n## [Unreleased]\n\n## [1.2.0] - 2026-01-01\n\nOld words.\n\nWords first.\n\n### Added\n\n- open (1a1a1a1a)\n\n### Fixed\n\n- hinge (#12)\n- hinge, once more (#12)\n\nA paragraph.\n\n### Oddities\n\n- odd\n",
  );
  expect(edit(text, ["feat: open"], "both").text).toBe(text);
});

test("[N-02] a heading that says more than a version keeps its words", () => {
  const { text } = edit("## 1.2.0 (the door release)\n\n- mine\n", [], "hand");
  expect(text).toContain("## 1.2.0 (the door release)\n");
});

test("[N-02] no line that people wrote is lost", () => {
  const texts = fc.constantFrom(UNRELEASED, BOTH_WRITTEN, ...Object.values(SAMPLES).map(({ text }) => text));
  fc.assert(
    fc.property(texts, MESSAGES, fc.constantFrom(...CHANGELOG_SOURCES), (text, messages, source) => {
      const edited = editChangelog(text, generated(messages), source);
      if (!edited.ok) return;
      const lines = edited.value.text.split(/\r?\n/);
      for (const line of text.split(/\r?\n/)) expect(lines).toContain(line);
    }),
  );
});

test("[N-02] of many entries only those that are missing come in", () => {
  const { text, did } = addMissingEntries("## [1.1.0] - 2025-01-01\n\n- mine\n", [
    { version: "1.2.0", text: "## [1.2.0] - 2026-01-01\n\n" },
    { version: "1.1.0", text: "## [1.1.0] - 2025-01-01\n\n- generated\n\n" },
    { version: "1.0.0", text: "## [1.0.0] - 2024-01-01\n\n" },
  ]);
  expect(text).toBe("## [1.2.0] - 2026-01-01\n\n## [1.1.0] - 2025-01-01\n\n- mine\n\n## [1.0.0] - 2024-01-01\n");
  expect(did).toEqual(["added 2 missing entries"]);
});
