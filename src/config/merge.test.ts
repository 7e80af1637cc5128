import { expect, test } from "vitest";
import { mergeConfig } from "./merge.ts";

const work = (uses: "run" | "tag" | "commit") => ({ uses });
const base = {
  workflows: {
    release: {
      phases: [
        { phase: "preparation", steps: [{ tests: work("run") }, { commit: work("commit") }, { tag: work("tag") }] },
      ],
      detours: { rework: [{ repair: work("run") }] },
    },
  },
};

test("[T-01] steps of an extended workflow are changed, added behind another and taken away by name", () => {
  const merged = mergeConfig(base, {
    workflows: {
      release: {
        phases: [
          {
            phase: "preparation",
            steps: [{ tests: { attempts: 3 } }, { scan: { ...work("run"), after: "tests" } }, { commit: null }],
          },
          { phase: "production", steps: [{ ship: work("run") }] },
        ],
        detours: { rework: [{ tell: work("run") }] },
      },
    },
  });
  expect(merged.workflows?.["release"]).toEqual({
    phases: [
      {
        phase: "preparation",
        steps: [
          { tests: { uses: "run", attempts: 3 } },
          { scan: { uses: "run", after: "tests" } },
          { commit: null },
          { tag: { uses: "tag" } },
        ],
      },
      { phase: "production", steps: [{ ship: { uses: "run" } }] },
    ],
    detours: { rework: [{ repair: { uses: "run" } }, { tell: { uses: "run" } }] },
  });
});

test("[T-01] a workflow of an extended file is taken away by ~, and other lists are replaced", () => {
  const merged = mergeConfig(
    { ...base, branches: { releaseFrom: ["main", "release"] } },
    { workflows: { release: null }, branches: { releaseFrom: ["main"] } },
  );
  expect(merged).toEqual({ workflows: { release: null }, branches: { releaseFrom: ["main"] } });
});
