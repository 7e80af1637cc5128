import { advance } from "../../app/engine/advance.ts";
import { listReleases, underWay } from "../../app/engine/release-list.ts";
import { EXIT, type Command } from "../command.ts";
import { plainRelease, renderLine } from "../render-release.ts";
import { readRelease, withEngine } from "../release/with-engine.ts";

export const tick: Command = {
  name: "tick",
  summary: "one round of the engine: do what is due now, once, and look no further",
  operands: "[RELEASE]",
  arity: [0, 1],
  flags: [],
  examples: [
    { command: "slipway tick v1.4.0", explains: "one step further; `slipway run` goes on until it has to wait" },
  ],
  async run(call) {
    const { operands, json, output } = call;
    return withEngine(call, async (engine) => {
      const [named] = operands;
      const ids = named === undefined ? underWay(await listReleases(engine.tools, await engine.releases())) : [named];
      for (const id of ids) await advance(engine.tools, id);
      const releases = [];
      for (const id of ids) releases.push(await readRelease(engine, id));
      if (json) output.document({ releases: releases.map(({ state, open }) => plainRelease(state, open)) });
      else
        output.answer(
          releases.map(({ state, open }) => renderLine(state, open, engine.tools.now())).join("\n") ||
            "nothing is under way",
        );
      return EXIT.done;
    });
  },
};
