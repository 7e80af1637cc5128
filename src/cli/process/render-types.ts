import { worksOf, type Process, type ProcessType, type Work } from "../../domain/process/process.ts";
import type { StepKind } from "../../domain/process/step-kind.ts";

/** Everything a release type is, in one line (T-01). */
export function renderType(type: ProcessType, process: Process): string {
  const { name, bumps, trigger, duration, gates, cadence, ignores, tells, isExceptional } = type;
  const parts = [
    `${bumps.join(" or ")}${isExceptional ? ", exceptional" : ""}`,
    cadence === null ? "" : `every ${cadence.every}`,
    trigger === null ? "" : `after ${trigger}`,
    duration === null ? "" : `takes ${duration}`,
    gates === null ? "" : `gates ${gates}`,
    requirements(type),
    listed("asks", approvalsOf(type, process)),
    listed("tells", tells),
    listed("ignores", ignores),
  ];
  return `  type ${name}: ${parts.filter((part) => part !== "").join("; ")}`;
}

/** The same as plain values. */
export function plainType(type: ProcessType, process: Process) {
  return { ...type, requiresWhen: Object.fromEntries(type.requiresWhen), approvals: approvalsOf(type, process) };
}

function requirements({ requires, requiresWhen }: ProcessType): string {
  const more = [...requiresWhen].map(([condition, list]) => `${list.join(", ")} when ${condition}`);
  return listed("requires", [...(requires.length > 0 ? [requires.join(", ")] : []), ...more], "; ");
}

function listed(verb: string, names: readonly string[], separator = ", "): string {
  return names.length === 0 ? "" : `${verb} ${names.join(separator)}`;
}

const APPROVING: readonly StepKind[] = ["review", "uat", "approval", "decision"];

/** The steps at which somebody says yes or no, in order. */
function approvalsOf({ workflow }: ProcessType, { workflows }: Process): readonly string[] {
  const found = workflow === null ? undefined : workflows.get(workflow);
  if (found === undefined) return [];
  return worksOf({ ...found, detours: new Map() })
    .filter(({ kind }: Work) => APPROVING.includes(kind))
    .map(({ name }) => name);
}
