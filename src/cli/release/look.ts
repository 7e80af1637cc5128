import { EXIT, type Call, type ExitCode } from "../command.ts";
import { plainRelease, renderLine, renderRelease, renderWhy } from "../render-release.ts";
import { readRelease, withEngine } from "./with-engine.ts";

/** `release list`: every release that was started, and what each waits for. */
export async function list(call: Call): Promise<ExitCode> {
  const { json, output } = call;
  return withEngine(call, async (engine) => {
    const releases = [];
    for (const id of await engine.releases()) releases.push(await readRelease(engine, id));
    if (json) output.document({ releases: releases.map(({ state, open }) => plainRelease(state, open)) });
    else if (releases.length === 0) output.answer("no release was started; `slipway release start` starts one");
    else output.answer(releases.map(({ state, open }) => renderLine(state, open)).join("\n"));
    return EXIT.done;
  });
}

/** `release show`: every visit of every step, and what is open. */
export async function show(call: Call, id: string): Promise<ExitCode> {
  const { state, open } = await withEngine(call, (engine) => readRelease(engine, id));
  if (call.json) call.output.document(plainRelease(state, open));
  else call.output.answer(renderRelease(state, open));
  return EXIT.done;
}

/** `release why`: each open condition, who can resolve it, and how. */
export async function why(call: Call, id: string): Promise<ExitCode> {
  const { open } = await withEngine(call, (engine) => readRelease(engine, id));
  if (call.json) call.output.document({ release: id, open });
  else call.output.answer(renderWhy(id, open));
  return EXIT.done;
}
