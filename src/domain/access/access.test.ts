import fc from "fast-check";
import { expect, test } from "vitest";
import type { Result } from "../../kernel/result.ts";
import type { AccessEvent } from "./access-event.ts";
import { EMPTY_ACCESS, peopleWith, rolesOf, type AccessState } from "./access-state.ts";
import { delegateRole, endDelegation } from "./delegate.ts";
import { evolve } from "./evolve.ts";
import { grantRole, revokeRole } from "./grant.ts";
import { mayActAs } from "./may-act-as.ts";
import { excludedFor, FOUR_EYES, SOLO } from "./separation.ts";

const NOON = 1_767_873_600_000; // 2026-01-08T12:00:00Z
const HOUR = 3_600_000;

interface Step {
  readonly who: string;
  readonly role: string;
  readonly by?: string;
  readonly until?: number;
}

function applied(state: AccessState, decided: Result<readonly AccessEvent[], unknown>): AccessState {
  return decided.ok ? decided.value.reduce((before, event) => evolve(before, event), state) : state;
}

function granted(state: AccessState, { who, role, by = "ada", until }: Step, separation = FOUR_EYES) {
  return grantRole(state, { who, role, by, name: null, from: NOON, until: until ?? null }, separation, NOON);
}

function team(...steps: readonly Step[]): AccessState {
  const first = applied(EMPTY_ACCESS, granted(EMPTY_ACCESS, { who: "ada", role: "admin" }));
  return steps.reduce((state, step) => applied(state, granted(state, step)), first);
}

function codeOf(decided: Result<unknown, { readonly code: string }>): string {
  return decided.ok ? "ok" : decided.error.code;
}

test("nobody appoints the first admin, and it is recorded so; from then on admins grant", () => {
  expect(codeOf(granted(EMPTY_ACCESS, { who: "eve", role: "qa", by: "eve" }))).toBe("no-admin");
  expect(codeOf(granted(EMPTY_ACCESS, { who: "ada", role: "admin", until: NOON + HOUR }))).toBe("no-admin");
  const first = granted(EMPTY_ACCESS, { who: "ada", role: "admin", by: "ada" });
  expect(first).toMatchObject({ ok: true, value: [{ type: "role-granted", isFirst: true }] });
  expect(granted(team(), { who: "bob", role: "qa" })).toMatchObject({ value: [{ isFirst: false }] });
  expect(granted(team(), { who: "eve", role: "admin", by: "eve" })).toMatchObject({
    error: { code: "not-admin", found: "eve holds no role", expected: "admin: ada" },
  });
});

test("[H-10] nobody grants a role to themselves, unless the team is one person", () => {
  const wish = { who: "ada", role: "qa" };
  expect(codeOf(granted(team(), wish))).toBe("self-grant");
  const both = applied(
    applied(team(), granted(team(), wish, SOLO)),
    granted(team(), { who: "ada", role: "security" }, SOLO),
  );
  expect(rolesOf(both, "ada", NOON)).toEqual(["admin", "qa", "security"]);
});

test("[H-10] a role begins and ends when it should, and the last lasting admin stays", () => {
  const state = team({ who: "bob", role: "qa", until: NOON + HOUR }, { who: "cy", role: "admin", until: NOON + HOUR });
  expect(rolesOf(state, "bob", NOON)).toEqual(["qa"]);
  expect(rolesOf(state, "bob", NOON - 1)).toEqual([]);
  expect(rolesOf(state, "bob", NOON + HOUR)).toEqual([]);
  const wish = { who: "ada", role: "admin", by: "cy", reason: "left" };
  expect(codeOf(revokeRole(state, wish, NOON))).toBe("last-admin");
  expect(codeOf(revokeRole(team({ who: "cy", role: "admin" }), wish, NOON))).toBe("ok");
  const taken = { who: "bob", role: "qa", by: "ada", reason: "moved on" };
  expect(codeOf(revokeRole(state, { ...taken, reason: " " }, NOON))).toBe("reason");
  const later = applied(state, revokeRole(state, taken, NOON + 1));
  expect([rolesOf(later, "bob", NOON), rolesOf(later, "bob", NOON + 1)]).toEqual([["qa"], []]);
  expect(codeOf(revokeRole(later, taken, NOON + 2))).toBe("role-not-held");
});

