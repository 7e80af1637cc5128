import { writeBundle } from "../../artifacts/write-artifacts.ts";
import type { Performer } from "../../engine-ports.ts";
import { artifactStep } from "../artifact-step.ts";
import type { KindTools } from "../kind-tools.ts";
import { BundleSettings } from "./settings.ts";

/** Makes the bundle of a release. */
export const BUNDLE = { settings: BundleSettings, open };

function open(tools: KindTools): Performer {
  return artifactStep(tools, { settings: BundleSettings, write: writeBundle });
}
