import type { AccessState } from "../../domain/access/access-state.ts";
import { hasConditions } from "../../domain/condition/conditions-of.ts";
import { checkProcess } from "../../domain/process/check.ts";
import type { ProcessFinding, ProcessReport } from "../../domain/process/finding.ts";
import { hasCalendar, type Process } from "../../domain/process/process.ts";

/**
 * Proves the properties of a process. The languages of conditions and of recurrence are loaded only where there is
 * something to read.
 *
 * @param now Unix milliseconds; cadences are tried in the year that follows.
 * @param access The people there are, where a store knows them.
 */
export async function examineProcess(process: Process, now: number, access?: AccessState): Promise<ProcessReport> {
  const conditions = [...(await conditionFindings(process)), ...(await calendarFindings(process, now))];
  return checkProcess(process, { conditions, staff: access === undefined ? undefined : { access, now } });
}

async function conditionFindings(process: Process): Promise<ProcessFinding[]> {
  if (!hasConditions(process)) return [];
  const { checkConditions } = await import("../../domain/condition/check-conditions.ts");
  return checkConditions(process);
}

async function calendarFindings(process: Process, nowMs: number): Promise<ProcessFinding[]> {
  if (!hasCalendar(process)) return [];
  const { checkCalendar } = await import("./check-calendar.ts");
  return checkCalendar(process, nowMs);
}
