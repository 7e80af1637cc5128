import type * as z from "zod/mini";
import { writeChecksums } from "../../artifacts/write-artifacts.ts";
import { SlipwayError, type Problem } from "../../../kernel/problem.ts";
import type { Performer } from "../../engine-ports.ts";
import { artifactStep } from "../artifact-step.ts";
import type { KindTools } from "../kind-tools.ts";
import { ChecksumsSettings } from "./settings.ts";

/** Makes the checksums of a release. Their scope follows from the product alone, so that anybody can check them later. */
export const CHECKSUMS = { settings: ChecksumsSettings, open };

function open(tools: KindTools): Performer {
  return artifactStep<z.infer<typeof ChecksumsSettings>>(tools, {
    settings: ChecksumsSettings,
    write: async (artifactTools, expected, { scope }) => {
      const { isMilestone, version } = expected.release;
      const is = isMilestone ? "all" : "source";
      if (scope !== undefined && scope !== is) throw new SlipwayError(otherScope(version, scope, is));
      return writeChecksums(artifactTools, expected);
    },
  });
}

function otherScope(version: string, wanted: string, is: string): Problem {
  return {
    code: "checksum-scope",
    kind: "failed",
    found: `the step wants checksums with the scope ${wanted}, and those of ${version} have the scope ${is}`,
    expected: "`all` for milestones, `source` for every other release",
    action:
      "set `artifacts.milestones` in slipway.yaml so that it says which releases are milestones, or correct the step",
  };
}