test("[A-01] a delegate acts for a principal in one role and time, and a refusal names who could", () => {
  const state = team({ who: "bob", role: "qa" });
  const wish = { principal: "bob", delegate: "cy", role: "qa", from: NOON, until: NOON + HOUR, by: "bob" };
  const standing = applied(state, delegateRole(state, wish, NOON));
  expect(mayActAs(standing, "bob", "qa", NOON)).toEqual({ ok: true, value: { as: "self" } });
  expect(mayActAs(standing, "cy", "qa", NOON)).toEqual({ ok: true, value: { as: "delegate", principal: "bob" } });
  expect(mayActAs(standing, "cy", "qa", NOON + HOUR)).toMatchObject({
    error: { code: "role-not-held", expected: "qa: bob" },
  });
  expect(mayActAs(standing, "eve", "qa", NOON)).toMatchObject({ error: { expected: "qa: bob, cy for bob" } });
  expect(mayActAs(standing, "eve", "security", NOON)).toMatchObject({
    error: { expected: "security: nobody holds it; ada can grant it" },
  });
  expect(peopleWith(standing, "qa", NOON)).toEqual([
    { who: "bob", principal: null, until: null },
    { who: "cy", principal: "bob", until: NOON + HOUR },
  ]);
  expect(codeOf(delegateRole(standing, { ...wish, principal: "cy", delegate: "eve", by: "cy" }, NOON))).toBe(
    "role-not-held",
  );
  expect(codeOf(delegateRole(standing, { ...wish, delegate: "bob" }, NOON))).toBe("delegation-to-self");
  expect(codeOf(delegateRole(standing, { ...wish, by: "eve" }, NOON))).toBe("not-admin");
  expect(codeOf(delegateRole(standing, { ...wish, principal: "ada", role: "admin", by: "ada" }, NOON))).toBe(
    "admin-delegated",
  );
  expect(codeOf(delegateRole(standing, { ...wish, until: NOON }, NOON))).toBe("span");
  const ended = applied(standing, endDelegation(standing, { ...wish, reason: "back" }, NOON + 1));
  expect(codeOf(mayActAs(ended, "cy", "qa", NOON + 1))).toBe("role-not-held");
  const lost = applied(standing, revokeRole(standing, { who: "bob", role: "qa", by: "ada", reason: "left" }, NOON + 1));
  expect(codeOf(mayActAs(lost, "cy", "qa", NOON + 1))).toBe("role-not-held");
});

test("[A-10] authors and requester are kept from approving where duties are separated", () => {
  const makers = { authors: ["ada", "bob"], requester: "cy" };
  expect([...excludedFor(FOUR_EYES, makers)]).toEqual(["ada", "bob", "cy"]);
  expect([...excludedFor(FOUR_EYES, { ...makers, requester: null })]).toEqual(["ada", "bob"]);
  expect([...excludedFor(SOLO, makers)]).toEqual([]);
});

test("whatever is decided, somebody can always grant", () => {
  const person = fc.constantFrom("ada", "bob", "cy");
  const role = fc.constantFrom("admin", "qa");
  const act = fc.record({
    who: person,
    by: person,
    role,
    isGrant: fc.boolean(),
    until: fc.option(fc.nat(5)),
    at: fc.nat(9),
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
      let state = team();
      for (const { who, by, role: wanted, isGrant, until, at } of acts.toSorted((a, b) => a.at - b.at)) {
        const now = NOON + at;
        const end = until === null ? null : now + until;
        const decided = isGrant
          ? grantRole(state, { who, role: wanted, by, name: null, from: now, until: end }, SOLO, now)
          : revokeRole(state, { who, role: wanted, by, reason: "why" }, now);
        state = applied(state, decided);
        expect(peopleWith(state, "admin", now).some((holder) => holder.until === null)).toBe(true);
      }
    }),
  );
});
