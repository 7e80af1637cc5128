import type { Staff } from "../../domain/access/check-people.ts";
import { checkProcess } from "../../domain/process/check.ts";
import type { ProcessFinding, ProcessReport } from "../../domain/process/finding.ts";
import { hasConditions, type Process } from "../../domain/process/process.ts";

/** Proves the properties of a process. The language of conditions is loaded only where there is one to read. */
export async function examineProcess(process: Process, staff?: Staff): Promise<ProcessReport> {
  return checkProcess(process, { conditions: await conditionFindings(process), staff });
}

async function conditionFindings(process: Process): Promise<ProcessFinding[]> {
  if (!hasConditions(process)) return [];
  const { checkConditions } = await import("../../domain/condition/check-conditions.ts");
  return checkConditions(process);
}
