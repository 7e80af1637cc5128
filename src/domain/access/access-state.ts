import { within, type Delegation, type Grant } from "../gate/gate-case.ts";

/**
 * Who holds which role, and who stands in for whom. Spans are in Unix milliseconds here; what is over is kept, because
 * a signature is judged by what held when it was given.
 */
export interface AccessState {
  readonly names: ReadonlyMap<string, string>;
  readonly grants: ReadonlyMap<string, readonly Grant[]>;
  readonly delegations: readonly Delegation[];
}

export const EMPTY_ACCESS: AccessState = { names: new Map(), grants: new Map(), delegations: [] };

/** Grants roles and takes them back. The first person to be one is appointed by nobody. */
export const ADMIN = "admin";

/** Roles a person holds in their own right at a moment, by name. */
export function rolesOf({ grants }: AccessState, who: string, at: number): readonly string[] {
  const held = (grants.get(who) ?? []).filter((grant) => within(grant, at)).map(({ role }) => role);
  return [...new Set(held)].toSorted();
}

/** Somebody who may act in a role: in their own right, or for the one named in `principal`. */
export interface RoleHolder {
  readonly who: string;
  readonly principal: string | null;
  /** When that ends, in Unix milliseconds; `null`: it does not. */
  readonly until: number | null;
}

/** Everyone who may act in a role at a moment; holders come before those who stand in for them. */
export function peopleWith(state: AccessState, role: string, at: number): readonly RoleHolder[] {
  const holders = [...state.grants].flatMap(([who, grants]) => {
    const now = grants.filter((grant) => grant.role === role && within(grant, at));
    return now.length === 0 ? [] : [{ who, principal: null, until: latest(now) }];
  });
  const ends = new Map(holders.map(({ who, until }) => [who, until]));
  const delegates = state.delegations
    .filter((each) => each.role === role && within(each, at) && ends.has(each.principal))
    .map(({ delegate, principal, until }) => ({
      who: delegate,
      principal,
      until: Math.min(until, ends.get(principal) ?? Infinity),
    }));
  return [...holders.toSorted(byWho), ...delegates.toSorted(byWho)];
}

function latest(grants: readonly Grant[]): number | null {
  const end = Math.max(...grants.map(({ until }) => until));
  return end === Infinity ? null : end;
}

function byWho(a: RoleHolder, b: RoleHolder): number {
  return a.who < b.who ? -1 : a.who > b.who ? 1 : 0;
}
