import { within, type Grant } from "../gate/gate-case.ts";
import type { AccessEvent, Ties } from "./access-event.ts";
import type { AccessState } from "./access-state.ts";

/** What is true after one more event; the moments that matter stand in it. Total: it never refuses what has happened. */
export function evolve(state: AccessState, event: AccessEvent): AccessState {
  switch (event.type) {
    case "person-named":
      return { ...state, names: new Map(state.names).set(event.who, event.name) };
    case "role-granted": {
      const { who, role, from, until } = event;
      return withGrants(state, who, (grants) => [...grants, { role, from, until: until ?? Infinity }]);
    }
    case "role-revoked":
      return withGrants(state, event.who, (grants) =>
        grants.flatMap((grant) => (grant.role === event.role ? endedAt(grant, event.until) : [grant])),
      );
    case "delegated": {
      const { type: _, ...delegation } = event;
      return { ...state, delegations: [...state.delegations, delegation] };
    }
    case "delegation-ended":
      return {
        ...state,
        delegations: state.delegations.flatMap((each) => (isTie(each, event) ? endedAt(each, event.until) : [each])),
      };
  }
}

function isTie(each: Ties, { principal, delegate, role }: Ties): boolean {
  return each.principal === principal && each.delegate === delegate && each.role === role;
}

function withGrants(
  state: AccessState,
  who: string,
  change: (grants: readonly Grant[]) => readonly Grant[],
): AccessState {
  return { ...state, grants: new Map(state.grants).set(who, change(state.grants.get(who) ?? [])) };
}

/** The span up to a moment; nothing when it had not begun. */
function endedAt<T extends { readonly from: number; readonly until: number }>(span: T, at: number): T[] {
  if (within(span, at)) return span.from === at ? [] : [{ ...span, until: at }];
  return span.from < at ? [span] : [];
}
