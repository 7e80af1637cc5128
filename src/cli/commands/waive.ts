import { parseMoment } from "../../config/gate-case.ts";
import { MAIN } from "../../domain/release/release-state.ts";
import { unwrap } from "../../kernel/problem.ts";
import type { Command } from "../command.ts";
import { intervene } from "../release/end.ts";
import { PERSON_FLAGS } from "../release/with-engine.ts";

export const waive: Command = {
  name: "waive",
  summary: "pass over the step at which a release stopped, where policy allows that, with a reason",
  operands: "RELEASE",
  arity: [1, 1],
  flags: [
    { name: "reason", value: "TEXT", summary: "why; schedule is no reason" },
    { name: "until", value: "TIME", summary: "when the waiver ends, for example 2026-03-29T14:00Z" },
    { name: "run", value: "NAME", summary: "the run that stopped (default: main)" },
    ...PERSON_FLAGS,
  ],
  examples: [
    {
      command: 'slipway waive v1.4.0 --reason "the scanner is down; checked by hand" --until 2026-02-01T00:00Z',
      explains: "it stands in the record and in the manifest",
    },
  ],
  async run(call) {
    const until = call.text("until");
    return intervene(call, call.operands[0]!, (by) => ({
      type: "waive",
      run: call.text("run") ?? MAIN,
      by,
      reason: call.text("reason") ?? "",
      until: until === undefined ? null : unwrap(parseMoment(until, "--until")) * 3_600_000,
    }));
  },
};
