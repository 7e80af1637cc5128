import { runReleases } from "../../app/engine/run-releases.ts";
import { listReleases, underWay } from "../../app/engine/release-list.ts";
import { durationMs } from "../../kernel/duration.ts";
import { isoMoment } from "../../kernel/iso-moment.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { EXIT, type Command } from "../command.ts";
import { plainRelease, renderLine, renderWhy } from "../render-release.ts";
import { readRelease, withEngine } from "../release/with-engine.ts";

export const run: Command = {
  name: "run",
  summary: "take releases as far as they go: until they wait for people, for time or for policy",
  operands: "[RELEASE]",
  arity: [0, 1],
  flags: [{ name: "wait", value: "DURATION", summary: "wait for what is due within that time, such as 30s or 10m" }],
  examples: [
    { command: "slipway run", explains: "every release that is under way" },
    {
      command: "slipway run v1.4.0 --wait 10m",
      explains: "one release, and what it has to wait for up to ten minutes",
    },
  ],
  async run(call) {
    const { operands, text, json, output } = call;
    const wait = text("wait");
    const patience = wait === undefined ? 2_000 : durationMs(wait);
    if (patience === undefined) throw new SlipwayError(badWait(wait!));
    return withEngine(call, async (engine) => {
      const [named] = operands;
      const ids = named === undefined ? underWay(await listReleases(engine.tools, await engine.releases())) : [named];
      const standings = await runReleases(engine.tools, ids, call.services.identity.isClockSet ? 0 : patience);
      const releases = [];
      for (const { release, wakeAt } of standings) releases.push({ ...(await readRelease(engine, release)), wakeAt });
      if (json)
        output.document({
          releases: releases.map(({ state, open, wakeAt }) => ({ state: plainRelease(state, open), wakeAt })),
        });
      else if (releases.length === 0) output.answer("nothing is under way");
      for (const { state, open, wakeAt } of json ? [] : releases) {
        output.answer(renderLine(state, open, engine.tools.now()));
        if (open.length > 0) output.answer(renderWhy(state.release, open));
        if (wakeAt !== null) output.answer(`next look  ${isoMoment(wakeAt)}`);
      }
      return EXIT.done;
    });
  },
};

function badWait(text: string) {
  return {
    code: "duration",
    kind: "input" as const,
    found: `--wait is "${text}"`,
    expected: "a duration such as 30s, 10m or 2h",
    action: "correct it",
  };
}
