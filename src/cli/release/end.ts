import type { Engine } from "../../app/engine/open-engine.ts";
import { leavePlace } from "../../app/line/place-of-work.ts";
import { command } from "../../app/engine/engine.ts";
import type { Actor, ReleaseCommand } from "../../domain/release/command.ts";
import { MAIN } from "../../domain/release/release-state.ts";
import { commaList } from "../../kernel/comma-list.ts";
import { EXIT, type Call, type ExitCode } from "../command.ts";
import { plainRelease, renderLine } from "../render-release.ts";
import { readRelease, withEngine } from "./with-engine.ts";

const MANAGERS_ROLE = "release-manager";

/** `release cancel`: ends a release before its end. */
export async function cancel(call: Call, id: string): Promise<ExitCode> {
  return intervene(call, id, (by) => ({ type: "cancel", by, reason: call.text("reason") ?? "" }), leave);
}

/** `release close`: everything the process asks for holds, or is passed over with a reason. */
export async function close(call: Call, id: string): Promise<ExitCode> {
  return intervene(
    call,
    id,
    (by) => ({
      type: "close",
      by,
      waive: commaList(call.text("waive")),
      reason: call.text("reason") ?? "",
    }),
    leave,
  );
}

/** The checkout that Slipway made for a release is not needed any more. */
const leave = async ({ kinds }: Engine, id: string): Promise<void> => leavePlace(kinds, { id });

/** `release retry`: the step at which it stopped, once more. */
export async function retry(call: Call, id: string): Promise<ExitCode> {
  return intervene(call, id, (by) => ({ type: "retry", run: call.text("run") ?? MAIN, by }));
}

/** Lets the manager of a release say what follows. */
export async function intervene(
  call: Call,
  id: string,
  wanted: (by: Actor) => ReleaseCommand,
  then: (engine: Engine, id: string) => Promise<void> = async () => undefined,
): Promise<ExitCode> {
  const { text, json, output } = call;
  return withEngine(call, async (engine) => {
    await readRelease(engine, id);
    const { acting, actor } = await engine.person(text("as"))(text("role") ?? MANAGERS_ROLE);
    await command(engine.tools, acting, id, wanted(actor));
    await then(engine, id);
    const { state, open } = await readRelease(engine, id);
    if (json) output.document(plainRelease(state, open));
    else output.answer(renderLine(state, open, engine.tools.now()));
    return EXIT.done;
  });
}
