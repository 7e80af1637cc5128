import { expect, test } from "vitest";
import { checkChangelog } from "./check.ts";

test.each([
  ["## [1.2.0] - 2026-01-31\n", true, "CHANGELOG.md verification passed"],
  ["# C\r\n\r\n## [1.2.0] - 2026-01-31\r\n\r\n### Added\r\n", true, "CHANGELOG.md verification passed"],
  ["### [1.2.0] - 2026-01-31\n", true, "CHANGELOG.md verification passed"],
  ["## [1.2.0] - Unreleased\n", false, "CHANGELOG.md missing release date for version 1.2.0"],
  ["## [1.2.0]\n", false, "CHANGELOG.md missing release date for version 1.2.0"],
  ["## [1.2.0-rc.1] - 2026-01-31\n", false, "CHANGELOG.md missing entry for version 1.2.0"],
  ["## 1.2.0 - 2026-01-31\n", false, "CHANGELOG.md missing entry for version 1.2.0"],
  ["<!--\n## [1.2.0] - 2026-01-31\n-->\n", false, "CHANGELOG.md missing entry for version 1.2.0"],
  ["```\n## [1.2.0] - 2026-01-31\n```\n", false, "CHANGELOG.md missing entry for version 1.2.0"],
  ["", false, "CHANGELOG.md missing entry for version 1.2.0"],
])("[N-03] %j", (text, ok, message) => {
  expect(checkChangelog(text, "1.2.0")).toEqual({ ok, message });
});
