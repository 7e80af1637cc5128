import type { TargetProof } from "../../../domain/branch/merge-back.ts";
import { roleOf, versionIn } from "../../../domain/branch/branch-rules.ts";
import type { Branch } from "../../../domain/branch/scene.ts";
import { shortHash } from "../../../domain/commit/commit.ts";
import { SlipwayError, type Problem } from "../../../kernel/problem.ts";
import type { Job, Performer, Told } from "../../engine-ports.ts";
import { conflictSays, mergeInto } from "../../line/merge-into.ts";
import { targetsNamed } from "../../line/merge-targets.ts";
import { freshServices } from "../../line/place-of-work.ts";
import { commitOf, mergedLine, needBranch } from "../../line/release-line.ts";
import { readBranchRecords } from "../../branch-records.ts";
import { activeReleaseBranches, proveIn } from "../../merge-back.ts";
import { readBranches, type BranchContext } from "../../read-branches.ts";
import type { Services } from "../../services.ts";
import type { KindTools } from "../kind-tools.ts";
import { repeatableStep } from "../repeatable-step.ts";
import { MergeBackSettings } from "./settings.ts";

type Into = string | readonly string[] | undefined;

interface Question {
  readonly services: Services;
  readonly branch: Branch;
  /** What was released: commits that came to the branch later belong to the next release. */
  readonly head: string;
  readonly proofs: readonly TargetProof[];
  /** Names no branch has. */
  readonly absent: readonly string[];
}

/** What a target was found to hold, or how the work came into it. */
interface Brought {
  readonly target: string;
  readonly by: "contained" | "equivalent" | "merged" | "conflict";
  readonly commit: string | null;
}

/** Brings the work of a release branch or hotfix into every branch that has to hold it, and proves that they do. */
export const MERGE_BACK = { settings: MergeBackSettings, open };

function open(tools: KindTools): Performer {
  return repeatableStep({
    settings: MergeBackSettings,
    failed: "conflict",
    perform: async (job, { into }) => bring(await ask(tools, job, into), job),
    find: async (job, { into }) => {
      const question = await ask(tools, job, into);
      return question.proofs.some(({ state }) => state === "missing") ? undefined : bring(question, job);
    },
  });
}

async function ask(tools: KindTools, { release }: Job, into: Into): Promise<Question> {
  const services = await freshServices(tools);
  const { repository, branches } = services;
  const records = await readBranchRecords(services);
  const context = await readBranches(repository, branches, await services.product(), records);
  const { scene } = context;
  const name = needBranch(release);
  const head = mergedLine(release)?.head ?? commitOf(release) ?? (await services.lines.tip(name));
  if (head === undefined) throw new SlipwayError(noBranch(name));
  const role = roleOf(scene.rules, name);
  const version = role === undefined ? undefined : versionIn(role, name);
  const committedAt = scene.graph.committedAt(head);
  const branch: Branch = { name, tip: head, committedAt, remote: null, upstream: null, role, version };
  const { targets, absent } = await targetsOf(context, branch, into);
  return { services, branch, head, absent, proofs: await proveIn(context, branch, targets) };
}

async function targetsOf(context: BranchContext, { role }: Branch, into: Into) {
  const names = into === undefined ? (role?.into ?? []) : [into].flat();
  const active = names.includes("release") ? await activeReleaseBranches(context) : [];
  const found = names.map((name) => ({ name, targets: targetsNamed(context.scene, name, active) }));
  return {
    targets: found.flatMap(({ targets }) => targets),
    absent: found.flatMap(({ name, targets }) => (targets.length === 0 ? [name] : [])),
  };
}

/** One target in conflict does not keep the work from the others. */
async function bring({ services, branch, head, proofs, absent }: Question, { release, startedAt }: Job): Promise<Told> {
  const brought: Brought[] = [];
  const says = absent.map((name) => `there is no ${name} branch`);
  for (const { target, state } of proofs) {
    if (state !== "missing") {
      brought.push({ target, by: state, commit: null });
      says.push(`${target} holds it (${state === "contained" ? "by ancestry" : "as equal commits"})`);
      continue;
    }
    const message = `Merge branch '${branch.name}' into ${target}\n\nRelease: ${release.id}\n`;
    const made = await mergeInto(services, { target, head, message, time: Math.floor(startedAt / 1000) });
    if ("conflicts" in made) {
      brought.push({ target, by: "conflict", commit: null });
      says.push(conflictSays(branch.name, target, made.conflicts));
    } else {
      brought.push({ target, by: "merged", commit: made.commit });
      says.push(`merged into ${target} by ${shortHash(made.commit)}`);
    }
  }
  return {
    outcome: brought.some(({ by }) => by === "conflict") ? "conflict" : "proven",
    says: says.length === 0 ? `${branch.name} has nowhere else to go` : `${branch.name}: ${says.join("; ")}`,
    facts: { mergeBack: brought.map(({ target, by, commit }) => ({ target, by, commit })) },
  };
}

function noBranch(name: string): Problem {
  return {
    code: "merge-source",
    kind: "failed",
    found: `there is no branch ${name}, and no commit of the release is known`,
    expected: "the branch of the release",
    action: `git fetch, then git branch ${name} origin/${name}`,
  };
}
