import * as z from "zod/mini";
import type { ScanReport } from "../../../domain/evidence/report.ts";
import type { Finding } from "../../../domain/evidence/evidence.ts";
import type { Severity } from "../../../domain/evidence/scan.ts";
import { err, ok, type Result } from "../../../kernel/result.ts";
import { jsonFormat } from "../json-format.ts";
import type { ReportFault, ReportFormat } from "../report-format.ts";
import { oneLine } from "../report-text.ts";

const severity = z.enum(["info", "low", "moderate", "high", "critical"]);
const counts = z.object({
  vulnerabilities: z.record(z.string(), z.int()),
});

/** npm 6. */
const first = z.object({
  metadata: counts,
  advisories: z.record(
    z.string(),
    z.object({
      module_name: z.string(),
      severity,
      title: z.string(),
      url: z.optional(z.string()),
      github_advisory_id: z.optional(z.string()),
      findings: z.array(z.object({ version: z.string() })),
    }),
  ),
});

/** npm 7 and later: what is vulnerable, and why: by an advisory, or by another package in the list. */
const second = z.object({
  auditReportVersion: z.literal(2),
  metadata: counts,
  vulnerabilities: z.record(
    z.string(),
    z.object({
      via: z.array(
        z.union([
          z.string(),
          z.object({
            source: z.union([z.int(), z.string()]),
            name: z.string(),
            title: z.string(),
            url: z.optional(z.string()),
            severity,
            range: z.optional(z.string()),
          }),
        ]),
      ),
    }),
  ),
});
const failure = z.object({ error: z.object({ summary: z.optional(z.string()), code: z.optional(z.string()) }) });

export const npmAudit: ReportFormat = {
  ...jsonFormat({
    name: "npm-audit",
    aliases: ["npm"],
    title: "npm audit --json",
    marks: [],
    schema: z.union([failure, second, first]),
    read: (report) => {
      if ("error" in report)
        return err({
          kind: "unfinished",
          found: `npm says: ${oneLine(report.error.summary ?? report.error.code ?? "an error")}`,
        });
      return "advisories" in report ? readFirst(report) : readSecond(report);
    },
  }),
  recognises: ({ text, json }) => {
    if (json === undefined) return /^\s*\{/.test(text) && text.includes('"auditReportVersion"');
    const members = Object(json) as Readonly<Record<string, unknown>>;
    return "auditReportVersion" in members || ("advisories" in members && "metadata" in members) || isFailure(json);
  },
};

/** What npm prints when it could not ask: an error alone, or with the answer of the registry around it. */
function isFailure(json: unknown): boolean {
  const parsed = z.safeParse(failure, json);
  return parsed.success && (parsed.data.error.summary ?? parsed.data.error.code) !== undefined;
}

function readFirst({ advisories, metadata }: z.infer<typeof first>): Result<ScanReport, ReportFault> {
  const findings = Object.entries(advisories).map(([key, each]) => ({
    id: advisoryId(each.url, each.github_advisory_id ?? key),
    severity: severityOf(each.severity),
    title: oneLine(each.title),
    place: `${each.module_name}@${each.findings[0]?.version ?? "*"}`,
    resolution: null,
  }));
  return report(findings, metadata.vulnerabilities);
}

/** An advisory stands at every package it reaches; it is one finding a package it is about. */
function readSecond({ vulnerabilities, metadata }: z.infer<typeof second>): Result<ScanReport, ReportFault> {
  const found = new Map<string, Finding>();
  for (const { via } of Object.values(vulnerabilities))
    for (const cause of via) {
      if (typeof cause === "string") continue;
      const id = advisoryId(cause.url, String(cause.source));
      const place = `${cause.name}@${cause.range ?? "*"}`;
      found.set(`${id} ${place}`, {
        id,
        severity: severityOf(cause.severity),
        title: oneLine(cause.title),
        place: oneLine(place),
        resolution: null,
      });
    }
  return report([...found.values()], metadata.vulnerabilities);
}

function report(findings: readonly Finding[], said: Readonly<Record<string, number>>): Result<ScanReport, ReportFault> {
  const { total: _, ...bySeverity } = said;
  const sum = Object.values(bySeverity).reduce((all, count) => all + count, 0);
  if (sum > 0 !== findings.length > 0)
    return err({
      kind: "contradiction",
      found: `it counts ${sum} vulnerabilities, and ${findings.length === 0 ? "lists none" : "lists some"}`,
    });
  return ok({ kind: "scan", format: "npm-audit", tool: "npm audit", time: null, findings });
}

function advisoryId(url: string | undefined, otherwise: string): string {
  return /GHSA(?:-[0-9a-z]{4}){3}/.exec(url ?? "")?.[0] ?? oneLine(otherwise);
}

function severityOf(name: z.infer<typeof severity>): Severity {
  return name === "moderate" ? "medium" : name;
}
