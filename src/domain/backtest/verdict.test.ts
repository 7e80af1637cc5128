import { expect, test } from "vitest";
import { versionOf } from "../version/version.ts";
import { summarise, type Verdict } from "./verdict.ts";

function verdict(version: string, base: string, outcome: Verdict["outcome"], reason?: string): Verdict {
  return {
    tag: `v${version}`,
    component: null,
    version: versionOf(version)!,
    base: versionOf(base),
    outcome,
    ours: "9.9.9",
    why: "because",
    reasons: reason === undefined ? [] : [{ id: reason, sentence: "x" }],
  };
}

test("[V-05] stable releases, majors among them and pre-releases are counted apart", () => {
  const nothing = { states: 2, nothing: 2, plain: 1, released: 1 };
  const summary = summarise(
    [
      verdict("1.0.0", "0.9.0", "left out", "gap"),
      verdict("1.1.0", "1.0.0", "exact"),
      verdict("2.0.0", "1.1.0", "exact"),
      verdict("3.0.0", "2.0.0", "differs"),
      verdict("4.0.0-beta.1", "3.0.0", "exact"),
    ],
    nothing,
  );
  expect(summary).toEqual({
    releases: 5,
    leftOut: { gap: 1 },
    judged: 3,
    exact: 2,
    majors: { judged: 2, exact: 1 },
    prereleases: { judged: 1, exact: 1 },
    nothing,
    differences: [{ tag: "v3.0.0", component: null, theirs: "3.0.0", ours: "9.9.9", base: "2.0.0", why: "because" }],
  });
});
