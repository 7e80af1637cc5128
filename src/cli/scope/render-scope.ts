import type { Violation } from "../../domain/scope/code-freeze.ts";
import { missingBefore } from "../../domain/scope/decide-item.ts";
import { isoMoment } from "../../kernel/iso-moment.ts";
import type { ItemStatus, StatusReport } from "../../domain/scope/report.ts";
import type { ScopeEvent } from "../../domain/scope/scope-event.ts";
import { releaseOf, type PlannedItem } from "../../domain/scope/scope-state.ts";

/** What was recorded, in one line. */
export function sentenceOf(event: ScopeEvent): string {
  switch (event.type) {
    case "item-added":
      return `${event.item} added: ${event.title}`;
    case "item-reworded":
      return `${event.item} reworded: ${event.pledge.title}`;
    case "item-detailed":
      return `${event.item} changed`;
    case "item-approved":
      return `${event.item} approved by ${event.by}`;
    case "evidence-added":
      return `${event.item}: ${event.kind} ${event.passed ? "shown" : "failed"}, ${event.what}`;
    case "item-moved":
      return `${event.item}: ${event.from} -> ${event.to}`;
    case "item-targeted":
      return `${event.item} is aimed at ${event.release}`;
    case "item-deferred":
      return `${event.item} goes from ${event.from} to ${event.to}`;
    case "item-removed":
      return `${event.item} leaves ${event.from}`;
    case "item-judged":
      return `${event.item} in ${event.release}: ${event.verdict}`;
    case "change-requested":
      return `${event.request}: ${event.change} ${event.item} in ${event.release} waits for a decision`;
    case "change-decided":
      return `${event.request} ${event.verdict} by ${event.by}`;
    default:
      return planSentence(event);
  }
}

type PlanEvent = Exclude<ScopeEvent, { item: string } | { request: string }>;

function planSentence(event: PlanEvent): string {
  switch (event.type) {
    case "freeze-set":
      return `the scope of ${event.release} is frozen from ${isoMoment(event.at)} on`;
    case "risk-recorded":
      return `${event.release}: risk ${event.risk} recorded`;
    case "risk-closed":
      return `${event.release}: risk ${event.risk} closed`;
    case "milestone-set":
      return `${event.release}: ${event.milestone} ${event.date} ${isoMoment(event.at)}`;
    case "capacity-set":
      return `${event.release} has a capacity of ${event.capacity}`;
    case "code-frozen":
      return `the code of ${event.release} is frozen at ${event.commit.slice(0, 12)} of ${event.line}`;
    case "commit-consented":
      return `${event.release}: ${event.commit.slice(0, 12)} may come in`;
    case "plan-closed":
      return `planning of ${event.release} is over`;
  }
}

export function renderItems(items: readonly PlannedItem[]): string {
  return table(items.map((item) => [item.id, item.stage, releaseOf(item) ?? "-", item.owner ?? "-", item.title]));
}

export function renderItem(item: PlannedItem): string {
  const { id, title, stage, owner, approvedBy, marks, dependsOn, evidence } = item;
  const missing = item.stage === "integrated" ? [] : missingBefore(item);
  return [
    `${id} ${title}`,
    `  ${item.class}, ${item.significance}${marks.length > 0 ? `, marked ${marks.join(", ")}` : ""}`,
    `  at ${stage}, ${releaseOf(item) === undefined ? "aimed at no release" : `for ${releaseOf(item)}`}`,
    `  owner ${owner ?? "nobody"}, approved by ${approvedBy ?? "nobody"}`,
    ...(dependsOn.length > 0 ? [`  depends on ${dependsOn.join(", ")}`] : []),
    ...[...evidence].map(
      ([kind, { passed, what, by }]) => `  ${kind} ${passed ? "passed" : "failed"}: ${what} (${by})`,
    ),
    ...(missing.length > 0 ? [`  lacks ${missing.join(", ")}`] : []),
  ].join("\n");
}

/** The report for people: what is open stands above what is not. */
export function renderReport(report: StatusReport & { readonly violations: readonly Violation[] }): string {
  const { release, freeze, codeFreeze, readiness, history, risks, requests, violations } = report;
  const state = freeze === null ? "open" : `${freeze.frozen ? "frozen since" : "freezes at"} ${freeze.at}`;
  return [
    `${release}: readiness ${readiness.done} of ${readiness.of}, scope ${state}${report.closedBy === null ? "" : ", planning over"}`,
    ...readiness.open.map(({ says }) => `  open: ${says}`),
    ...section("items", table(report.items.map(itemCells))),
    ...section(
      "classes",
      table(report.shares.map((share) => [share.class, `${share.count}`, `${share.percent} %`, target(share.target)])),
    ),
    ...section(
      "scope",
      table(Object.entries(history).flatMap(([name, ids]) => (ids.length > 0 ? [[name, ids.join(", ")]] : []))),
    ),
    ...section(
      "change requests",
      table(
        requests.map(({ id, change, item, by, decided }) => [id, `${change} ${item}`, by, decided?.verdict ?? "waits"]),
      ),
    ),
    ...section(
      `risks (${report.risk ?? "none open"})`,
      table(
        risks.map(({ risk, level, title, owner, closed }) => [risk, closed === null ? level : "closed", title, owner]),
      ),
    ),
    ...section("milestones", table(report.milestones.map(milestoneCells))),
    ...(codeFreeze === null ? [] : [`code frozen since ${codeFreeze.at} on ${codeFreeze.line}`]),
    ...section(
      "commits after the code freeze that may not be there",
      table(
        violations.map(({ commit, subject, lacks }) => [commit.slice(0, 12), `no ${lacks.join(", no ")}`, subject]),
      ),
    ),
  ].join("\n");
}

function itemCells({ id, stage, owner, accepted, atRisk, title }: ItemStatus): string[] {
  const state = atRisk.length > 0 ? `at risk: ${atRisk.join("; ")}` : accepted ? "accepted" : "-";
  return [id, stage, owner ?? "-", state, title];
}

function milestoneCells({
  milestone,
  planned,
  forecast,
  actual,
  slipDays,
  reason,
}: StatusReport["milestones"][number]): string[] {
  const slip = slipDays === null || slipDays === 0 ? "" : `${slipDays > 0 ? "+" : ""}${slipDays} days`;
  return [milestone, planned ?? "-", forecast ?? "-", actual ?? "-", slip, reason ?? ""];
}

function target(percent: number | null): string {
  return percent === null ? "" : `target ${percent} %`;
}

function section(title: string, lines: string): string[] {
  return lines === "" ? [] : [`${title}:`, lines];
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (known, row) => row.map((cell, column) => Math.max(known[column] ?? 0, cell.length)),
    [],
  );
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd())
    .join("\n");
}
