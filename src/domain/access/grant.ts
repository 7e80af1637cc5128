import { err, ok, type Result } from "../../kernel/result.ts";
import type { Refusal } from "../release/command.ts";
import { refuse } from "../release/refused.ts";
import type { AccessEvent } from "./access-event.ts";
import { ADMIN, rolesOf, type AccessState } from "./access-state.ts";
import { whoCould } from "./may-act-as.ts";
import type { Separation } from "./separation.ts";

type Decision = Result<readonly AccessEvent[], Refusal>;

export interface GrantWish {
  readonly who: string;
  readonly role: string;
  /** What the person is called; `null`: as before. */
  readonly name: string | null;
  readonly from: number;
  readonly until: number | null;
  readonly by: string;
}

/** Gives a role. Nobody appoints the first admin; from then on admins grant, and there is always one without an end. */
export function grantRole(state: AccessState, wish: GrantWish, separation: Separation, now: number): Decision {
  const { who, role, from, until, by } = wish;
  const isFirst = !hasLastingAdmin(state, now);
  const refusal = formFault(wish, now) ?? (isFirst ? firstFault(wish, now) : grantFault(state, wish, separation, now));
  if (refusal !== undefined) return err(refusal);
  const lasts = (state.grants.get(who) ?? []).some(
    (grant) => grant.role === role && grant.from <= from && grant.until >= (until ?? Infinity),
  );
  const granted: AccessEvent = { type: "role-granted", who, role, from, until, by, isFirst };
  return ok([...named(state, wish), ...(lasts ? [] : [granted])]);
}

/** Takes a role back, from those too who were to have it later. */
export function revokeRole(
  state: AccessState,
  {
    who,
    role,
    by,
    reason,
  }: { readonly who: string; readonly role: string; readonly by: string; readonly reason: string },
  now: number,
): Decision {
  const notAdmin = adminFault(state, by, now);
  if (notAdmin !== undefined) return err(notAdmin);
  if (reason.trim() === "") return refuse("reason", "a role is taken back without a reason", "why it is");
  if (!(state.grants.get(who) ?? []).some((grant) => grant.role === role && grant.until > now)) {
    const held = rolesOf(state, who, now).join(", ") || "no role";
    return refuse("role-not-held", `${who} holds ${held}, not ${role}`, "a role the person holds");
  }
  const others = { ...state, grants: new Map([...state.grants].filter(([person]) => person !== who)) };
  if (role === ADMIN && !hasLastingAdmin(others, now))
    return refuse("last-admin", `${who} is the last admin without an end`, "another lasting admin first");
  return ok([{ type: "role-revoked", who, role, until: now, reason }]);
}

/** Only admins decide who holds a role. */
export function adminFault(state: AccessState, by: string, now: number): Refusal | undefined {
  if (rolesOf(state, by, now).includes(ADMIN)) return undefined;
  const held = rolesOf(state, by, now);
  const found = held.length === 0 ? `${by} holds no role` : `${by} holds ${held.join(", ")}`;
  return { code: "not-admin", found, expected: whoCould(state, ADMIN, now) };
}

function hasLastingAdmin({ grants }: AccessState, now: number): boolean {
  return [...grants.values()].some((held) =>
    held.some(({ role, from, until }) => role === ADMIN && from <= now && until === Infinity),
  );
}

function named({ names }: AccessState, { who, name }: GrantWish): AccessEvent[] {
  return name === null || names.get(who) === name ? [] : [{ type: "person-named", who, name }];
}

function formFault({ who, role, from, until }: GrantWish, now: number): Refusal | undefined {
  if (!/^\S{1,200}$/u.test(who))
    return {
      code: "person",
      kind: "input",
      found: `"${who}" is no id of a person`,
      expected: "an e-mail address, or an id without spaces",
    };
  if (!/^[a-z][a-z0-9-]{0,99}$/.test(role))
    return {
      code: "role-name",
      kind: "input",
      found: `"${role}" is no name of a role`,
      expected: "small letters, digits and hyphens: product-owner",
    };
  if (until !== null && (until <= now || until <= from))
    return {
      code: "span",
      kind: "input",
      found: "the role would end before it begins",
      expected: "an end in the future",
    };
  return undefined;
}

function firstFault({ role, from, until }: GrantWish, now: number): Refusal | undefined {
  if (role === ADMIN && until === null && from <= now) return undefined;
  return {
    code: "no-admin",
    found: "nobody is an admin yet",
    expected: "a first admin, from now on and without an end",
  };
}

function grantFault(state: AccessState, wish: GrantWish, separation: Separation, now: number): Refusal | undefined {
  const notAdmin = adminFault(state, wish.by, now);
  if (notAdmin !== undefined || wish.who !== wish.by || separation.isSolo) return notAdmin;
  return {
    code: "self-grant",
    found: `${wish.by} would grant a role to themselves`,
    expected: "another admin, or `separation: solo` for a team of one",
  };
}
