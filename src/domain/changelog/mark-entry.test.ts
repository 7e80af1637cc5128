import { expect, test } from "vitest";
import { markEntry } from "./mark-entry.ts";

const ENTRY = "# Changelog\n\n## [1.0.1] - 2026-01-05\n\n### Keys\n\n**Objective:** Lock.\n\n#### Security\n\n- Keys\n";

test("[N-05] a title that somebody wrote is marked once, and nothing else changes", () => {
  const marked = ENTRY.replace("### Keys", "### SECURITY: Keys");
  expect(markEntry(ENTRY, "1.0.1", "SECURITY")).toBe(marked);
  expect(markEntry(marked, "1.0.1", "SECURITY")).toBe(marked);
  expect(markEntry(ENTRY, "1.0.2", "SECURITY")).toBe(ENTRY);
  const untitled = ENTRY.replace("### Keys\n\n**Objective:** Lock.\n\n", "");
  expect(markEntry(untitled, "1.0.1", "SECURITY")).toBe(untitled);
});
