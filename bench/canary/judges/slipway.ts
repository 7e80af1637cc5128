import { startJudge } from "../../../src/domain/rollout/judge/judge-state.ts";
import { observe } from "../../../src/domain/rollout/judge/judge.ts";
import { DEFAULT_POLICY } from "../../../src/domain/rollout/judge/policy.ts";
import type { Contestant } from "./judge.ts";

export const slipway: Contestant = {
  name: "Slipway",
  judge(header, intervals) {
    const setup = { header, policy: DEFAULT_POLICY };
    let state = startJudge(setup);
    let advanceAt: number | undefined;
    for (const interval of intervals) {
      const step = observe(setup, state, interval);
      state = step.state;
      const verdict = step.report?.verdict;
      if (verdict === "rollback") return { rollbackAt: interval.t, advanceAt, promoted: false };
      if (verdict === "advance" || verdict === "promote") advanceAt ??= interval.t;
      if (verdict === "promote") return { rollbackAt: undefined, advanceAt, promoted: true };
    }
    return { rollbackAt: undefined, advanceAt, promoted: false };
  },
};
