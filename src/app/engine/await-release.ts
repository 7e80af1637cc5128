import { setTimeout as sleep } from "node:timers/promises";
import { worksOf } from "../../domain/process/process.ts";
import { releaseSettled, stepSettled, type Settled } from "../../domain/release/settled.ts";
import { nearest } from "../../kernel/nearest.ts";
import { isSlipwayError, SlipwayError, type Problem } from "../../kernel/problem.ts";
import type { Services } from "../services.ts";
import { openEngine } from "./open-engine.ts";
import type { Watcher } from "./open-tools.ts";
import { contextOf, loadStarted } from "./scene.ts";

export interface Awaited {
  readonly release: string;
  /** Absent: the end of the release. */
  readonly step: string | undefined;
}

export interface Patience {
  readonly timeoutMs: number;
  readonly everyMs: number;
}

/** Somebody else has the log open for a moment. */
const BUSY: readonly string[] = ["ledger-held", "log-held"];

/**
 * Waits until a step or a release has ended. It only looks: between two looks the log is closed, so that people can act,
 * and nobody gains a say by waiting. Returns `waiting` when the time is over.
 */
export async function awaitRelease(
  services: Services,
  watcher: Watcher,
  awaited: Awaited,
  { timeoutMs, everyMs }: Patience,
): Promise<Settled> {
  for (let waitedMs = 0; ; waitedMs += everyMs) {
    const settled = await look(services, watcher, awaited);
    const isOver = waitedMs + everyMs > timeoutMs || watcher.signal.aborted;
    if (settled.verdict !== "waiting" || isOver) return settled;
    await sleep(everyMs, undefined, { signal: watcher.signal }).catch(() => undefined);
  }
}

async function look(services: Services, watcher: Watcher, { release, step }: Awaited): Promise<Settled> {
  try {
    const engine = await openEngine(services, watcher);
    try {
      const scene = await loadStarted(engine.tools, release);
      const { state } = scene.release;
      if (step === undefined) return releaseSettled(state);
      const context = contextOf(engine.tools, scene);
      const settled = stepSettled(state, context, step);
      if (settled !== undefined) return settled;
      const names = [...scene.process.workflows.values()].flatMap(worksOf).map(({ name }) => name);
      throw new SlipwayError(noStep(release, step, nearest(step, names)));
    } finally {
      await engine.close();
    }
  } catch (error) {
    if (!isSlipwayError(error) || !BUSY.includes(error.problems[0].code)) throw error;
    return { verdict: "waiting", outcome: null, by: null };
  }
}

function noStep(release: string, step: string, suggestion: string | undefined): Problem {
  return {
    code: "unknown-step",
    kind: "input",
    found: `${release} has no step ${step}`,
    expected: "a step of its workflow",
    action: suggestion === undefined ? `\`slipway release show ${release}\` names them` : `did you mean ${suggestion}?`,
  };
}
