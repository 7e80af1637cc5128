import { expect, test } from "vitest";
import { EMPTY_ACCESS, type AccessState } from "./access-state.ts";
import { evolve } from "./evolve.ts";
import { FOUR_EYES, SOLO } from "./separation.ts";
import { weighSignatures, type SigningQuestion, type StepSignature } from "./weigh-signatures.ts";

const NOON = 1_767_873_600_000; // 2026-01-08T12:00:00Z
const HOUR = 3_600_000;
const ROLES: readonly (readonly [string, string])[] = [
  ["ada", "qa"],
  ["ada", "security"],
  ["bob", "qa"],
  ["cy", "security"],
];
const ACCESS: AccessState = ROLES.reduce<AccessState>(
  (state, [who, role]) =>
    evolve(state, { type: "role-granted", who, role, from: NOON, until: null, by: "ada", isFirst: false }),
  evolve(EMPTY_ACCESS, {
    type: "delegated",
    principal: "bob",
    delegate: "cy",
    role: "qa",
    from: NOON,
    until: NOON + 9 * HOUR,
  }),
);

function signed(who: string, role: string, more: Partial<StepSignature> = {}): StepSignature {
  return { who, role, at: NOON, digest: "d1", principal: null, ...more };
}

function weigh(signatures: readonly StepSignature[], more: Partial<SigningQuestion> = {}) {
  return weighSignatures({
    signers: new Map([
      ["qa", 1],
      ["security", 1],
    ]),
    signatures,
    digest: "d1",
    access: ACCESS,
    excluded: new Set(),
    separation: FOUR_EYES,
    now: NOON + HOUR,
    ttlMs: null,
    ...more,
  });
}

test("[A-10] one person fills one slot, and moves to the role in which the other slot can be filled", () => {
  expect([...weigh([signed("ada", "qa"), signed("ada", "security")]).missing]).toEqual([["security", 1]]);
  const both = weigh([signed("ada", "qa"), signed("ada", "security"), signed("bob", "qa")]);
  expect(both.missing.size).toBe(0);
  expect(both.filled.get("security")).toEqual([["ada"]]);
  expect(both.ignored).toEqual([]);
});

test("[H-10] in a team of one a person fills every role, but no role twice", () => {
  const alone = [signed("ada", "qa"), signed("ada", "security")];
  expect(weigh(alone, { separation: SOLO }).missing.size).toBe(0);
  expect([...weigh(alone, { separation: SOLO, signers: new Map([["qa", 2]]) }).missing]).toEqual([["qa", 1]]);
});

test("[A-10] a delegate and the one stood in for count as one", () => {
  const forBob = signed("cy", "qa", { principal: "bob" });
  const both = weigh([forBob, signed("bob", "qa")], { signers: new Map([["qa", 2]]) });
  expect([...both.missing]).toEqual([["qa", 1]]);
  expect(both.filled.get("qa")).toEqual([["cy", "bob"]]);
});

test("[A-10] who made it does not approve it, neither in person nor through a delegate", () => {
  const excluded = new Set(["bob"]);
  const { ignored, missing } = weigh([signed("bob", "qa"), signed("cy", "qa", { principal: "bob" })], { excluded });
  expect(missing.get("qa")).toBe(1);
  expect(ignored).toEqual([
    { who: "bob", role: "qa", why: "excluded" },
    { who: "cy", role: "qa", why: "excluded" },
  ]);
});

test("[A-09] a signature of another digest, too old, or without the role has no effect", () => {
  const { ignored } = weigh(
    [
      signed("bob", "qa", { digest: "d0" }),
      signed("cy", "security", { at: NOON - HOUR }),
      signed("cy", "security", { at: NOON }),
      signed("bob", "security"),
      signed("cy", "qa", { principal: "ada" }),
    ],
    { ttlMs: HOUR },
  );
  expect(ignored.map(({ why }) => why)).toEqual([
    "foreign-digest",
    "role-not-held",
    "expired",
    "role-not-held",
    "no-delegation",
  ]);
  expect(weigh([signed("cy", "security")], { ttlMs: HOUR + 1 }).filled.get("security")).toEqual([["cy"]]);
});
