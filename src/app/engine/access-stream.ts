import { ACCESS_EVENT_TYPES, accessEvent } from "../../contract/access-event.ts";
import type { AccessEvent, Ties } from "../../domain/access/access-event.ts";
import { EMPTY_ACCESS, rolesOf, type AccessState } from "../../domain/access/access-state.ts";
import { evolve } from "../../domain/access/evolve.ts";
import { isoMoment } from "../../kernel/iso-moment.ts";
import type { Description, StreamKind } from "./stream-kind.ts";

/** The streams `access/PRODUCT`: who holds which role, and who stands in for whom. */
export const ACCESS_STREAM: StreamKind<AccessState, AccessEvent> = {
  name: "access",
  empty: EMPTY_ACCESS,
  schema: accessEvent,
  types: ACCESS_EVENT_TYPES,
  evolve,
  describe,
};

function describe(event: AccessEvent, before: AccessState): Description {
  switch (event.type) {
    case "person-named":
      return { action: "name", object: person(event.who), old: before.names.get(event.who) ?? null, new: event.name };
    case "role-granted": {
      const { who, role, from, until, isFirst } = event;
      const span = { from: isoMoment(from), until: until === null ? null : isoMoment(until) };
      const appointed = isFirst ? { reason: "nobody was an admin: the first one is appointed by nobody" } : {};
      return {
        action: "grant",
        object: person(who),
        old: rolesOf(before, who, from),
        new: { role, ...span },
        ...appointed,
      };
    }
    case "role-revoked": {
      const { who, role, reason } = event;
      return { action: "revoke", object: person(who), old: role, new: null, reason };
    }
    case "delegated": {
      const { role, from, until } = event;
      return {
        action: "delegate",
        object: tie(event),
        old: null,
        new: { role, from: isoMoment(from), until: isoMoment(until) },
      };
    }
    case "delegation-ended":
      return { action: "end delegation", object: tie(event), old: event.role, new: null, reason: event.reason };
  }
}

function person(id: string): NonNullable<Description["object"]> {
  return { kind: "person", id };
}

function tie({ principal, delegate }: Ties): NonNullable<Description["object"]> {
  return { kind: "delegation", id: `${delegate} for ${principal}` };
}
