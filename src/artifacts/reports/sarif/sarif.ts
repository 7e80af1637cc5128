import * as z from "zod/mini";
import type { Finding } from "../../../domain/evidence/evidence.ts";
import type { Severity } from "../../../domain/evidence/scan.ts";
import { err, ok } from "../../../kernel/result.ts";
import { jsonFormat } from "../json-format.ts";
import type { ReportFormat } from "../report-format.ts";
import { oneLine, utcTime } from "../report-text.ts";

const message = z.object({ text: z.optional(z.string()) });
const rule = z.object({
  id: z.string(),
  shortDescription: z.optional(message),
  defaultConfiguration: z.optional(z.object({ level: z.optional(z.string()) })),
  properties: z.optional(z.object({ "security-severity": z.optional(z.union([z.string(), z.number()])) })),
});
const result = z.object({
  ruleId: z.optional(z.string()),
  ruleIndex: z.optional(z.int()),
  rule: z.optional(z.object({ id: z.optional(z.string()), index: z.optional(z.int()) })),
  level: z.optional(z.string()),
  kind: z.optional(z.string()),
  baselineState: z.optional(z.string()),
  message: z.optional(message),
  locations: z.optional(
    z.array(
      z.object({
        physicalLocation: z.optional(
          z.object({
            artifactLocation: z.optional(z.object({ uri: z.optional(z.string()) })),
            region: z.optional(z.object({ startLine: z.optional(z.int()) })),
          }),
        ),
      }),
    ),
  ),
  suppressions: z.optional(
    z.array(z.object({ status: z.optional(z.string()), justification: z.optional(z.string()) })),
  ),
});
const schema = z.object({
  version: z.literal("2.1.0"),
  runs: z.array(
    z.object({
      tool: z.object({ driver: z.object({ name: z.string(), rules: z.optional(z.array(rule)) }) }),
      invocations: z.optional(
        z.array(z.object({ executionSuccessful: z.boolean(), endTimeUtc: z.optional(z.string()) })),
      ),
      results: z.optional(z.nullable(z.array(result))),
    }),
  ),
});
type Rule = z.infer<typeof rule>;
type Result = z.infer<typeof result>;

/** OASIS SARIF 2.1.0. The `security-severity` of a rule is a CVSS score, as code hosts read it; without one the level tells. */
export const sarif: ReportFormat = jsonFormat({
  name: "sarif",
  title: "SARIF 2.1",
  marks: ["version", "runs"],
  schema,
  read({ runs }) {
    const [first] = runs;
    if (first === undefined) return err({ kind: "broken", found: "it has no run" });
    const broken = runs.find(({ invocations = [] }) => invocations.some((each) => !each.executionSuccessful));
    if (broken !== undefined)
      return err({ kind: "unfinished", found: `${broken.tool.driver.name} says that it did not succeed` });
    const resultless = runs.find(({ results }) => results == null);
    if (resultless !== undefined)
      return err({
        kind: "unfinished",
        found: `${resultless.tool.driver.name} gives no results, not even an empty list`,
      });
    const findings = runs.flatMap(({ tool, results }) => {
      const rules = tool.driver.rules ?? [];
      const byId = new Map(rules.map((each) => [each.id, each]));
      return (results ?? []).filter(isProblem).map((each) => findingOf(each, rules, byId));
    });
    const tool = [...new Set(runs.map((run) => run.tool.driver.name))].join(", ");
    return ok({ kind: "scan", format: "sarif", tool, time: utcTime(first.invocations?.[0]?.endTimeUtc), findings });
  },
});

/** Results also tell what passed, what was not looked at, and what a baseline no longer has. */
function isProblem({ kind = "fail", baselineState }: Result): boolean {
  return kind === "fail" && baselineState !== "absent";
}

function findingOf(result: Result, rules: readonly Rule[], byId: ReadonlyMap<string, Rule>): Finding {
  const index = result.ruleIndex ?? result.rule?.index;
  const id = result.ruleId ?? result.rule?.id ?? (index === undefined ? undefined : rules[index]?.id);
  const rule = id === undefined ? undefined : (byId.get(id) ?? (index === undefined ? undefined : rules[index]));
  const place = result.locations?.[0]?.physicalLocation;
  const line = place?.region?.startLine;
  return {
    id: oneLine(id ?? "") || "without a rule",
    severity: severityOf(result, rule),
    title: oneLine(result.message?.text ?? rule?.shortDescription?.text ?? id ?? ""),
    place: oneLine(`${place?.artifactLocation?.uri ?? "no file"}${line === undefined ? "" : `:${line}`}`),
    resolution: settlement(result),
  };
}

/** Every suppression has to be accepted; one without a status is. */
function settlement({ suppressions = [] }: Result): string | null {
  const isSettled = suppressions.length > 0 && suppressions.every(({ status = "accepted" }) => status === "accepted");
  return isSettled
    ? `suppressed in the report: ${oneLine(suppressions[0]?.justification ?? "") || "no reason given"}`
    : null;
}

const LEVELS: Readonly<Record<string, Severity>> = { error: "high", warning: "medium", note: "low", none: "info" };

/** The bands of CVSS 3: 9 critical, 7 high, 4 medium. */
function severityOf({ level }: Result, rule: Rule | undefined): Severity {
  const score = Number.parseFloat(String(rule?.properties?.["security-severity"] ?? ""));
  if (score >= 9) return "critical";
  if (score >= 7) return "high";
  if (score >= 4) return "medium";
  if (score > 0) return "low";
  return LEVELS[level ?? rule?.defaultConfiguration?.level ?? "warning"] ?? "medium";
}
