import type { AccessEvent } from "../domain/access/access-event.ts";
import { peopleWith, type AccessState, type RoleHolder } from "../domain/access/access-state.ts";
import { isoMoment } from "../kernel/iso-moment.ts";

/** Somebody who may act in a role, as people read it. */
export interface HolderView {
  readonly who: string;
  readonly name: string | null;
  /** Who is stood in for; `null` for who holds the role. */
  readonly for: string | null;
  /** UTC; `null`: without an end. */
  readonly until: string | null;
}

export interface AccessTable {
  readonly roles: readonly { readonly role: string; readonly holders: readonly HolderView[] }[];
}

/** Every role that somebody has now, by name. */
export function accessTable(state: AccessState, nowMs: number): AccessTable {
  const names = new Set([...state.grants.values()].flat().map(({ role }) => role));
  const roles = [...names].toSorted().map((role) => ({ role, holders: holdersOf(state, role, nowMs) }));
  return { roles: roles.filter(({ holders }) => holders.length > 0) };
}

export function holdersOf(state: AccessState, role: string, nowMs: number): readonly HolderView[] {
  return peopleWith(state, role, nowMs).map(({ who, principal, until }: RoleHolder) => ({
    who,
    name: state.names.get(who) ?? null,
    for: principal,
    until: until === null ? null : isoMoment(until),
  }));
}

export function renderTable({ roles }: AccessTable): string {
  if (roles.length === 0) return "nobody holds a role yet; `slipway access grant WHO admin` makes the first admin";
  return roles.map(({ role, holders }) => renderHolders(role, holders)).join("\n");
}

export function renderHolders(role: string, holders: readonly HolderView[]): string {
  if (holders.length === 0) return `${role}: nobody`;
  return [role, ...holders.map((holder) => `  ${renderHolder(holder)}`)].join("\n");
}

function renderHolder({ who, name, for: principal, until }: HolderView): string {
  const called = name === null ? who : `${name} <${who}>`;
  return `${called}${principal === null ? "" : ` for ${principal}`}${until === null ? "" : ` until ${until}`}`;
}

/** What a change did, in one line. */
export function renderChange(event: AccessEvent): string {
  switch (event.type) {
    case "person-named":
      return `${event.who} is called ${event.name}`;
    case "role-granted": {
      const first = event.isFirst ? "; nobody appoints the first admin" : "";
      return `${event.who} is ${event.role}${event.until === null ? "" : ` until ${isoMoment(event.until)}`}${first}`;
    }
    case "role-revoked":
      return `${event.who} is no longer ${event.role}`;
    case "delegated":
      return `${event.delegate} stands in for ${event.principal} as ${event.role} until ${isoMoment(event.until)}`;
    case "delegation-ended":
      return `${event.delegate} no longer stands in for ${event.principal} as ${event.role}`;
  }
}
