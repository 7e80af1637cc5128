import { expect, test } from "vitest";
import { releaseSection } from "./release-section.ts";

const CHANGELOG = `# Changelog

## [2.0.0](https://example.org/compare/v1.1.0...v2.0.0) (2026-02-01)

### ⚠ BREAKING CHANGES

the old door is gone

### Features

* **door:** a new one ([1234567](https://example.org/commit/1234567890abcdef))

## 1.1.0

**Bug Fixes**

- hold it [\`abcdef0\`]

### 1.0.10
* more
`;

test("[V-05] a section ends where the next version begins", () => {
  expect(releaseSection(CHANGELOG, "2.0.0")).toEqual({
    kinds: new Set(["breaking", "feature"]),
    commits: new Map([["1234567", new Set(["feature"])]]),
    isHeadedAsPatch: false,
    since: "1.1.0",
  });
  expect(releaseSection(CHANGELOG, "1.1.0")).toEqual({
    kinds: new Set(["fix"]),
    commits: new Map([["abcdef0", new Set(["fix"])]]),
    isHeadedAsPatch: false,
    since: undefined,
  });
});

test.each([
  ["v1.0.0...v1.1.0", "1.0.0"],
  ["1.0.0..1.1.0", "1.0.0"],
  ["pkg-v1.0.0-rc.1...pkg-v1.1.0", "1.0.0-rc.1"],
  ["main...v1.1.0", undefined],
])("[V-05] notes that compare %s start at %s", (range, since) => {
  expect(releaseSection(`## [1.1.0](https://example.org/compare/${range})\n`, "1.1.0")?.since).toBe(since);
});

test.each([
  ["🚀 Enhancements", "feature"],
  ["🩹 Fixes", "fix"],
  ["⚠️ Breaking Changes", "breaking"],
  ["📖 Documentation", "other"],
])("[V-05] items below %s are of kind %s", (title, kind) => {
  expect(releaseSection(`## v1.1.0\n\n### ${title}\n\n- a\n`, "1.1.0")?.kinds).toEqual(new Set([kind]));
});

test("[V-05] a version is not found in another that begins like it", () => {
  expect(releaseSection(CHANGELOG, "1.0.1")).toBeUndefined();
  expect(releaseSection("", "1.0.0")).toBeUndefined();
});

test("[V-05] lines of cog that begin with a commit are entries, and a rule between sections is none", () => {
  const hash = "1234567890abcdef";
  const text = `## 0.2.0 - 2026-01-01\n\n### Features\n\n[123456](https://example.org/commit/${hash}) - a door\n\n### Chores\n\n- - -\n## 0.1.0`;
  expect(releaseSection(text, "0.2.0")).toMatchObject({
    kinds: new Set(["feature"]),
    commits: new Map([["1234567", new Set(["feature"])]]),
  });
});

test("[V-05] several sections of one number are read as one", () => {
  const text = "## 1.1.0\n### Features\n* a\n## 1.1.0\n### Bug Fixes\n* b\n## 1.0.0\n### Reverts\n* c\n";
  expect(releaseSection(text, "1.1.0")?.kinds).toEqual(new Set(["feature", "fix"]));
});
