import { expect, test } from "vitest";
import { changelogEntries } from "./changelog-entry.ts";

const TEXT = `# Changelog

## [Unreleased]

## [1.1.0] - 2026-01-05

### Phase 4: Reports

**Objective:** Reports that auditors can read.

#### Added

- Reports

\`\`\`
## [9.9.9] - 2020-01-01
\`\`\`

#### Removed

- \`GET /v1/orders\`
- None of these matter

## [1.0.0] - Unreleased

### Added

- Start

### Removed

- None

## 0.9.0 (2025-12-01)
`.replaceAll("\n", "\r\n");

const ENTRIES = changelogEntries(TEXT);

test("[TG-02] title and objective are those of the version's own entry", () => {
  expect(ENTRIES.get("1.1.0")).toEqual({
    dated: true,
    title: "Phase 4: Reports",
    objective: "Reports that auditors can read.",
    removed: ["`GET /v1/orders`"],
  });
});

test("[N-03] an entry without a date is told apart, and a plain section is no title", () => {
  expect(ENTRIES.get("1.0.0")).toEqual({ dated: false, title: null, objective: null, removed: [] });
  expect(ENTRIES.get("0.9.0")?.dated).toBe(true);
  expect(ENTRIES.get("1.0")).toBeUndefined();
  expect(ENTRIES.get("9.9.9")).toBeUndefined();
});

test("[V-13] the versions of a changelog stand in its headings", () => {
  expect([...ENTRIES.keys()]).toEqual(["1.1.0", "1.0.0", "0.9.0"]);
});
