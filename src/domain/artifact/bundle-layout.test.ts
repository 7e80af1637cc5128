import { expect, test } from "vitest";
import { artifactNames } from "./artifact-names.ts";
import type { ArtifactSettings } from "./artifact-settings.ts";
import { bundleLayout, type TreeFile } from "./bundle-layout.ts";

const SETTINGS: ArtifactSettings = {
  bundle: "always",
  checksums: "always",
  milestones: [],
  source: ["**"],
  install: null,
  operations: null,
  runbook: null,
  dependencies: null,
};

function layout(
  paths: readonly (string | TreeFile)[],
  settings: Partial<ArtifactSettings> = {},
  homes: readonly string[] = [""],
) {
  const { entries, missing } = bundleLayout({
    files: paths.map((path) => (typeof path === "string" ? { path, kind: "file", id: path, size: 1 } : path)),
    isSource: () => false,
    evidence: [],
    names: artifactNames({ product: "p", component: null, version: "1.0.0", folder: "releases" }),
    folder: "releases",
    changelog: "CHANGELOG.md",
    settings: { ...SETTINGS, ...settings },
    homes,
  });
  const files = Object.fromEntries(entries.map(({ name, file }) => [name.slice("p-1.0.0/".length), file.path]));
  return { files, missing: missing.map(({ part }) => part) };
}

const OTHERS = ["CHANGELOG.md", "RELEASE-MANIFEST-1.0.0.md", "INSTALL.md", "OPERATIONS.md", "RUNBOOK.md"];

test("[R-13] guides are found in any case, near before far, and never through a link", () => {
  const link: TreeFile = { path: "INSTALL.md", kind: "link", id: "l", size: 9 };
  expect(layout([link, "docs/install.md", "api/runbook.md", "RUNBOOK.md"], {}, ["api/", ""]).files).toEqual({
    "INSTALL.md": "docs/install.md",
    "RUNBOOK.md": "api/runbook.md",
  });
  expect(layout(["RUNBOOK.md", "runbook.md"]).files).toEqual({ "RUNBOOK.md": "RUNBOOK.md" });
});

test("[R-13] a guide that is named counts alone, and is missing where it is not", () => {
  const { files, missing } = layout(["INSTALL.md"], { install: "docs/setup.md" });
  expect(files).toEqual({});
  expect(missing).toEqual([...OTHERS, "dependency list", "test results"]);
});

test("[R-13] of dependency lists a lock is preferred; of those that are named none is lost or passed over", () => {
  expect(layout(["package.json", "package-lock.json", "go.mod"]).files).toEqual({
    "go.mod": "go.mod",
    "package-lock.json": "package-lock.json",
  });
  const dependencies = ["a/requirements.txt", "b/requirements.txt", "c/requirements.txt"];
  const named = layout(dependencies.slice(0, 2), { dependencies });
  expect(named.files).toEqual({
    "dependencies/b/requirements.txt": "b/requirements.txt",
    "requirements.txt": "a/requirements.txt",
  });
  expect(named.missing).toContain("dependency list c/requirements.txt");
});
