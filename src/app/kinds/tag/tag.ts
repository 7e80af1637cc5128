import type * as z from "zod/mini";
import { shortHash } from "../../../domain/commit/commit.ts";
import type { Job, Performer, Told } from "../../engine-ports.ts";
import { placeOfWork } from "../../line/place-of-work.ts";
import { needCommit, operandOf, textIn } from "../../line/release-line.ts";
import { tagRelease, type TagResult } from "../../tag-release.ts";
import type { KindTools } from "../kind-tools.ts";
import { repeatableStep } from "../repeatable-step.ts";
import { typeNamed } from "../type-named.ts";
import { TagSettings } from "./settings.ts";

type Settings = z.infer<typeof TagSettings>;

/** Tags the commit of a release, and reads the tag back. Whatever speaks against the version is told at once. */
export const TAG = { settings: TagSettings, open };

function open(tools: KindTools): Performer {
  return repeatableStep({
    settings: TagSettings,
    failed: "failed",
    perform: async (job, settings) => told(await tag(tools, job, settings, false)),
    find: async (job, settings) => {
      const { state } = await tag(tools, job, settings, true);
      // Once more for real: a tag whose second entry in the ledger is missing gets it now.
      return state === "already there" ? told(await tag(tools, job, settings, false)) : undefined;
    },
  });
}

async function tag(tools: KindTools, job: Job, settings: Settings, dryRun: boolean): Promise<TagResult> {
  const { release, startedAt } = job;
  const { services, product } = await placeOfWork(tools, release);
  return tagRelease(
    {
      ...services,
      writer: services.writer.at(Math.floor(startedAt / 1000)),
      signals: services.signals(product),
    },
    product,
    {
      ...settings,
      operand: operandOf(release),
      commit: needCommit(release),
      type: typeNamed(product, release.releaseType),
      reason: textIn(release.facts.get("reason")),
      dryRun,
    },
  );
}

function told({ tag: name, object, commit, signedBy }: TagResult): Told {
  return {
    outcome: "done",
    says: `${name} at ${shortHash(commit)}${signedBy === null ? "" : `, signed by ${signedBy}`}`,
    facts: { tag: name, tagObject: object, commit, signedBy },
  };
}
