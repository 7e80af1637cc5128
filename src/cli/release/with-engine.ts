import type { Engine } from "../../app/engine/open-engine.ts";
import type { Watcher } from "../../app/engine/open-tools.ts";
import { contextOf, loadStarted } from "../../app/engine/scene.ts";
import type { Process } from "../../domain/process/process.ts";
import { whyOf, type OpenCondition } from "../../domain/release/why.ts";
import type { ReleaseState } from "../../domain/release/release-state.ts";
import type { Call, Flag, Output } from "../command.ts";

/** Flags of every command in which a person acts. */
export const PERSON_FLAGS: readonly Flag[] = [
  { name: "as", value: "ID", summary: "who acts (default: whom git names); nobody proves it yet" },
  { name: "role", value: "ROLE", summary: "in which role (default: the one the step asks for)" },
];

/** Opens the engine for a command, and lets go of it whatever happens. */
export async function withEngine<T>({ services, output }: Call, use: (engine: Engine) => Promise<T>): Promise<T> {
  const { openEngine } = await import("../../app/engine/open-engine.ts");
  return watched(output, async (watcher) => {
    const engine = await openEngine(services, watcher);
    try {
      return await use(engine);
    } finally {
      await engine.close();
    }
  });
}

/** Shows what happens while a command works; Ctrl-C stops what it is doing. */
export async function watched<T>(output: Output, use: (watcher: Watcher) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once("SIGINT", onSignal);
  process.once("SIGTERM", onSignal);
  try {
    return await use({
      note: (line) => output.note(line),
      progress: (line) => output.progress(line),
      signal: stop.signal,
    });
  } finally {
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  }
}

/** A release and everything it waits for. */
export async function readRelease(
  { tools }: Engine,
  id: string,
): Promise<{ readonly state: ReleaseState; readonly open: readonly OpenCondition[]; readonly process: Process }> {
  const scene = await loadStarted(tools, id);
  const { state } = scene.release;
  return { state, open: whyOf(state, contextOf(tools, scene)), process: scene.process };
}
