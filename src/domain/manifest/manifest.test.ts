import fc from "fast-check";
import { expect, test } from "vitest";
import { checkManifestText } from "./check-manifest.ts";
import { anyManifest } from "./manifest.arbitrary.ts";
import { manifestMarkdown } from "./manifest-markdown.ts";
import { manifestTemplate } from "./manifest-template.ts";
import type { Manifest } from "./manifest.ts";
import { readManifest } from "./read-manifest.ts";

/** As long as a SHA-256 and as easily changed, which is all that is asked of it here (FNV-1a). */
function sha256(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, "0").repeat(8);
}

const file = "RELEASE-MANIFEST-1.4.0.md";
const write = (manifest: Manifest): string => manifestMarkdown(manifest, { sha256, file });

const full: Manifest = {
  product: "Lift",
  version: "1.4.0",
  releaseDate: "2026-01-31",
  releaseType: "Phase",
  previousVersion: "1.3.2",
  summary: "Doors that listen.",
  changelog: "../CHANGELOG.md#140---2026-01-31",
  changes: { Added: ["Doors open by voice (#12)"], Changed: [], Fixed: ["Hinges no longer squeak"], Security: [] },
  verification: {
    suites: [
      { label: "Phase 6 Regression Tests", passed: 6, total: 6 },
      { label: "Integration Tests", passed: 40, total: 41 },
    ],
    scan: "ADVISORY",
    date: "2026-01-30",
    by: "QA",
    failures: [{ name: "door > opens", message: "expected open", resolution: "flaky motor, replaced" }],
  },
  breakingChanges: ["keys of 1.x do not fit"],
  migration: ["[Guide](../docs/migrations/1.4.0.md)"],
  files: {
    "Source Code": [
      { path: "src/door.ts", lines: 120, added: 20, deleted: 3 },
      { path: "src/logo.png", lines: null, added: null, deleted: null },
    ],
    Documentation: [{ path: "docs/door.md", lines: null, added: 7, deleted: null }],
    Tests: [],
  },
  dependencies: [
    { name: "left-pad", from: null, to: "1.3.0" },
    { name: "@scope/door", from: "1.0.0", to: "2.0.0" },
    { name: "gone", from: null, to: null },
  ],
  environment: [
    { name: "DOOR_WORD", state: "new", note: "the word to say" },
    { name: "OLD_WORD", state: "removed", note: null },
  ],
  dataMigration: ["db/migrations/0004_doors.sql"],
  rollback: ["Deploy 1.3.2 (v1.3.2) again"],
  checksums: [{ sha256: "a".repeat(64), path: "src/door.ts" }],
  generated: "2026-01-31T09:05:00Z",
};

test("[R-01, R-04, R-05, R-06, R-07, R-08, G-09] the Markdown has every section, label and line form of Appendix B", () => {
  const text = write(full);
  const above = text.slice(0, text.indexOf("  RELEASE-MANIFEST") - 64);
  expect(text).toMatchInlineSnapshot(`
    "# Release Manifest

    ## Lift v1.4.0

    **Release Date:** 2026-01-31

    **Release Type:** Phase

    **Previous Version:** 1.3.2

    ---

    ## Release Summary

    Doors that listen.

    ---

    ## Changes Included

    See [the changelog](../CHANGELOG.md#140---2026-01-31).

    ### Added

    - Doors open by voice (#12)

    ### Changed

    - None

    ### Fixed

    - Hinges no longer squeak

    ### Security

    - None

    ---

    ## Verification Status

    **Test Results:**

    - Phase 6 Regression Tests: 6/6 passing
    - Integration Tests: 40/41 passing
    - Security Scan: ADVISORY

    **Failed Tests:**

    - door > opens
      - Message: expected open
      - Resolution: flaky motor, replaced

    **Verification Date:** 2026-01-30

    **Verified By:** QA

    ---

    ## Breaking Changes

    - keys of 1.x do not fit

    **Migration Required:** Yes

    - [Guide](../docs/migrations/1.4.0.md)

    ---

    ## Files Modified

    **Source Code:**

    - src/door.ts (120 lines, +20/-3)
    - src/logo.png (binary)

    **Documentation:**

    - docs/door.md (+7 lines)

    **Tests:**

    - None

    ---

    ## Dependencies

    **Dependency changes:**

    - Added: left-pad==1.3.0
    - Updated: @scope/door 1.0.0 → 2.0.0
    - Removed: gone

    ---

    ## Deployment Notes

    **Environment Variables:**

    - \`DOOR_WORD\` (new): the word to say
    - \`OLD_WORD\` (removed)

    **Data Migration:**

    - db/migrations/0004_doors.sql

    **Rollback Procedure:**

    - Deploy 1.3.2 (v1.3.2) again

    ---

    ## File Integrity (Optional)

    **SHA-256 Checksums:**

    \`\`\`text
    aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa  src/door.ts
    \`\`\`

    **Manifest Checksum:**

    \`\`\`text
    d5802448d5802448d5802448d5802448d5802448d5802448d5802448d5802448  RELEASE-MANIFEST-1.4.0.md
    \`\`\`

    ---

    **Manifest Generated:** 2026-01-31 09:05:00 UTC

    **Manifest Version:** 1.0
    "
  `);
  expect(text).toContain(`${sha256(above)}  ${file}\n`);
});

test("[R-01] what was written is read back, and written again it has the same bytes", () => {
  fc.assert(
    fc.property(anyManifest, (manifest) => {
      const text = write(manifest);
      const { manifest: read, faults, seal, formatVersion } = readManifest(text);
      expect(faults).toEqual([]);
      expect(read).toEqual(manifest);
      expect(seal?.path).toBe(file);
      expect(formatVersion).toBe("1.0");
      expect(write(read)).toBe(text);
    }),
  );
});

