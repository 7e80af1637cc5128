import { shortHash } from "../domain/commit/commit.ts";
import type { Plan, PlannedChange } from "../domain/plan/plan.ts";

const SHOWN_MAX = 40;

/** A plan for people: the decision first, then what counted, then what did not. */
export function renderPlan(plan: Plan, product: string): string {
  const name = plan.component ?? product;
  const from = plan.current === null ? "no release yet" : plan.current.version;
  const counted = plan.changes.filter((change) => change.bump !== "none");
  const ignored = plan.changes.filter((change) => change.bump === "none");
  const header = plan.next === null ? `${name}: nothing to release after ${from}` : `${name}: ${from} -> ${plan.next}`;
  return [
    header,
    `  why: ${plan.reason}${plan.decidedBy === null ? "" : ` [${plan.decidedBy}]`}`,
    `  rules: ${plan.rules.preset} (${plan.rules.source}), below 1.0.0: ${plan.rules.zero}`,
    `  commits since ${from}: ${plan.commits}, at ${shortHash(plan.to)}`,
    ...section("counts", counted),
    ...section("does not count", ignored),
    ...signals(plan.signals),
    ...plan.dependents.map(
      (edge) => `  takes along ${edge.component} (${edge.bump}, ${edge.next}) because it depends on ${edge.because}`,
    ),
    ...plan.warnings.map((warning) => `  warning: ${warning}`),
  ].join("\n");
}

/** What spoke beside the commits. */
function signals(all: Plan["signals"]): string[] {
  const lines = all.map(({ source, bump, evidence }) => `    ${source.padEnd(10)} ${bump.padEnd(5)} ${evidence}`);
  return lines.length === 0 ? [] : ["", "  other inputs:", ...lines];
}

function section(title: string, changes: readonly PlannedChange[]): string[] {
  if (changes.length === 0) return [];
  const lines = changes.slice(0, SHOWN_MAX).map((change) => `    ${line(change)}`);
  const more = changes.length > SHOWN_MAX ? [`    and ${changes.length - SHOWN_MAX} more (--json lists all)`] : [];
  return ["", `  ${title}:`, ...lines, ...more];
}

function line({ commit, type, scope, subject, breaking, bump, rule }: PlannedChange): string {
  const prefix = type === null ? "" : `${type}${scope === null ? "" : `(${scope})`}${breaking ? "!" : ""}: `;
  return `${shortHash(commit)} ${bump.padEnd(5)} ${`${prefix}${subject}`.slice(0, 100)}  [${rule}]`;
}
