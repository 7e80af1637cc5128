import type { Result } from "../../kernel/result.ts";
import type { Refusal } from "../release/command.ts";
import { slip } from "../release/refused.ts";
import type { ScopeContext } from "./scope-command.ts";
import type { ScopeEvent } from "./scope-event.ts";
import type { PlannedItem, ScopeState } from "./scope-state.ts";

export type Decision = Result<readonly ScopeEvent[], Refusal>;

/** Whether a person acts in one of these roles. */
export function refuseRole({ by }: ScopeContext, roles: readonly string[]): Refusal | undefined {
  if (roles.includes(by.role)) return undefined;
  return { code: "role", found: `${by.who} acts as ${by.role}`, expected: `somebody as ${roles.join(" or ")}` };
}

/** Whether a person, or the one they stand in for, decides on what is their own. */
export function isOwn({ separate, by }: ScopeContext, owner: string | null): boolean {
  return separate && owner !== null && (by.who === owner || by.principal === owner);
}

export function isBlank(text: string): boolean {
  return text.trim() === "";
}

/** Uses an item that exists, or says that it does not. */
export function withKnown({ items }: ScopeState, id: string, use: (item: PlannedItem) => Decision): Decision {
  const item = items.get(id);
  return item === undefined
    ? slip("unknown-item", `there is no scope item ${id}`, "one that was added: `slipway scope list`")
    : use(item);
}
