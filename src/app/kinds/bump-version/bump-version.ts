import { bumpVersion, type BumpResult } from "../../bump-version.ts";
import { componentOf } from "../../component-of.ts";
import type { Job, Performer, Told } from "../../engine-ports.ts";
import { placeOfWork } from "../../line/place-of-work.ts";
import { operandOf } from "../../line/release-line.ts";
import type { KindTools } from "../kind-tools.ts";
import { writingStep } from "../writing-step.ts";
import { BumpVersionSettings } from "./settings.ts";

/** Writes the version of a release into its version files. They are committed with everything else of the release. */
export const BUMP_VERSION = { settings: BumpVersionSettings, open };

function open(tools: KindTools): Performer {
  return writingStep({
    settings: BumpVersionSettings,
    write: async (job, _, dryRun) => {
      const files = await bump(tools, job, dryRun);
      return { changed: files.some(({ changed }) => changed), told: told(files) };
    },
  });
}

async function bump(tools: KindTools, { release }: Job, dryRun: boolean): Promise<BumpResult["files"]> {
  const { services, product } = await placeOfWork(tools, release);
  if (componentOf(product, release.component).versionFiles.length === 0) return [];
  const request = { operand: operandOf(release), component: undefined, type: undefined, dryRun, commit: undefined };
  return (await bumpVersion({ ...services, signals: services.signals(product) }, product, request)).files;
}

function told(files: BumpResult["files"]): Told {
  const paths = files.map(({ path }) => path);
  const says =
    paths.length === 0
      ? "no version file is configured: the tag alone says the version"
      : files.map(({ path, to }) => `${path} says ${to}`).join(", ");
  return { outcome: "done", says, facts: { versionFiles: paths } };
}
