import { MANIFEST_VERSION } from "./manifest.ts";

/** What is known before anybody fills in a template. */
export interface TemplateFacts {
  readonly product: string;
  /** `null`: nobody has named it. */
  readonly version: string | null;
  /** Printed names of the release types. */
  readonly types: readonly string[];
  /** Labels of the configured test suites. */
  readonly suites: readonly string[];
  /** Path of the changelog as seen from the manifest. */
  readonly changelog: string;
  /** Path under which the manifest is saved. */
  readonly file: string;
}

/**
 * A manifest to fill in by hand, in seven steps that its comments explain (R-09). Every `{{…}}` is open, and the validator
 * refuses a manifest that still has one.
 */
export function manifestTemplate(facts: TemplateFacts): string {
  const { product, version, types, suites, changelog } = facts;
  const results = suites.length === 0 ? ["{{suite}}"] : suites;
  return `<!-- 1. This template: fill in every {{...}} and delete what does not apply. -->

# Release Manifest

<!-- 2. The version, when and as what it is released${types.length === 0 ? "" : `: ${types.join(", ")}`}. None is the Previous Version of a first release. -->

## ${product} v${version ?? "{{version}}"}

**Release Date:** {{day as 2026-01-31}}

**Release Type:** {{type}}

**Previous Version:** {{version}}

---

## Release Summary

{{one paragraph}}

---

## Changes Included

<!-- 3. From the entry of this version in the changelog; \`slipway changelog\` shows it. -->

See [the changelog](${changelog}).

### Added

- {{item}}

### Changed

- {{item}}

### Fixed

- {{item}}

### Security

- None

---

## Verification Status

<!-- 4. Run the tests at the commit that is released, and write down what they said: PASS, ADVISORY or FAIL for the scan. -->

**Test Results:**

${results.map((label) => `- ${label}: {{passed}}/{{total}} passing`).join("\n")}
- Security Scan: {{result}}

**Verification Date:** {{day}}

**Verified By:** {{name or role}}

---

## Breaking Changes

None

**Migration Required:** No

---

## Files Modified

<!-- 5. git diff --numstat PREVIOUS-TAG gives the counts, wc -l the lines. The short form path (+a lines) will do. -->

**Source Code:**

- {{path}} ({{N}} lines, +{{a}}/-{{d}})

**Documentation:**

- None

**Tests:**

- None

---

## Dependencies

**No dependency changes**

---

## Deployment Notes

**Environment Variables:**

- None

**Data Migration:** None required

**Rollback Procedure:** {{link or steps}}

---

## File Integrity (Optional)

<!-- 6. sha256sum of the released files; delete the block to do without. -->

**SHA-256 Checksums:**

\`\`\`text
{{checksum}}  {{path}}
\`\`\`

---

**Manifest Generated:** {{UTC time as 2026-01-31 09:00:00 UTC}}

**Manifest Version:** ${MANIFEST_VERSION}

<!-- 7. Save as ${facts.file}, then \`slipway manifest check ${facts.file}\`. -->
`;
}
