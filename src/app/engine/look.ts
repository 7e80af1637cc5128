import type { ActiveStep } from "../../domain/release/due.ts";
import { command } from "./engine.ts";
import type { EngineTools } from "./engine-tools.ts";
import type { StartedScene } from "./scene.ts";

/** Records what checks have to say about a step that waits for people. */
export async function look(
  tools: EngineTools,
  { process, release: { state } }: StartedScene,
  step: ActiveStep,
): Promise<void> {
  const { release } = state;
  const { commands, unasked } = await tools.look(process, state, step);
  for (const each of commands) await command(tools, tools.self, release, each);
  for (const why of unasked) tools.progress(`${release} ${step.work.name}: checks could not be asked: ${why}`);
}
