import { setTimeout as sleep } from "node:timers/promises";
import { environmentOf } from "../../../domain/environment/environment-of.ts";
import type { Environment } from "../../../domain/process/process.ts";
import { SlipwayError, type Problem } from "../../../kernel/problem.ts";
import type { Health } from "../../delivery-ports.ts";
import type { Job, Performer, Told } from "../../engine-ports.ts";
import type { Outside } from "../../outside-ports.ts";
import { deployedVersions } from "../deployed-versions.ts";
import type { KindTools } from "../kind-tools.ts";
import type { Kind } from "../kind.ts";
import { milliseconds, settingsOf } from "../step-settings.ts";
import { healthOf } from "../target-health.ts";
import { answerFault } from "./judge-answer.ts";
import { probeSettings, type ProbeSettings, type ProbeTarget } from "./settings.ts";

export const PROBE: Kind = { settings: probeSettings, open: openProbe };

const EVERY_MS = 5_000;
const WITHIN_MS = 10_000;
const LINES = 50;

/** Looks whether what was deployed is well: by its answers, its log, its files. It changes nothing, so it may be repeated. */
function openProbe(tools: KindTools): Performer {
  return {
    perform: (job) => perform(tools, job),
    observe: async () => "repeat",
  };
}

async function perform(tools: KindTools, job: Job): Promise<Told> {
  const settings = settingsOf(probeSettings, job);
  const targets = targetsOf(settings);
  const environment = environmentOf(job.work, (await tools.processOf(job.release.id)).environments);
  if (targets.length === 0) {
    const health = await healthOf(tools, job);
    if (health === undefined) throw new SlipwayError(noTarget(job));
    return toldByTarget(health);
  }
  const outside = await tools.services.outside();
  const version = expectedVersion(job, environment);
  const { attempts = 1 } = settings;
  for (let attempt = 1; ; attempt++) {
    const seen: Seen[] = [];
    for (const target of targets) seen.push(...(await look({ outside, job, version }, target, settings)));
    const faults = seen.flatMap(({ what, fault }) => (fault === undefined ? [] : [`${what}: ${fault}`]));
    for (const fault of faults) job.progress(`attempt ${attempt} of ${attempts}: ${fault}`);
    if (faults.length === 0) return toldOf("healthy", `${seen.length} of ${seen.length} well`, { attempt, seen });
    if (attempt === attempts) return toldOf("unhealthy", faults.join("; "), { attempt, seen });
    await sleep(milliseconds(settings.every, EVERY_MS), undefined, { signal: job.signal });
  }
}

/** A target says itself whether it only rehearses. */
function toldByTarget({ breaches, simulated }: Health): Told {
  const faults = breaches.map(({ says }) => says);
  const says = `${faults.join("; ") || "the target says that it is well"}${simulated ? " (simulated)" : ""}`;
  const facts = { probe: { checks: [...breaches], simulated } };
  return { outcome: faults.length > 0 ? "unhealthy" : "healthy", says, facts };
}

/** What this release deployed there, which after a rollback is an older version; else the version that is released. */
function expectedVersion(job: Job, environment: Environment | undefined): string {
  const deployed = environment === undefined ? [] : [...deployedVersions(job, environment.name).values()];
  return deployed.at(-1) ?? job.release.version;
}

interface Looking {
  readonly outside: Outside;
  readonly job: Job;
  /** The version that should run. */
  readonly version: string;
}

/** One thing that was looked at. */
interface Seen {
  readonly what: string;
  readonly fault: string | undefined;
}

function toldOf(outcome: string, says: string, { attempt, seen }: { attempt: number; seen: readonly Seen[] }): Told {
  const checks = seen.map(({ what, fault = null }) => ({ what, fault }));
  return { outcome, says, facts: { probe: { attempts: attempt, checks, simulated: false } } };
}

function targetsOf({ url, body, headers, expect, file, log, all = [] }: ProbeSettings): ProbeTarget[] {
  const own = [url, file, log].some((each) => each !== undefined) ? [{ url, body, headers, expect, file, log }] : [];
  return [...own, ...all].filter(({ url, file, log }) => [url, file, log].some((each) => each !== undefined));
}

async function look(looking: Looking, target: ProbeTarget, { within }: ProbeSettings): Promise<Seen[]> {
  const { url, file, log } = target;
  const { outside } = looking;
  const seen: Seen[] = [];
  if (url !== undefined) seen.push(await lookAtServer(looking, { ...target, url }, milliseconds(within, WITHIN_MS)));
  if (log !== undefined) {
    const lines = await outside.lastLines(log.file, log.lines ?? LINES);
    const bad = lines?.find((line) => line.includes(log.without));
    const fault = lines === undefined ? "cannot be read" : bad && `it says "${bad.trim().slice(0, 200)}"`;
    seen.push({ what: log.file, fault });
  }
  if (file !== undefined) {
    const { folder, count = 1 } = file;
    const found = await outside.countFiles(folder);
    const isEnough = found !== undefined && found >= count;
    seen.push({
      what: folder,
      fault: isEnough ? undefined : `${found ?? "no folder, so no"} files instead of ${count}`,
    });
  }
  return seen;
}

async function lookAtServer(
  { outside, version, job: { effect, signal } }: Looking,
  { url, body, headers = {}, expect = {} }: ProbeTarget & { readonly url: string },
  timeoutMs: number,
): Promise<Seen> {
  const json = { "content-type": "application/json", "idempotency-key": effect };
  const answer = await outside.request({
    url,
    method: body === undefined ? "GET" : "POST",
    headers: body === undefined ? headers : { ...json, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    timeoutMs,
    signal,
  });
  return { what: addressOf(url), fault: answerFault(answer, expect, version) };
}

/** Without what may be secret in it. */
function addressOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

function noTarget({ work }: Job): Problem {
  return {
    code: "probe-without-target",
    kind: "input",
    found: `step ${work.name} has nothing to look at`,
    expected: "`with: { url: … }`, `file` or `log`, or an environment whose target tells how it is",
    action: `say under \`with\` of step ${work.name} what shows that the product is well`,
  };
}
