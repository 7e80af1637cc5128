import { onTestFinished } from "vitest";
import { calendarIn } from "../../src/app/calendar/read-calendar.ts";
import type { Job, JobRelease, Pending, Told } from "../../src/app/engine-ports.ts";
import type { KindTools } from "../../src/app/kinds/kind-tools.ts";
import { KINDS } from "../../src/app/kinds/registry.ts";
import { compose } from "../../src/compose.ts";
import type { StepKind } from "../../src/domain/process/step-kind.ts";
import type { Json } from "../../src/kernel/canonical-json.ts";
import { NO_SCOPE } from "../../src/domain/scope/scope-state.ts";
import { jobOf } from "./job.ts";

/** Does single steps of releases in a repository, and keeps what they told as an engine would. */
export interface StepRunner {
  readonly tools: KindTools;
  release(version: string, facts?: Readonly<Record<string, Json>>): RunningRelease;
}

export interface RunningRelease {
  readonly about: JobRelease;
  readonly facts: Map<string, Json>;
  readonly subject: Map<string, string>;
  /** Does a step and keeps what it told. */
  run(kind: StepKind, settings?: Readonly<Record<string, unknown>>): Promise<Told>;
  /** Does a step as a process that is killed before it can tell anybody. */
  runAndForget(kind: StepKind, settings?: Readonly<Record<string, unknown>>): Promise<Told>;
  observe(kind: StepKind, settings?: Readonly<Record<string, unknown>>): Promise<Told | "repeat" | "unknown">;
}

const STARTED = Date.UTC(2026, 1, 3, 10, 0, 0);

export async function stepRunner(folder: string): Promise<StepRunner> {
  const services = compose({ folder });
  const ledger = await services.ledger.open();
  onTestFinished(() => ledger.close());
  const tools: KindTools = {
    services,
    making: new Map(),
    at: (other) => services.at(other, ledger),
    processOf: async () => (await services.process()).process,
    calendar: async () => calendarIn(ledger, await services.product()),
    scope: async () => NO_SCOPE,
    blobs: ledger.blobs,
  };
  return { tools, release: (version, facts = {}) => runningRelease(tools, version, facts) };
}

function runningRelease(tools: KindTools, version: string, known: Readonly<Record<string, Json>>): RunningRelease {
  const [facts, subject] = [new Map(Object.entries(known)), new Map<string, string>()];
  const tag = `v${version}`;
  const about = { id: tag, version, component: null, tag, releaseType: "feature", facts, subject };
  const job = (kind: StepKind, settings: Readonly<Record<string, unknown>>): Job => ({
    ...jobOf(kind, settings, { effect: `release/${tag}/${kind}`, now: STARTED }),
    release: about,
  });
  const opened = async (kind: StepKind) => (await KINDS[kind]!()).open(tools);
  const runAndForget: RunningRelease["runAndForget"] = async (kind, settings = {}) =>
    settled(await (await opened(kind)).perform(job(kind, settings)));
  return {
    about,
    facts,
    subject,
    runAndForget,
    async run(kind, settings = {}) {
      const told = await runAndForget(kind, settings);
      for (const [key, value] of Object.entries(told.facts ?? {})) facts.set(key, value);
      for (const [facet, digest] of Object.entries(told.subject ?? {})) subject.set(facet, digest);
      return told;
    },
    observe: async (kind, settings = {}) => settled(await (await opened(kind)).observe(job(kind, settings))),
  };
}

function settled<T extends object | string>(answer: T | Pending): T {
  if (typeof answer === "object" && "pendingUntil" in answer) throw new Error("the step goes on");
  return answer;
}
