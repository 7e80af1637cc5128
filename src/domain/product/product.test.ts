import { expect, test } from "vitest";
import type { Result } from "../../kernel/result.ts";
import { evolve } from "./evolve.ts";
import { burnNumber, freeNumber, reserveNumber } from "./numbers.ts";
import { approveProcess, proposeProcess, withdrawProcess } from "./process-version.ts";
import type { ProductEvent } from "./product-event.ts";
import { currentProcess, EMPTY_PRODUCT, releasesOf, type ProductState } from "./product-state.ts";

const NOON = 1_767_873_600_000; // 2026-01-08T12:00:00Z

type Decide = (state: ProductState) => Result<readonly ProductEvent[], { readonly code: string }>;

function after(...decisions: readonly Decide[]): ProductState {
  return decisions.reduce<ProductState>((state, decide) => {
    const decided = decide(state);
    if (!decided.ok) throw new Error(decided.error.code);
    return decided.value.reduce((before, event) => evolve(before, event, NOON), state);
  }, EMPTY_PRODUCT);
}

function codeOf(decided: Result<readonly unknown[], { readonly code: string }>): string | number {
  return decided.ok ? decided.value.length : decided.error.code;
}

const number = (version: string, release: string, component: string | null = null) => ({ version, release, component });
const reserve =
  (version: string, release: string, component: string | null = null): Decide =>
  (state) =>
    reserveNumber(state, number(version, release, component));

test("[V-17] a number that is reserved or stands in a tag is not given again; one that nobody saw is", () => {
  const one = after(reserve("1.2.0", "v1.2.0"));
  expect(codeOf(reserve("1.2.0", "v1.2.0~2")(one))).toBe("number-taken");
  expect(codeOf(reserve("1.2.0", "api-v1.2.0", "api")(one))).toBe(1);
  const freed = after(reserve("1.2.0", "v1.2.0"), (state) => freeNumber(state, "v1.2.0", "cancelled"));
  expect(codeOf(reserve("1.2.0", "v1.2.0")(freed))).toBe("release-exists");
  expect(codeOf(reserve("1.2.0", "v1.2.0~2")(freed))).toBe(1);
  const burned = after(reserve("1.2.0", "v1.2.0"), (state) => burnNumber(state, "v1.2.0"));
  expect(codeOf(freeNumber(burned, "v1.2.0", "rolled back"))).toBe("number-burned");
  expect(reserve("1.2.0", "v1.2.0~2")(burned)).toMatchObject({ error: { found: "1.2.0 was used by v1.2.0" } });
  expect(codeOf(burnNumber(burned, "v1.2.0"))).toBe(0);
  expect(codeOf(burnNumber(freed, "v1.2.0"))).toBe("no-number");
});

test("releases are told in the order of their numbers, with what became of those", () => {
  const state = after(
    reserve("1.2.0", "v1.2.0"),
    reserve("1.2.1", "v1.2.1"),
    (before) => freeNumber(before, "v1.2.0", "cancelled"),
    (before) => burnNumber(before, "v1.2.1"),
    reserve("1.2.0", "v1.2.0~2"),
  );
  expect(releasesOf(state).map(({ release, state: is }) => `${release} ${is}`)).toEqual([
    "v1.2.0 freed",
    "v1.2.1 burned",
    "v1.2.0~2 reserved",
  ]);
});

const A = "a".repeat(64);
const B = "b".repeat(64);
const propose =
  (digest: string): Decide =>
  (state) =>
    proposeProcess(state, { digest, path: "slipway.yaml", commit: "c1", authors: ["ada"], by: "ada" });
const approve =
  (digest: string, by = "bob", excluded: readonly string[] = []): Decide =>
  (state) =>
    approveProcess(state, { digest, by, role: "release-manager", reason: null, excluded: new Set(excluded) });
const withdraw =
  (digest: string): Decide =>
  (state) =>
    withdrawProcess(state, { digest, by: "bob", role: "admin", reason: "wrong" });

test("releases start by the version that was approved last and not withdrawn", () => {
  expect(currentProcess(after(propose(A)))).toBeUndefined();
  expect(currentProcess(after(propose(A), approve(A)))).toMatchObject({
    digest: A,
    approvedBy: "bob",
    approvedAt: NOON,
  });
  const two = [propose(A), approve(A), propose(B), approve(B)];
  expect(currentProcess(after(...two))?.digest).toBe(B);
  expect(currentProcess(after(...two, approve(A)))?.digest).toBe(A);
  expect(currentProcess(after(...two, withdraw(B)))?.digest).toBe(A);
  expect(codeOf(approve(B)(after(...two, withdraw(B))))).toBe("unknown-process");
  expect(currentProcess(after(...two, withdraw(B), propose(B), approve(B)))?.digest).toBe(B);
  expect(codeOf(propose(A)(after(...two)))).toBe(0);
  expect(codeOf(approve(B)(after(...two)))).toBe(0);
});

test("a version is approved and withdrawn in the roles that may, and with a reason", () => {
  const proposed = after(propose(A));
  const wish = { digest: A, by: "bob", role: "qa", reason: "why", excluded: new Set<string>() };
  expect(codeOf(approveProcess(proposed, wish))).toBe("role");
  expect(codeOf(withdrawProcess(proposed, wish))).toBe("role");
  expect(codeOf(withdrawProcess(proposed, { ...wish, role: "admin", reason: " " }))).toBe("reason");
});

test("[A-10] who wrote a version of the process does not approve it", () => {
  expect(codeOf(approve(A, "ada", ["ada"])(after(propose(A))))).toBe("author-approves");
  expect(codeOf(approve(A, "bob", ["ada"])(after(propose(A))))).toBe(1);
  expect(codeOf(approve(B)(after(propose(A))))).toBe("unknown-process");
});
