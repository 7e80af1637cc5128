import { err, type Result } from "../../kernel/result.ts";
import type { Refusal } from "./command.ts";

/** Policy or authority says no. */
export function refuse(code: string, found: string, expected: string): Result<never, Refusal> {
  return err({ code, found, expected });
}

/** Refuses what is wrong whoever asks for it. */
export function slip(code: string, found: string, expected: string): Result<never, Refusal> {
  return err({ code, kind: "input", found, expected });
}
