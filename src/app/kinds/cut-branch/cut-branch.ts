import { parseVersion } from "../../../domain/version/version.ts";
import { SlipwayError, unwrap, type Problem } from "../../../kernel/problem.ts";
import type { Job, Performer, Told } from "../../engine-ports.ts";
import { branchBase, type BranchBase } from "../../line/branch-base.ts";
import { freshServices } from "../../line/place-of-work.ts";
import { subjectAt } from "../../line/subject-at.ts";
import type { Services } from "../../services.ts";
import type { KindTools } from "../kind-tools.ts";
import { repeatableStep } from "../repeatable-step.ts";
import { CutBranchSettings } from "./settings.ts";

interface Settings {
  readonly pattern: string;
  readonly from: string;
}

/** Makes the branch of a release where its process says. A branch that is there is taken over, and never moved. */
export const CUT_BRANCH = { settings: CutBranchSettings, open };

function open(tools: KindTools): Performer {
  return repeatableStep({
    settings: CutBranchSettings,
    failed: "failed",
    async perform(job, settings) {
      const services = await freshServices(tools);
      const name = nameOf(job, settings);
      const base = await baseOf(services, job, settings);
      const local = await services.lines.tip(name);
      const found = local ?? (await remoteTip(services, name));
      const tip = found === undefined ? base.commit : await takenOver(services, { name, base, tip: found });
      if (local === undefined) await services.branches.create(name, tip);
      return told(services, job, { name, base, tip });
    },
    async find(job, settings) {
      const services = await freshServices(tools);
      const name = nameOf(job, settings);
      const tip = await services.lines.tip(name);
      if (tip === undefined) return undefined;
      const base = await baseOf(services, job, settings);
      return told(services, job, { name, base, tip: await takenOver(services, { name, base, tip }) });
    },
  });
}

function nameOf({ release: { version, component } }: Job, { pattern }: Settings): string {
  return pattern.replaceAll("{version}", version).replaceAll("{component}", component ?? "");
}

function baseOf(services: Services, { release: { component, version } }: Job, { from }: Settings): Promise<BranchBase> {
  return branchBase(services, { component, version: unwrap(parseVersion(version)) }, from);
}

async function remoteTip({ branches }: Services, name: string): Promise<string | undefined> {
  return (await branches.branches()).find((branch) => branch.name === name && branch.remote !== null)?.tip;
}

/** The base may have gone on since the branch was cut, and the branch may; both at once is another history. */
async function takenOver(
  { repository }: Services,
  { name, base, tip }: { name: string; base: BranchBase; tip: string },
) {
  const isRelated = (await repository.isAncestor(base.commit, tip)) || (await repository.isAncestor(tip, base.commit));
  if (!isRelated) throw new SlipwayError(elsewhere(name, base.name));
  return tip;
}

async function told(
  services: Services,
  { release }: Job,
  { name, base, tip }: { name: string; base: BranchBase; tip: string },
): Promise<Told> {
  const start = (await services.lines.mergeBase(base.commit, tip)) ?? base.commit;
  return {
    outcome: "done",
    says: `${name} starts at ${base.name}, ${start.slice(0, 12)}`,
    facts: { branch: name, commit: tip, base: start, merged: null },
    subject: await subjectAt(services, release, tip),
  };
}

function elsewhere(name: string, from: string): Problem {
  return {
    code: "branch-exists",
    kind: "failed",
    found: `${name} exists already and neither starts at ${from} nor leads there`,
    expected: `no branch of that name, or one that starts at ${from}`,
    action: `\`slipway branch check ${name}\` says where it starts; branches are never moved`,
  };
}
