import { endOf, momentOf } from "../../app/audit/period.ts";
import { startRelease } from "../../app/engine/start-release.ts";
import { commaList } from "../../kernel/comma-list.ts";
import { EXIT, type Call, type ExitCode } from "../command.ts";
import { renderLine, plainRelease } from "../render-release.ts";
import { readRelease, withEngine } from "./with-engine.ts";

const STARTERS_ROLE = "release-manager";

/** `release start`: reserves the number, binds the approved process, and waits at the first step. */
export async function start(call: Call, operand: string | undefined): Promise<ExitCode> {
  const { text, json, output, services } = call;
  return withEngine(call, async (engine) => {
    const acting = await engine.holder(text("as"), text("role") ?? STARTERS_ROLE);
    const id = await startRelease(services, engine.tools, acting, await engine.currentProcess(), {
      operand,
      component: text("component"),
      type: text("type"),
      variant: text("variant"),
      reason: text("reason"),
      trigger: text("trigger"),
      replaces: text("replaces"),
      identifiedAt: momentGiven("--identified", text("identified")),
      dueAt: momentGiven("--due", text("due")),
      traits: commaList(text("set")),
    });
    const { state, open } = await readRelease(engine, id);
    if (json) output.document(plainRelease(state, open));
    else
      output.answer(`${renderLine(state, open, engine.tools.now())}\n\`slipway run ${id}\` takes it as far as it goes`);
    return EXIT.done;
  });
}

function momentGiven(flag: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : flag === "--due" ? endOf(flag, text) : momentOf(flag, text);
}
