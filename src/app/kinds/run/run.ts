import type { Json } from "../../../kernel/canonical-json.ts";
import { isSlipwayError } from "../../../kernel/problem.ts";
import type { Job, Performer, Told } from "../../engine-ports.ts";
import { examinedCommit } from "../../evidence/add-evidence.ts";
import type { CommandRun, CommandRuns, EndedRun, RunState } from "../../jobs-ports.ts";
import { servicesFor } from "../../line/place-of-work.ts";
import type { KindTools } from "../kind-tools.ts";
import type { Kind } from "../kind.ts";
import { settingsOf } from "../step-settings.ts";
import { judgeElsewhere, judgePart, type PartNote, type RunScene } from "./judge-part.ts";
import { planRun, type Part, type RunPlan } from "./plan-run.ts";
import { runSettings } from "./settings.ts";

const ASK_AGAIN_MS = 1_000;

export const RUN: Kind = { settings: runSettings, open: openRun };

/** Runs commands and test suites where the release is worked on, and keeps their reports as evidence of the commit. */
function openRun(tools: KindTools): Performer {
  return {
    async perform(job) {
      const { scene, plan } = await prepare(tools, job);
      if (typeof plan === "string") return failed(plan);
      const runs = await tools.services.commandRuns(); // whose files outlive the checkout
      const ended: EndedRun[] = [];
      for (const part of plan.parts) {
        const known = await runs.look(part.id);
        if (isOpen(known)) {
          const run = await runOf(scene, part);
          if (typeof run === "string") return failed(run);
          await runs.start(run);
        }
        const label = plan.parts.length === 1 ? "" : `${part.name}: `;
        ended.push(await runs.follow(part.id, { signal: job.signal, onLine: (line) => job.progress(label + line) }));
        if (isOpen(ended.at(-1)!)) throw interrupted(job, part);
      }
      return conclude(scene, plan, runs, ended);
    },
    async observe(job) {
      const { scene, plan } = await prepare(tools, job);
      if (typeof plan === "string") return failed(plan);
      const runs = await tools.services.commandRuns(); // whose files outlive the checkout
      const states: RunState[] = [];
      for (const { id } of plan.parts) states.push(await runs.look(id));
      if (states.some(({ state }) => state === "running")) return { pendingUntil: job.now() + ASK_AGAIN_MS };
      const isBroken = states.some((each) => each.state !== "absent" && isOpen(each));
      if (isBroken && scene.settings.repeat === false) return "unknown";
      const ended = states.filter((each): each is EndedRun => !isOpen(each));
      return ended.length < states.length ? "repeat" : conclude(scene, plan, runs, ended);
    },
  };
}

/** Nothing came of it: it was never started, was called off, or got lost. */
function isOpen(known: RunState): boolean {
  return (
    known.state === "absent" || known.state === "lost" || (known.state === "stopped" && known.why === "called-off")
  );
}

async function prepare(tools: KindTools, job: Job): Promise<{ scene: RunScene; plan: RunPlan | string }> {
  const settings = settingsOf(runSettings, job);
  const services = await servicesFor(tools, job);
  const product = await services.product();
  const plan = planRun(settings, job, product.tests.suites);
  return { scene: { tools, job, settings, services, product }, plan: plan.ok ? plan.value : plan.error };
}

/** The run of a part at the commit that is checked out, or why it would prove nothing. */
async function runOf({ services, product, job, settings }: RunScene, part: Part): Promise<CommandRun | string> {
  const { root, head } = await services.repository.state();
  if (root === undefined) return "a bare repository has nothing to run a command in; work in a clone";
  let commit = head ?? null;
  let reportMs: number | null = null;
  if (part.report !== null)
    try {
      const { files } = await services.evidence();
      const { file } = part.report;
      commit = await examinedCommit(services.repository, product, undefined, ...(file === null ? [] : [file]));
      reportMs = file === null ? null : ((await files.modifiedMs(file)) ?? null);
    } catch (error) {
      if (!isSlipwayError(error)) throw error;
      return error.message;
    }
  const { id, version } = job.release;
  const environment = {
    SLIPWAY_RELEASE: id,
    SLIPWAY_VERSION: version,
    SLIPWAY_COMMIT: commit ?? "",
    SLIPWAY_ENVIRONMENT: settings.environment ?? "",
    SLIPWAY_EFFECT: job.effect,
  };
  const note: PartNote & Json = { commit, reportMs };
  return { ...part, folder: root, environment, note };
}

async function conclude(
  scene: RunScene,
  { parts, elsewhere }: RunPlan,
  runs: CommandRuns,
  ended: readonly EndedRun[],
): Promise<Told> {
  const verdicts = [];
  for (const [index, part] of parts.entries())
    verdicts.push(await judgePart(scene, part, ended[index]!, await runs.output(part.id)));
  for (const suite of elsewhere) verdicts.push(await judgeElsewhere(scene, suite));
  const failures = verdicts.filter(({ passed }) => !passed);
  const told = failures.length > 0 ? failures : verdicts;
  return {
    outcome: failures.length > 0 ? "failed" : "passed",
    says: told.map(({ says }) => says).join("; "),
    facts: { runs: verdicts.map(({ facts }) => facts) },
  };
}

function failed(says: string): Told {
  return { outcome: "failed", says };
}

function interrupted({ work, signal }: Job, { name }: Part): Error {
  return new Error(`${name} of step ${work.name} broke off`, { cause: signal.reason });
}
