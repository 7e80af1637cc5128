import * as z from "zod/mini";
import { factKey, type DeployedFact, type PreviousFact } from "../../../domain/environment/delivery-facts.ts";
import type { TargetAnswer, TargetOrder } from "../../delivery-ports.ts";
import type { Job, Performer, Told } from "../../engine-ports.ts";
import type { KindTools } from "../kind-tools.ts";
import type { Kind } from "../kind.ts";
import { settingsOf } from "../step-settings.ts";
import { ask, give, orderOf, reach, type Reached } from "../target-step.ts";
import { deploySettings } from "./settings.ts";

export const DEPLOY: Kind = { settings: deploySettings, open: openDeploy };

/** Lets a version serve in an environment: that of the release, or the one that served well before it. */
function openDeploy(tools: KindTools): Performer {
  return {
    async perform(job) {
      const reached = await reach(tools, job);
      const wanted = wantedIn(job, reached);
      if (wanted === null)
        return give(job, reached, { ...orderOf(job), act: "stop" }, (end) => told(job, reached, end));
      if ("outcome" in wanted) return wanted;
      const strategy = settingsOf(deploySettings, job).strategy ?? null;
      const order: TargetOrder = { ...orderOf(job), ...wanted, act: "deploy", strategy };
      return give(job, reached, order, (answer) => told(job, reached, answer));
    },
    async observe(job) {
      const reached = await reach(tools, job);
      return ask(job, reached, (answer) => told(job, reached, answer));
    },
  };
}

const previousFact: z.ZodMiniType<PreviousFact> = z.object({
  version: z.string(),
  commit: z.string(),
  artifacts: z.nullable(z.string()),
});

/** What shall serve, `null` for nothing, or how the step ends because nothing can. */
function wantedIn(job: Job, { environment: { name } }: Reached): PreviousFact | Told | null {
  const { release, member } = job;
  if (settingsOf(deploySettings, job).version === "previous") {
    const known = release.facts.get(factKey("previous", name, member));
    const previous = z.nullable(previousFact).safeParse(known);
    if (previous.success) return previous.data;
    return {
      outcome: "failed",
      says: `no version was verified in ${name} before ${release.version}: nothing to go back to`,
    };
  }
  const commit = release.facts.get("commit");
  if (typeof commit === "string")
    return { version: release.version, commit, artifacts: release.subject.get("artifacts") ?? null };
  return { outcome: "failed", says: `no step has said which commit ${release.version} is, so nothing can be deployed` };
}

/** What the target says it did is looked at: what it brought has to be what serves. */
async function told(
  { member, now }: Job,
  { environment: { name }, target }: Reached,
  { state, says, simulated, deployed }: Extract<TargetAnswer, { state: "done" | "failed" }>,
): Promise<Told> {
  if (state === "failed") return { outcome: "failed", says: `${says} in ${name}` };
  const serving = (await target.live(now())).get(member ?? "");
  if (deployed === undefined && serving === undefined)
    return { outcome: "verified", says: `${says} in ${name}`, facts: { [factKey("deployed", name, member)]: null } };
  if (deployed === undefined || serving?.version !== deployed.version || serving.commit !== deployed.commit)
    return { outcome: "failed", says: `${says} in ${name}, but ${serving?.version ?? "nothing"} serves` };
  const fact: DeployedFact = { environment: name, member: member ?? "", ...deployed, simulated };
  return {
    outcome: "verified",
    says: `${says} in ${name}`,
    facts: { [factKey("deployed", name, member)]: { ...fact } },
  };
}
