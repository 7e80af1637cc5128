import type { DecidedCase } from "../app/gate/decide-gate-file.ts";
import type { Condition } from "../domain/gate/condition.ts";

/** The decision, then one row for each condition with who can do what, then acts that were refused. */
export function renderGate({ decision, conditions, fates, faults, digest, at }: DecidedCase): string {
  const debt = decision.opensDebt ? "; the full gates are owed" : "";
  const width = Math.max(...conditions.map(({ asks }) => asks.length));
  return [
    `${decision.decision}  ${digest} at ${at}${debt}`,
    ...conditions.flatMap((condition) => row(condition, width)),
    ...decision.refusedEvents.map((index) => `refused  event ${index}: ${fates[index]}`),
    ...faults.map(({ code, says }) => `policy  ${code}: ${says}`),
  ].join("\n");
}

function row({ asks, state, says, who, action }: Condition, width: number): string[] {
  const indent = " ".repeat(width + 8);
  return [
    `${state.padEnd(4)}  ${asks.padEnd(width)}  ${says}`,
    ...(who.length === 0 ? [] : [`${indent}who: ${few(who)}`]),
    ...(action === null ? [] : [`${indent}do: ${action}`]),
  ];
}

const NAMES_MAX = 12;

function few(names: readonly string[]): string {
  const more = names.length - NAMES_MAX;
  return more > 0 ? `${names.slice(0, NAMES_MAX).join(", ")} and ${more} more` : names.join(", ");
}
