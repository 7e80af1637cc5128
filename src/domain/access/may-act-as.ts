import { err, ok, type Result } from "../../kernel/result.ts";
import { within } from "../gate/gate-case.ts";
import type { Refusal } from "../release/command.ts";
import { ADMIN, peopleWith, rolesOf, type AccessState } from "./access-state.ts";

/** By which right somebody acts in a role. */
export type Right = { readonly as: "self" } | { readonly as: "delegate"; readonly principal: string };

/** Whether a person may act in a role at a moment; a refusal names those who could. */
export function mayActAs(state: AccessState, who: string, role: string, at: number): Result<Right, Refusal> {
  if (rolesOf(state, who, at).includes(role)) return ok({ as: "self" });
  const standIn = peopleWith(state, role, at).find((each) => each.who === who && each.principal !== null);
  if (standIn !== undefined && standIn.principal !== null) return ok({ as: "delegate", principal: standIn.principal });
  const held = rolesOf(state, who, at);
  return err({
    code: "role-not-held",
    found: `${who} ${held.length === 0 ? "holds no role" : `holds ${held.join(", ")}`}, not ${role}`,
    expected: whoCould(state, role, at),
  });
}

/** Those who may act in a role now, as a sentence of a refusal. */
export function whoCould(state: AccessState, role: string, at: number): string {
  const able = peopleWith(state, role, at).map(({ who, principal }) =>
    principal === null ? who : `${who} for ${principal}`,
  );
  if (able.length > 0) return `${role}: ${able.join(", ")}`;
  const later = [...state.grants].filter(([, grants]) => grants.some((each) => each.role === role && each.from > at));
  if (later.length > 0) return `${role}: nobody yet; later ${later.map(([who]) => who).join(", ")}`;
  const admins = [...state.grants].filter(([, grants]) =>
    grants.some((each) => each.role === ADMIN && within(each, at)),
  );
  if (admins.length === 0) return `${role}: nobody holds it, and there is no admin yet`;
  return `${role}: nobody holds it; ${admins.map(([who]) => who).join(" or ")} can grant it`;
}
