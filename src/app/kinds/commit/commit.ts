import { shortHash } from "../../../domain/commit/commit.ts";
import { commitWritten, type BumpResult } from "../../bump-version.ts";
import { refuseDirtyTree } from "../../clean-tree.ts";
import { componentOf } from "../../component-of.ts";
import type { Job, Performer, Told } from "../../engine-ports.ts";
import { refuseForeignEdits } from "../../line/foreign-edits.ts";
import { placeOfWork, type Place } from "../../line/place-of-work.ts";
import { subjectAt } from "../../line/subject-at.ts";
import type { KindTools } from "../kind-tools.ts";
import { repeatableStep } from "../repeatable-step.ts";
import { CommitSettings } from "./settings.ts";

/**
 * Makes the release commit of what the steps before wrote. Once more, after somebody changed the line, it adds only what
 * differs from what is committed.
 */
export const COMMIT = { settings: CommitSettings, open };

function open(tools: KindTools): Performer {
  return repeatableStep({
    settings: CommitSettings,
    failed: "failed",
    perform: async (job) => {
      const place = await placeOfWork(tools, job.release);
      return told(tools, job, place, await commit(place, job, false));
    },
    find: async (job) => {
      const place = await placeOfWork(tools, job.release);
      const made = await commit(place, job, true);
      return made === null || made.made ? undefined : told(tools, job, place, made);
    },
  });
}

async function commit({ services, product }: Place, job: Job, dryRun: boolean): Promise<BumpResult["commit"]> {
  const { release, startedAt } = job;
  await refuseDirtyTree(services.repository, product);
  await refuseForeignEdits(services, product);
  const writer = services.writer.at(Math.floor(startedAt / 1000));
  const written = { request: { commit: "release" as const, dryRun }, version: release.version, edits: [] };
  return commitWritten({ ...services, writer }, product, componentOf(product, release.component), written);
}

async function told(tools: KindTools, { release }: Job, { folder }: Place, made: BumpResult["commit"]): Promise<Told> {
  const services = tools.at(folder); // the ones of the place still see HEAD as it was
  const tip = await services.repository.resolve("HEAD");
  const says =
    made === null
      ? `nothing differs from ${shortHash(tip)}`
      : made.made
        ? `${shortHash(tip)} ${made.message.split("\n")[0]}`
        : `${shortHash(made.hash!)} was there already, and nothing differs from ${shortHash(tip)}`;
  return {
    outcome: "done",
    says,
    facts: { commit: tip, merged: null },
    subject: await subjectAt(services, release, tip),
  };
}
