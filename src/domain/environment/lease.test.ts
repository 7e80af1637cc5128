import fc from "fast-check";
import { expect, test } from "vitest";
import type { EnvironmentEvent } from "./environment-event.ts";
import { EMPTY_ENVIRONMENT, type EnvironmentState } from "./environment-state.ts";
import { evolve } from "./evolve.ts";
import { joinQueue, leaveQueue, releaseLease, takeLease } from "./lease.ts";

const NOON = 1_767_873_600_000; // 2026-01-08T12:00:00Z

function after(events: readonly EnvironmentEvent[], state = EMPTY_ENVIRONMENT): EnvironmentState {
  return events.reduce((before, event) => evolve(before, event, NOON), state);
}

function taken(release: string, state = EMPTY_ENVIRONMENT): EnvironmentState {
  const decided = takeLease(state, { effect: `${release}/main/1`, release, mode: "normal" });
  return decided.ok ? after(decided.value, state) : state;
}

test("one change at a time: the refusal names who holds the lease and since when", () => {
  const decided = takeLease(taken("v1.0.0"), { effect: "v1.1.0/main/4", release: "v1.1.0", mode: "normal" });
  expect(decided).toEqual({
    ok: false,
    error: {
      code: "lease-held",
      found: "v1.0.0 is changing it since 2026-01-08T12:00:00Z",
      expected: "one change at a time",
    },
  });
});

test("who holds the lease may take it again, and nothing happens", () => {
  const wish = { effect: "v1.0.0/main/1", release: "v1.0.0", mode: "normal" } as const;
  expect(takeLease(taken("v1.0.0"), wish)).toEqual({ ok: true, value: [] });
});

test("who comes later waits, and is told the place", () => {
  const waiting = after([...joinQueue(EMPTY_ENVIRONMENT, "v1.1.0", "ship")]);
  const queue = after([...joinQueue(waiting, "v1.2.0", "ship"), ...joinQueue(waiting, "v1.1.0", "again")], waiting);
  expect(queue.queue.map(({ release, step }) => [release, step])).toEqual([
    ["v1.1.0", "ship"],
    ["v1.2.0", "ship"],
  ]);
  const third = takeLease(queue, { effect: "v1.3.0/main/1", release: "v1.3.0", mode: "normal" });
  expect(third).toMatchObject({ error: { code: "queued", found: "v1.1.0 is next, this one has place 3" } });
  expect(taken("v1.1.0", queue)).toMatchObject({ lease: { release: "v1.1.0" }, queue: [{ release: "v1.2.0" }] });
  expect(taken("v1.2.0", after([...leaveQueue(queue, "v1.1.0", "cancelled")], queue)).lease?.release).toBe("v1.2.0");
});

test("a rollback takes over at once, and the earlier holder has nothing to give back", () => {
  const held = after([...joinQueue(taken("v1.1.0"), "v1.2.0", "ship")], taken("v1.1.0"));
  const wish = { effect: "v1.1.0/rollback-1/1", release: "v1.1.0", mode: "takeover" } as const;
  const decided = takeLease(held, wish);
  expect(decided).toEqual({
    ok: true,
    value: [{ type: "lease-taken", epoch: 2, effect: wish.effect, release: "v1.1.0" }],
  });
  const state = after(decided.ok ? decided.value : [], held);
  expect(releaseLease(state, 1)).toMatchObject({ error: { code: "stale-epoch", found: "epoch 2 holds it" } });
  expect(after([{ type: "lease-released", epoch: 1 }], state).lease?.epoch).toBe(2);
  expect(releaseLease(state, 2)).toEqual({ ok: true, value: [{ type: "lease-released", epoch: 2 }] });
});

const releases = ["v1.0.0", "v1.1.0", "v1.2.0", "v1.3.0"];
const move = fc.record({
  what: fc.constantFrom("take", "take", "takeover", "release", "release-old", "join", "leave"),
  release: fc.constantFrom(...releases),
  effect: fc.nat(3),
});

test("[E-15] at most one holder, epochs only grow, nobody is passed over or lost, and replay equals live", () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
      let state = EMPTY_ENVIRONMENT;
      const log: EnvironmentEvent[] = [];
      let waiting: string[] = []; // a model of the queue that knows nothing of the code
      for (const { what, release, effect } of moves) {
        const events = eventsOf(state, what, release, `${release}/main/${effect}`);
        const taking = events.filter((event) => event.type === "lease-taken");
        expect(taking.every(({ epoch }) => epoch > state.epoch)).toBe(true);
        const isTaken = what === "take" && taking.length > 0;
        expect(isTaken && state.lease !== null).toBe(false);
        expect(isTaken && waiting.length > 0 && waiting[0] !== release).toBe(false);
        state = events.reduce((before, event) => evolve(before, event, NOON), state);
        log.push(...events);
        if (what === "join" && !waiting.includes(release)) waiting.push(release);
        if (what === "leave" || isTaken) waiting = waiting.filter((name) => name !== release);
        expect(state.queue.map((each) => each.release)).toEqual(waiting);
      }
      expect(after(log)).toEqual(state);
    }),
  );
});

function eventsOf(state: EnvironmentState, what: string, release: string, effect: string): readonly EnvironmentEvent[] {
  if (what === "join") return joinQueue(state, release, "ship");
  if (what === "leave") return leaveQueue(state, release, "cancelled");
  const decided =
    what === "release" || what === "release-old"
      ? releaseLease(state, state.epoch - (what === "release" ? 0 : 1))
      : takeLease(state, { effect, release, mode: what === "take" ? "normal" : "takeover" });
  return decided.ok ? decided.value : [];
}
