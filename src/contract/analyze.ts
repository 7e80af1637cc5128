import * as z from "zod/mini";
import { TRIGGER_ACTIONS, TRIGGER_KINDS } from "../domain/rollout/trigger/trigger.ts";

const count = z.int().check(z.minimum(0));
const positive = z.number().check(z.positive());
const share = z.number().check(z.minimum(0), z.maximum(1));
const risk = z.number().check(z.positive(), z.maximum(0.5));
const name = z.string().check(z.minLength(1));

/** First line of a trace. */
export const traceHeaderSchema = z.object({
  type: z.literal("header"),
  version: z.literal(1),
  dt: positive,
  t_end: positive,
  bounds_ms: z.optional(z.array(positive).check(z.maxLength(1000))),
  arms: z.optional(z.array(z.string())),
  gauges: z.optional(z.array(name).check(z.maxLength(100))),
  warmup_s: z.optional(z.number().check(z.minimum(0))),
});

/** One interval of one arm. The gauges that the header names stand beside these members. */
export const traceLineSchema = z.looseObject({
  t: z.number(),
  arm: z.enum(["baseline", "canary"]),
  weight: share,
  requests: count,
  errors: count,
  hist: z.optional(z.array(count)),
});

const harm = z.strictObject({
  ratio: z.number().check(z.gt(1)),
  risk,
  thinRisk: z.optional(risk),
});

const metric = { weight: z.optional(z.number().check(z.minimum(0))), critical: z.optional(z.boolean()) };

/** `--policy FILE`: every member is optional; what is absent keeps its default. */
export const judgePolicySchema = z.strictObject({
  falseRollback: z.optional(risk),
  suspicion: z.optional(z.number().check(z.gt(1))),
  watchS: z.optional(z.number().check(z.minimum(0))),
  missingRequests: z.optional(positive),
  errors: z.optional(
    z.strictObject({
      ...metric,
      tolerateRatio: z.optional(z.number().check(z.minimum(1))),
      warmupRatio: z.optional(z.number().check(z.minimum(1))),
      harms: z.optional(z.array(harm).check(z.minLength(1))),
      harmShareMin: z.optional(share),
      brokenShare: z.optional(z.number().check(z.positive(), z.maximum(0.4))),
    }),
  ),
  latency: z.optional(
    z.strictObject({
      ...metric,
      quantiles: z.optional(z.array(z.number().check(z.gt(0.4), z.lt(1))).check(z.minLength(1))),
      tolerateSlowdown: z.optional(z.number().check(z.minimum(0))),
      warmupSlowdown: z.optional(z.number().check(z.minimum(0))),
      lingerSlowdown: z.optional(z.number().check(z.minimum(0))),
      harmSlowdown: z.optional(positive),
      harmTailSlowdown: z.optional(positive),
      harmRisk: z.optional(risk),
    }),
  ),
  gauges: z.optional(z.strictObject({ ...metric, tolerateGrowth: z.optional(z.number().check(z.minimum(0))) })),
});

const trigger = z.strictObject({
  name,
  kind: z.enum(TRIGGER_KINDS),
  /** `errors`, `latency` (needs `quantile`) or the name of a gauge. */
  metric: name,
  quantile: z.optional(z.number().check(z.gt(0), z.lt(1))),
  above: z.number(),
  /** Whether `above` is a multiple of the baseline's value in the same window. */
  timesBaseline: z.optional(z.boolean()),
  windowS: positive,
  requestsMin: z.optional(count),
  action: z.enum(TRIGGER_ACTIONS),
});

/** `--trigger FILE`: fixed limits. */
export const triggersSchema = z.strictObject({ triggers: z.array(trigger).check(z.minLength(1), z.maxLength(100)) });

const evidence = z.strictObject({
  metric: name,
  e: z.number().check(z.minimum(0)),
  interval: z.tuple([z.number(), z.nullable(z.number())]),
  requests: count,
});

const tally = z.strictObject({ events: count, requests: count });

/** One line of the answer. */
export const verdictSchema = z.strictObject({
  t: z.number(),
  verdict: z.enum(["continue", "hold", "advance", "promote", "rollback", "inconclusive"]),
  evidence: z.array(evidence),
  why: z.string(),
  /** Only under `--explain`. */
  explain: z.optional(
    z.strictObject({
      combined: z.number(),
      threshold: z.number(),
      needsS: z.nullable(z.number()),
      metrics: z.array(
        z.strictObject({
          metric: name,
          slowerThanMs: z.optional(z.number()),
          canary: tally,
          baseline: tally,
          dispersion: z.number(),
          since: z.nullable(z.number()),
          firstPossible: z.nullable(z.number()),
          refuted: z.boolean(),
          meaning: z.string(),
        }),
      ),
    }),
  ),
});

/** One line of the answer under `--trigger`. */
export const triggerVerdictSchema = z.strictObject({
  t: z.number(),
  verdict: z.enum(["continue", "hold", "rollback"]),
  triggers: z.array(
    z.strictObject({
      name,
      kind: z.enum(TRIGGER_KINDS),
      action: z.enum(TRIGGER_ACTIONS),
      value: z.number(),
      limit: z.number(),
      requests: count,
    }),
  ),
  why: z.string(),
});

/** The answer under `--ab`. */
export const experimentSchema = z.strictObject({
  t: z.number(),
  metric: name,
  baseline: tally,
  canary: tally,
  effect: z.nullable(z.number()),
  interval: z.tuple([z.number(), z.nullable(z.number())]),
  different: z.boolean(),
  sampleRatio: z.strictObject({ expected: z.number(), observed: z.number(), e: z.number(), suspicious: z.boolean() }),
  why: z.string(),
});

export type TraceHeaderDocument = z.infer<typeof traceHeaderSchema>;
export type TraceLineDocument = z.infer<typeof traceLineSchema>;
export type JudgePolicyDocument = z.infer<typeof judgePolicySchema>;
export type VerdictDocument = z.infer<typeof verdictSchema>;
