import { membersOf } from "../environment/members.ts";
import type { Process, Work } from "./process.ts";

/** What a type may require of its way to production: that users come to it in steps, not all at once (T-08). */
export const PROGRESSIVE = "progressive";

/** Whether a deployment reaches its users in steps: by a canary of more than one share, or by several waves. */
export function isProgressive(process: Process, { with: { strategy }, each }: Work): boolean {
  if (each !== null && /\.(waves|regions)$/.test(each) && membersOf(process, each).length > 1) return true;
  const canary: unknown =
    typeof strategy === "object" && strategy !== null ? Reflect.get(strategy, "canary") : undefined;
  return Array.isArray(canary) && canary.length > 1;
}
