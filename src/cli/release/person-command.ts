import { act } from "../../app/engine/act.ts";
import type { Actor, ReleaseCommand } from "../../domain/release/command.ts";
import type { ActiveStep } from "../../domain/release/due.ts";
import type { StartedScene } from "../../app/engine/scene.ts";
import type { Holds } from "../../domain/template/template.ts";
import { EXIT, type Call, type ExitCode } from "../command.ts";
import { plainRelease, renderWhy } from "../render-release.ts";
import { readRelease, withEngine } from "./with-engine.ts";

/** A command by which a person acts on a step: `slipway VERB RELEASE [STEP]`. */
export async function personCommand(
  call: Call,
  step: string | undefined,
  says: string,
  wanted: (at: ActiveStep, actor: Actor, scene: StartedScene, holds: Holds) => readonly ReleaseCommand[],
): Promise<ExitCode> {
  const { operands, text, json, output } = call;
  const [release = ""] = operands;
  return withEngine(call, async (engine) => {
    const request = { release, step, role: text("role") };
    const acted = await act(engine.tools, engine.person(text("as")), request, (at, actor, scene) => {
      const holds = engine.tools.conditions(scene.process);
      return wanted(at, actor, scene, (condition) => holds(condition, scene.release.state));
    });
    const { state, open } = await readRelease(engine, release);
    const { who, role, principal } = acted.actor;
    if (json) output.document({ ...acted, state: plainRelease(state, open) });
    else {
      const behalf = principal === undefined ? "" : ` for ${principal}`;
      output.answer(`${acted.step} ${says} by ${who} as ${role}${behalf}\n${renderWhy(release, open)}`);
    }
    return EXIT.done;
  });
}
