import { describe, expect, test } from "vitest";
import type { ArmCounts, Interval, TraceHeader } from "../judge/trace.ts";
import { NO_TRIGGER_HISTORY, TRIGGER_KINDS, watchTriggers, type Trigger } from "./trigger.ts";

const HEADER: TraceHeader = { dt: 10, tEnd: 600, boundsMs: [100, 400], gauges: ["open_bugs"], warmupS: 0 };
const TRIGGER: Trigger = {
  name: "errors",
  kind: "error-rate",
  metric: "errors",
  above: 0.01,
  windowS: 30,
  action: "automatic",
};

function arm(part: Partial<ArmCounts>): ArmCounts {
  return { weight: 0.5, requests: 100, errors: 0, hist: [90, 9, 1], gauges: {}, ...part };
}

function run(triggers: readonly Trigger[], canaries: readonly Partial<ArmCounts>[]) {
  let state = NO_TRIGGER_HISTORY;
  return canaries.map((part, index) => {
    const interval: Interval = { t: 10 * (index + 1), baseline: arm({ errors: 1 }), canary: arm(part) };
    const step = watchTriggers(triggers, HEADER, state, interval);
    state = step.state;
    return { ...step.report, remembered: state.recent.length };
  });
}

describe("[K-01] triggers with threshold, window and action", () => {
  test("fire on the window as a whole, and an automatic one is the last word", () => {
    const all = run([TRIGGER], [{}, { errors: 2 }, { errors: 4 }, {}, {}, {}, {}]);
    expect(all.map(({ verdict }) => verdict)).toEqual([
      "continue",
      "continue",
      ...Array.from({ length: 5 }, () => "rollback"),
    ]);
    expect(all[2]?.triggers).toEqual([
      { name: "errors", kind: "error-rate", action: "automatic", value: 0.02, limit: 0.01, requests: 300 },
    ]);
    expect(all[6]?.why).toBe("a trigger called for a rollback before");
  });

  test.each([
    ["alert", "continue"],
    ["propose", "hold"],
    ["automatic", "rollback"],
  ] as const)("%s means %s", (action, verdict) => {
    expect(run([{ ...TRIGGER, action }], [{ errors: 50 }])[0]).toMatchObject({ verdict, triggers: [{ action }] });
  });

  test("compare with the baseline, with a latency quantile, or with a count that stands in a gauge", () => {
    const times: Trigger = { ...TRIGGER, above: 3, timesBaseline: true };
    expect(run([times], [{ errors: 3 }, { errors: 4 }]).map(({ verdict }) => verdict)).toEqual([
      "continue",
      "rollback",
    ]);
    const latency: Trigger = {
      ...TRIGGER,
      name: "p95",
      kind: "performance",
      metric: "latency",
      quantile: 0.95,
      above: 100,
    };
    expect(run([latency], [{}])[0]?.triggers).toMatchObject([{ value: 400, limit: 100 }]);
    expect(run([latency], [{ hist: [99, 1, 0] }])[0]?.triggers).toEqual([]);
    const bug: Trigger = { ...TRIGGER, name: "bug", kind: "critical-bug", metric: "open_bugs", above: 0 };
    expect(
      run([bug], [{ gauges: { open_bugs: 0 } }, { gauges: { open_bugs: 1 } }]).map(({ verdict }) => verdict),
    ).toEqual(["continue", "rollback"]);
  });

  test("say nothing on too few requests", () => {
    expect(
      run([{ ...TRIGGER, requestsMin: 250 }], [{ errors: 9 }, { errors: 9 }, { errors: 9 }]).map(
        ({ verdict }) => verdict,
      ),
    ).toEqual(["continue", "continue", "rollback"]);
    expect(run([TRIGGER], [{ requests: 0, errors: 0 }])[0]?.verdict).toBe("continue");
  });

  test("remember no more than the longest window", () => {
    expect(
      run(
        [TRIGGER],
        Array.from({ length: 50 }, () => ({})),
      ).at(-1)?.remembered,
    ).toBe(3);
  });

  test("know the nine kinds of the process", () => {
    expect(TRIGGER_KINDS).toHaveLength(9);
  });
});
