import { describe, expect, test } from "vitest";
import { drawPoisson } from "../../../../test/sim/canary/draw.ts";
import { simulate, type Setting, type Trace } from "../../../../test/sim/canary/simulate.ts";
import { WORLDS, type World } from "../../../../test/sim/canary/worlds.ts";
import { seededRandom } from "../../../../test/sim/random.ts";
import { startJudge, type JudgeState } from "./judge-state.ts";
import { observe } from "./judge.ts";
import { mixtureEvidence, observeMixture, startMixture } from "./onset-mixture.ts";
import { DEFAULT_POLICY, type JudgePolicy } from "./policy.ts";
import { splitLogRatio } from "./split-ratio.ts";
import type { ArmCounts, Interval, TraceHeader } from "./trace.ts";
import type { Report } from "./verdict.ts";

const HEADER: TraceHeader = { dt: 10, tEnd: 600, boundsMs: [], gauges: [], warmupS: 60 };

function world(name: string): World {
  const found = WORLDS.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no world ${name}`);
  return found;
}

type Seeded = Omit<Setting, "random"> & { seed: number };

function traceOf(name: string, { seed, ...setting }: Seeded): Trace {
  return simulate(world(name), { ...setting, random: seededRandom(seed) });
}

function reports(header: TraceHeader, intervals: readonly Interval[], policy: JudgePolicy = DEFAULT_POLICY): Report[] {
  let state = startJudge({ header, policy });
  return intervals.flatMap((interval) => {
    const step = observe({ header, policy }, state, interval);
    state = step.state;
    return step.report ?? [];
  });
}

function judged(name: string, setting: Seeded): Report[] {
  const { header, intervals } = traceOf(name, setting);
  return reports(header, intervals);
}

const arm = (weight: number, requests: number, errors: number): ArmCounts => ({
  weight,
  requests,
  errors,
  hist: [],
  gauges: {},
});
const verdicts = (all: readonly Report[]): string[] => all.map(({ verdict }) => verdict);

/** A rollout of equal intervals. */
function plain(canary: ArmCounts | undefined, baseline = arm(0.9, 9000, 18), count = 60): Interval[] {
  return Array.from({ length: count }, (_, index) => ({ t: 10 * (index + 1), baseline, canary }));
}

describe("[C-02] verdicts", () => {
  test("half of the requests fail: rolled back after the first interval, though the canary may be cold", () => {
    const [first] = judged("half outage", { requestsPerSecond: 50, seed: 5 });
    expect(first).toMatchObject({ t: 10, verdict: "rollback" });
    expect(first?.why).toMatch(/^errors are seen in the canary alone \(\d+ of \d+ failed; baseline 0 of \d+ failed\)$/);
  });

  test.each([
    ["errors +0.5 pp", 260],
    ["errors x2", 480],
    ["p99 +50 %", 240],
    ["p99 +20 %", 330],
    ["latency +10 %", 330],
    ["leak, growing p99", 800],
  ])("%s is rolled back by %d s at 1000 requests/s, in each of ten runs", (name, limit) => {
    for (let seed = 1; seed <= 10; seed++) {
      const rollback = judged(name, { requestsPerSecond: 1000, seed }).find(({ verdict }) => verdict === "rollback");
      expect(rollback?.t ?? Number.POSITIVE_INFINITY, `seed ${seed}`).toBeLessThanOrEqual(limit);
    }
  });

  test("a harmless canary is cleared soon and promoted at the end", () => {
    const run = judged("stationary", { requestsPerSecond: 1000, seed: 4 });
    expect(run.find(({ verdict }) => verdict === "advance")?.t).toBeLessThanOrEqual(260);
    expect(run.at(-1)).toMatchObject({ t: 1800, verdict: "promote" });
  });

  test("no advance during warm-up, and no promotion before the end", () => {
    const run = judged("stationary", { requestsPerSecond: 1000, seed: 6 });
    expect(run.filter(({ t, verdict }) => verdict === "advance" && t < 230)).toEqual([]);
    expect(run.filter(({ t, verdict }) => verdict === "promote" && t < 1800)).toEqual([]);
  });

  test("a new stage has to prove itself again", () => {
    const small = plain(arm(0.1, 1000, 2), arm(0.9, 9000, 18), 90);
    const large = plain(arm(0.5, 5000, 10), arm(0.5, 5000, 10), 30).map(({ t, ...rest }) => ({ ...rest, t: t + 900 }));
    const run = reports({ ...HEADER, tEnd: 3600 }, [...small, ...large]);
    expect(run[89]?.verdict).toBe("advance");
    expect(run[90]?.verdict).toBe("continue");
    expect(run.at(-1)?.verdict).toBe("advance");
  });

  test("a metric that is not critical holds the rollout and does not roll back", () => {
    const policy = { ...DEFAULT_POLICY, errors: { ...DEFAULT_POLICY.errors, critical: false } };
    const header = { ...HEADER, boundsMs: [100, 200, 400] };
    const withLatency = (counts: ArmCounts): ArmCounts => {
      const slow = Math.round(counts.requests * 0.01);
      return { ...counts, hist: [counts.requests - 4 * slow, 2 * slow, slow, slow] };
    };
    const run = reports(header, plain(withLatency(arm(0.1, 1000, 30)), withLatency(arm(0.9, 9000, 18))), policy);
    expect(new Set(verdicts(run.slice(0, -1)))).toEqual(new Set(["hold"]));
    expect(run.at(-1)?.verdict).toBe("inconclusive");
  });
});

describe("[C-05] too little traffic", () => {
  test("ends inconclusive, and says how much longer it would take", () => {
    const run = reports(HEADER, plain(arm(0.1, 10, 0), arm(0.9, 90, 0)));
    expect(verdicts(run)).not.toContain("advance");
    expect(run.at(-1)?.verdict).toBe("inconclusive");
    const thin = judged("stationary", { requestsPerSecond: 50, seed: 2 })[30];
    expect(thin?.why).toMatch(/needs about \d+ more minutes at this traffic/);
  });

  test.each([1000, 50])(
    "a canary that gets nothing at %d requests/s is held within 60 s, and never promoted",
    (requestsPerSecond) => {
      const run = judged("blackhole", { requestsPerSecond, seed: 3 });
      const hold = run.find(({ verdict }) => verdict === "hold");
      expect(hold?.t).toBeLessThanOrEqual(60);
      expect(hold?.why).toContain("no request has reached the canary");
      expect(verdicts(run)).not.toContain("advance");
      expect(run.at(-1)?.verdict).toBe("inconclusive");
    },
  );

  test("a canary without any lines counts as one without requests", () => {
    const run = reports(HEADER, plain(undefined));
    expect(run[0]?.verdict).toBe("hold");
    expect(run.at(-1)?.verdict).toBe("inconclusive");
  });

  test("a canary that stops getting requests after it was cleared is not promoted", () => {
    const run = reports(HEADER, [
      ...plain(arm(0.1, 1000, 2), arm(0.9, 9000, 18), 55),
      ...plain(arm(0.1, 0, 0)).slice(55),
    ]);
    expect(verdicts(run)).toContain("advance");
    expect(run.at(-1)?.verdict).toBe("inconclusive");
  });

  test("silence in both arms is waited out", () => {
    const run = reports(HEADER, plain(arm(0.1, 0, 0), arm(0.9, 0, 0)));
    expect(run[0]?.why).toBe("neither arm gets any traffic");
    expect(run.at(-1)?.verdict).toBe("inconclusive");
  });

  test("a service that never fails is cleared by the smallest increase that matters", () => {
    const run = reports(HEADER, plain(arm(0.1, 1000, 0), arm(0.9, 9000, 0)));
    expect(verdicts(run)).toContain("advance");
  });
});

describe("properties", () => {
  const traces = ["errors x2", "clumped errors", "sparse, silent minutes", "errors x3, late onset"].map((name, seed) =>
    traceOf(name, { requestsPerSecond: 300, seed, historyS: 300 }),
  );

  test("truncating the trace changes nothing before", () => {
    for (const { header, intervals } of traces) {
      const whole = reports(header, intervals);
      for (const length of [31, 60, 111])
        expect(reports(header, intervals.slice(0, length))).toEqual(whole.slice(0, Math.max(0, length - 30)));
    }
  });

  test("a stored state goes on exactly where it stopped, and is small", () => {
    for (const { header, intervals } of traces) {
      const setup = { header, policy: DEFAULT_POLICY };
      let state = startJudge(setup);
      const stored = intervals.flatMap((interval) => {
        const step = observe(setup, state, interval);
        state = JSON.parse(JSON.stringify(step.state)) as JudgeState;
        return step.report ?? [];
      });
      expect(stored).toEqual(reports(header, intervals));
      expect(JSON.stringify(state).length).toBeLessThan(32_000);
    }
  });

  test("the first rollback is the last word", () => {
    const run = judged("errors x2", { requestsPerSecond: 1000, seed: 8 });
    const first = run.findIndex(({ verdict }) => verdict === "rollback");
    expect(first).toBeGreaterThan(0);
    expect(new Set(verdicts(run.slice(first)))).toEqual(new Set(["rollback"]));
    expect(run.at(-1)?.why).toContain(`rolled back at ${run[first]?.t} s`);
  });

  test("observing does not change the state it was given", () => {
    const { header, intervals } = traceOf("errors x2", { requestsPerSecond: 100, seed: 1, historyS: 100 });
    const setup = { header, policy: DEFAULT_POLICY };
    let state = startJudge(setup);
    for (const interval of intervals.slice(0, 40)) state = observe(setup, state, interval).state;
    const before = JSON.stringify(state);
    observe(setup, state, intervals[40]!);
    expect(JSON.stringify(state)).toBe(before);
  });

  test("evidence of harm says since when, and when it could have been known at the earliest", () => {
    const { header, intervals, onset } = traceOf("errors x3, late onset", {
      requestsPerSecond: 1000,
      seed: 12,
    });
    const rollback = reports(header, intervals).find(({ verdict }) => verdict === "rollback");
    const errors = rollback?.explanations.find(({ metric }) => metric === "errors");
    expect(Math.abs((errors?.since ?? 0) - onset)).toBeLessThanOrEqual(60);
    expect(errors?.firstPossible).toBeGreaterThan(onset);
    expect(errors?.firstPossible).toBeLessThanOrEqual(rollback?.t ?? 0);
  });
});

describe("[C-02] calibration", () => {
  test("evidence has mean at most 1 while nothing is wrong, and rarely passes the threshold", () => {
    const random = seededRandom(20);
    const sizes = [1.5, 2, 4];
    const runs = 4000;
    let [sum, squares, crossed] = [0, 0, 0];
    for (let run = 0; run < runs; run++) {
      let mixture = startMixture(sizes.length);
      let highest = 0;
      for (let k = 1; k <= 40; k++) {
        const share = k % 7 === 0 ? 0.5 : 0.1;
        const level = 1 + 4 * Math.abs(Math.sin(k / 5));
        const counts = {
          canaryEvents: drawPoisson(random, share * level),
          baselineEvents: drawPoisson(random, (1 - share) * level),
          share,
        };
        const logFactors = sizes.map((size) => splitLogRatio(counts, size, 1, 1));
        mixture = observeMixture(mixture, { t: k, logFactors, intervals: 40, enough: 4 });
        highest = Math.max(highest, mixtureEvidence(mixture, [0.4, 0.3, 0.3]));
      }
      const last = mixtureEvidence(mixture, [0.4, 0.3, 0.3]);
      sum += last;
      squares += last * last;
      if (highest >= 20) crossed += 1;
    }
    const mean = sum / runs;
    expect(mean).toBeLessThan(1 + 3 * Math.sqrt((squares / runs - mean * mean) / runs));
    expect(mean).toBeGreaterThan(0.7);
    expect(crossed / runs).toBeLessThan(0.05);
  });

  test("harmless worlds are seldom rolled back: at most 2 % of 12 seeds in each, at both rates", () => {
    const harmless = WORLDS.filter(({ harmful }) => !harmful);
    const wrong = harmless.flatMap((each) =>
      [1000, 50].flatMap((requestsPerSecond) =>
        Array.from({ length: 12 }, (_, seed) => seed).filter((seed) => {
          const { header, intervals } = traceOf(each.name, { requestsPerSecond, seed: 500 + seed });
          return reports(header, intervals).at(-1)?.verdict === "rollback";
        }),
      ),
    );
    expect(harmless).toHaveLength(9);
    expect(wrong.length).toBeLessThanOrEqual(4);
  });
});
