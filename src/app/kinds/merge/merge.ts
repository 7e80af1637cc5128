import { shortHash } from "../../../domain/commit/commit.ts";
import { SlipwayError, type Problem } from "../../../kernel/problem.ts";
import type { Job, JobRelease, Performer, Told } from "../../engine-ports.ts";
import { conflictSays, mergeInto } from "../../line/merge-into.ts";
import { targetNamed } from "../../line/merge-targets.ts";
import { freshServices } from "../../line/place-of-work.ts";
import { commitOf, mergedLine, needBranch, textIn } from "../../line/release-line.ts";
import { subjectAt } from "../../line/subject-at.ts";
import { readBranches } from "../../read-branches.ts";
import type { Services } from "../../services.ts";
import type { KindTools } from "../kind-tools.ts";
import { repeatableStep } from "../repeatable-step.ts";
import { MergeSettings } from "./settings.ts";

interface Wanted {
  readonly source: string;
  readonly head: string;
  readonly target: string;
}

/** Merges the line of a release with a merge commit: what was put up for review, and nothing that came after it. */
export const MERGE = { settings: MergeSettings, open };

function open(tools: KindTools): Performer {
  return repeatableStep({
    settings: MergeSettings,
    failed: "conflict",
    async perform(job, { into }) {
      const services = await freshServices(tools);
      const wanted = await wantedMerge(services, job.release, into);
      const message = `Merge branch '${wanted.source}' into ${wanted.target}\n\nRelease: ${job.release.id}\n`;
      const made = await mergeInto(services, { ...wanted, message, time: Math.floor(job.startedAt / 1000) });
      if ("conflicts" in made)
        return {
          outcome: "conflict",
          says: conflictSays(wanted.source, wanted.target, made.conflicts),
          facts: { conflicts: made.conflicts.slice(0, 100) },
        };
      return told(services, job, wanted, made.commit);
    },
    async find(job, { into }) {
      const services = await freshServices(tools);
      const wanted = await wantedMerge(services, job.release, into);
      const tip = await services.lines.tip(wanted.target);
      if (tip === undefined || !(await services.repository.isAncestor(wanted.head, tip))) return undefined;
      return told(services, job, wanted, (await services.lines.mergeOf(wanted.head, tip)) ?? wanted.head);
    },
  });
}

async function wantedMerge(services: Services, release: JobRelease, into: string | undefined): Promise<Wanted> {
  const source = needBranch(release);
  const request = requestOf(release);
  const seen = request?.head ?? mergedLine(release)?.head ?? commitOf(release);
  const head = seen ?? (await services.lines.tip(source));
  const { scene } = await readBranches(services.repository, services.branches, await services.product());
  const target = targetNamed(scene, into ?? request?.target ?? "main").name;
  if (head === undefined || source === target) throw new SlipwayError(nothingToMerge(release.id, source, target));
  return { source, head, target };
}

/** The branch head that was put up for review, and where it goes. */
function requestOf({ facts }: JobRelease): { head: string; target: string } | undefined {
  const request = facts.get("pullRequest");
  if (typeof request !== "object" || request === null || !("head" in request)) return undefined;
  const [head, target] = [textIn(request["head"]), textIn(request["target"])];
  return head === undefined || target === undefined ? undefined : { head, target };
}

async function told(
  services: Services,
  { release }: Job,
  { source, head, target }: Wanted,
  commit: string,
): Promise<Told> {
  return {
    outcome: "merged",
    says: `${target} contains ${source} at ${shortHash(head)}${commit === head ? "" : `, merged by ${shortHash(commit)}`}`,
    facts: { commit, line: target, merged: { head, into: target, commit } },
    subject: await subjectAt(services, release, commit),
  };
}

function nothingToMerge(release: string, source: string, target: string): Problem {
  return {
    code: "merge-source",
    kind: "failed",
    found: source === target ? `${release} works on ${target} itself` : `there is no branch ${source}`,
    expected: "a branch of the release that is merged into another one",
    action: "add a step `cut-branch`, or take this step out",
  };
}
