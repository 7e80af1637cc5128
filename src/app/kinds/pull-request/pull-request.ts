import type * as z from "zod/mini";
import { SlipwayError, type Problem } from "../../../kernel/problem.ts";
import type { Job, Performer, Told } from "../../engine-ports.ts";
import { conflictSays } from "../../line/merge-into.ts";
import { targetNamed } from "../../line/merge-targets.ts";
import { freshServices } from "../../line/place-of-work.ts";
import { pushRefs } from "../../line/push-refs.ts";
import { needBranch } from "../../line/release-line.ts";
import { readBranches } from "../../read-branches.ts";
import type { KindTools } from "../kind-tools.ts";
import { repeatableStep } from "../repeatable-step.ts";
import { PullRequestSettings } from "./settings.ts";

/** Commits that are listed by name; of more there is the number. Entries of the log are small. */
const LISTED_MAX = 50;

/**
 * Puts a branch up for review: what it brings, and that it can be merged. Git alone has no pull requests, so the request is
 * the record of this step, and people answer it in the step `review`.
 */
export const PULL_REQUEST = { settings: PullRequestSettings, open };

function open(tools: KindTools): Performer {
  return repeatableStep({
    settings: PullRequestSettings,
    failed: "failed",
    perform: (job, settings) => request(tools, job, settings),
    find: async () => undefined, // it leaves no trace but its record
  });
}

async function request(
  tools: KindTools,
  { release, signal }: Job,
  { into, push, remote }: z.infer<typeof PullRequestSettings>,
): Promise<Told> {
  const services = await freshServices(tools);
  const { lines, repository, branches } = services;
  const source = needBranch(release);
  const head = await lines.tip(source);
  const { scene } = await readBranches(repository, branches, await services.product());
  const target = targetNamed(scene, into).name;
  const tip = await lines.tip(target);
  if (head === undefined || tip === undefined) throw new SlipwayError(noBranch(head === undefined ? source : target));
  if (source === target) throw new SlipwayError(sameBranch(source, release.id));
  const merged = await lines.merge(tip, head);
  if ("conflicts" in merged) return { outcome: "failed", says: conflictSays(source, target, merged.conflicts) };
  const commits = await lines.gained(tip, head);
  const sent = push
    ? await pushRefs(services, { remote, refs: [{ name: `refs/heads/${source}`, object: head }], signal })
    : null;
  const listed = commits.slice(0, LISTED_MAX).map(({ hash, subject }) => ({ hash, subject: subject.slice(0, 200) }));
  const where = sent === null ? "" : `; ${sent.says}`;
  return {
    outcome: "opened",
    says: `${source} brings ${commits.length} commits into ${target} and can be merged; recorded here, no forge is connected${where}`,
    facts: { pullRequest: { source, target, head, base: tip, commits: listed, commitCount: commits.length } },
  };
}

function noBranch(name: string): Problem {
  return {
    code: "pull-request",
    kind: "failed",
    found: `there is no local branch ${name}`,
    expected: "both branches in this repository",
    action: `git fetch, then git branch ${name} origin/${name}`,
  };
}

function sameBranch(name: string, release: string): Problem {
  return {
    code: "pull-request",
    kind: "failed",
    found: `${release} works on ${name} itself, so there is nothing to merge into it`,
    expected: "a release on a branch of its own",
    action: "add a step `cut-branch`, or take this step out",
  };
}
