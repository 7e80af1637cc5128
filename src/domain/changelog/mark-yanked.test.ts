import { expect, test } from "vitest";
import { markYanked } from "./mark-yanked.ts";

const TEXT =
  "# Changelog\r\n\r\n## [1.2.0] - 2026-02-01\r\n- b\r\n\r\n## [1.1.0] - 2026-01-31  \r\n- a [1.0.0]\r\n\r\n## 1.0.0\r\n";

test("[V-17] a version that was taken back is marked once, and every other byte stays", () => {
  const marked = markYanked(TEXT, (version) => version === "1.1.0");
  expect(marked).toBe(TEXT.replace("2026-01-31  ", "2026-01-31 [YANKED]"));
  expect(markYanked(marked, () => true)).toBe(
    marked.replace("2026-02-01", "2026-02-01 [YANKED]").replace("## 1.0.0", "## 1.0.0 [YANKED]"),
  );
  expect(markYanked(TEXT, () => false)).toBe(TEXT);
});
