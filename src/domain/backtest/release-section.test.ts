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
  });
  expect(releaseSection(CHANGELOG, "1.1.0")).toEqual({
    kinds: new Set(["fix"]),
    commits: new Map([["abcdef0", new Set(["fix"])]]),
  });
});

test("[V-05] a version is not found in another that begins like it", () => {
  expect(releaseSection(CHANGELOG, "1.0.1")).toBeUndefined();
  expect(releaseSection("", "1.0.0")).toBeUndefined();
});
