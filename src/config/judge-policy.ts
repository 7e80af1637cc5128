import * as z from "zod/mini";
import { parseDocument } from "yaml";
import { judgePolicySchema, triggersSchema, type JudgePolicyDocument } from "../contract/analyze.ts";
import { firstIssue } from "../contract/schema-issue.ts";
import { DEFAULT_POLICY, type JudgePolicy } from "../domain/rollout/judge/policy.ts";
import type { Trigger } from "../domain/rollout/trigger/trigger.ts";
import type { Problem } from "../kernel/problem.ts";
import { err, ok, type Result } from "../kernel/result.ts";

/** Reads which harm matters in an environment, in YAML or JSON. What is absent keeps its default. */
export function parseJudgePolicy(text: string, file: string): Result<JudgePolicy, Problem> {
  const read = parse<JudgePolicyDocument>(judgePolicySchema, text, file);
  if (!read.ok) return read;
  const policy = withDefaults(read.value);
  const metrics = [policy.errors, policy.latency, policy.gauges];
  if (!metrics.some(({ weight, critical }) => critical && weight > 0))
    return err(
      trouble(file, "no metric may roll back", "at least one metric with `critical: true` and a `weight` above 0"),
    );
  return ok(policy);
}

/** Reads fixed limits, in YAML or JSON. */
export function parseTriggers(text: string, file: string): Result<readonly Trigger[], Problem> {
  const read = parse<{ triggers: Trigger[] }>(triggersSchema, text, file);
  return read.ok ? ok(read.value.triggers) : read;
}

function withDefaults(document: JudgePolicyDocument): JudgePolicy {
  const { errors, latency, gauges, ...rest } = document;
  return {
    ...DEFAULT_POLICY,
    ...defined(rest),
    errors: { ...DEFAULT_POLICY.errors, ...defined(errors ?? {}) },
    latency: { ...DEFAULT_POLICY.latency, ...defined(latency ?? {}) },
    gauges: { ...DEFAULT_POLICY.gauges, ...defined(gauges ?? {}) },
  };
}

function parse<T>(schema: z.ZodMiniType<T>, text: string, file: string): Result<T, Problem> {
  const document = parseDocument(text);
  const [fault] = document.errors;
  if (fault !== undefined) return err(trouble(file, fault.message.split("\n")[0] ?? "is not readable", "YAML or JSON"));
  const value: unknown = document.toJS() ?? {};
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return ok(parsed.data);
  const { found, expected } = firstIssue(parsed.error, value);
  return err(trouble(file, found, expected));
}

function trouble(file: string, found: string, expected: string): Problem {
  const action = "correct the file; docs/canary.md lists every setting";
  return { code: "judge-policy", kind: "input", found: `${file}: ${found}`, expected, action };
}

/** Without the members that are undefined, so that they do not hide defaults. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