test("[R-09] a template is refused until everything is filled in, and passes the same validator then", () => {
  const facts = {
    product: "Lift",
    version: "1.4.0",
    types: ["Phase"],
    suites: ["Regression"],
    changelog: "../C.md#140",
    file,
  };
  const template = manifestTemplate(facts);
  for (const step of ["1.", "2.", "3.", "4.", "5.", "6.", "7."]) expect(template).toContain(`<!-- ${step} `);
  const open = checkManifestText(template, { types: ["Phase"] }, sha256);
  expect(open.length).toBeGreaterThan(10);
  const filled = template
    .replace("{{day as 2026-01-31}}", "2026-01-31")
    .replace("**Release Type:** {{type}}", "**Release Type:** Phase")
    .replace("**Previous Version:** {{version}}", "**Previous Version:** 1.3.2")
    .replace("{{one paragraph}}", "Doors that\nlisten.")
    .replace("### Added\n\n- {{item}}", "### Added\n\n* Doors open\n  by voice")
    .replace("### Changed\n\n- {{item}}", "### Changed\n\n- None")
    .replace("- {{item}}", "- Hinges no longer squeak")
    .replace("{{passed}}/{{total}}", "6/6")
    .replace("{{result}}", "PASS")
    .replace("{{day}}", "2026-01-30")
    .replace("{{name or role}}", "QA")
    .replace("{{path}} ({{N}} lines, +{{a}}/-{{d}})", "`src/door.ts` (+20 lines)")
    .replace("{{link or steps}}", "[Runbook](../RUNBOOK.md)")
    .replace("{{checksum}}  {{path}}", `${"b".repeat(64)}  src/door.ts`)
    .replace("{{UTC time as 2026-01-31 09:00:00 UTC}}", "2026-01-31 09:00:00 UTC");
  expect(checkManifestText(filled, { types: ["Phase"], version: "1.4.0" }, sha256)).toEqual([]);
  expect(readManifest(filled).manifest).toMatchObject({
    summary: "Doors that listen.",
    changes: { Added: ["Doors open by voice"], Changed: [] },
    files: { "Source Code": [{ path: "src/door.ts", lines: null, added: 20, deleted: null }] },
    rollback: ["[Runbook](../RUNBOOK.md)"],
    generated: "2026-01-31T09:00:00Z",
  });
  expect(checkManifestText(write(full), { types: ["Phase"], version: "1.4.0" }, sha256)).toEqual([]);
});

test.each([
  ["an open placeholder", { summary: "Doors for {{product}}" }, "placeholder"],
  ["a task nobody did", { breakingChanges: ["TBD"] }, '"TBD" under Breaking Changes'],
  ["a resolution nobody wrote", failure("TODO"), '"TODO" under Failed Tests'],
  ["a type the process does not know", { releaseType: "Big" }, "none of Phase"],
  ["a day that does not exist", { releaseDate: "2026-02-30" }, "no day"],
  ["a previous version that comes later", { previousVersion: "1.5.0" }, "does not come before"],
  ["more passed tests than there are", suite(7, 6), "7 tests of 6"],
  ["more new lines than the file has", lines(3, 4), "a file of 3 lines cannot have 4"],
  ["no way back", { rollback: [] }, "Rollback Procedure"],
  ["another version", { version: "1.4.1" }, 'manifest of "1.4.1", not of 1.4.0'],
  ["a time that does not exist", { generated: "2026-01-31T25:00:00Z" }, "does not exist"],
] as const)("[R-10] refused: %s", (_, wrong, words) => {
  const faults = checkManifestText(write({ ...full, ...wrong }), { types: ["Phase"], version: "1.4.0" }, sha256);
  expect(faults.join("\n")).toContain(words);
});

test("[R-10] templates of other languages, routes and code may stand in a manifest", () => {
  const changes = { ...full.changes, Added: ["Renders `{{name}}`", "GET /doors/{id}", "A list of TODO items"] };
  const files = { ...full.files, Tests: [{ path: "t/{{cookiecutter.name}}/x.py", lines: 1, added: 1, deleted: 0 }] };
  expect(checkManifestText(write({ ...full, changes, files }), { types: [] }, sha256)).toEqual([]);
});

test("[R-01] every missing section and label is named, all at once", () => {
  const text = write(full)
    .replace("## Dependencies", "## Other")
    .replace("**Verified By:** QA", "")
    .replace("PASS", "");
  const faults = checkManifestText(text, { types: [] }, sha256).join("\n");
  expect(faults).toContain("`## Dependencies` is missing");
  expect(faults).toContain("`**Verified By:**` is missing");
  expect(faults).toContain("Manifest Checksum does not fit");
});

test("[R-01] the checksum finds any changed byte above it", () => {
  const text = write(full);
  const end = text.indexOf(`  ${file}`) - 64;
  fc.assert(
    fc.property(fc.nat(end - 1), (at) => {
      const changed = `${text.slice(0, at)}${text[at] === "x" ? "y" : "x"}${text.slice(at + 1)}`;
      expect(checkManifestText(changed, { types: [] }, sha256)).not.toEqual([]);
    }),
  );
});

function failure(resolution: string) {
  return { verification: { ...full.verification, failures: [{ name: "a", message: "b", resolution }] } };
}

function suite(passed: number, total: number) {
  return { verification: { ...full.verification, suites: [{ label: "Unit", passed, total }] } };
}

function lines(count: number, added: number) {
  const file = { path: "a.ts", lines: count, added, deleted: 0 };
  return { files: { ...full.files, "Source Code": [file] } };
}
