import { expect, test } from "vitest";
import { ENVIRONMENT_STREAM } from "../src/app/engine/environment-stream.ts";
import { after, factOf, openStreams } from "../src/app/engine/streams.ts";
import { parseEntry } from "../src/contract/event.ts";
import type { EnvironmentEvent } from "../src/domain/environment/environment-event.ts";
import { unwrap } from "../src/kernel/problem.ts";
import { openEmbedded } from "../src/ledger/open-embedded.ts";
import { temporaryFolder } from "./support/repository.ts";

const ACTING = { id: "ada@example.org", name: "Ada Example", role: "engine", origin: { host: "test" } };
const arrival = { member: "eu", commit: "c", artifacts: null, effect: "e", isRollback: false };

/** Each kind of event once, in an order in which it can happen. */
const STORY: readonly EnvironmentEvent[] = [
  { type: "queue-joined", release: "v1.0.0", step: "ship" },
  { type: "queue-left", release: "v1.0.0", why: "its turn" },
  { type: "lease-taken", epoch: 1, effect: "v1.0.0/main/4", release: "v1.0.0" },
  { type: "lease-released", epoch: 1 },
  { type: "version-live", ...arrival, version: "1.0.0", release: "v1.0.0" },
  { type: "version-verified", member: "eu", version: "1.0.0" },
  { type: "lease-taken", epoch: 2, effect: "v1.1.0/main/4", release: "v1.1.0" },
  { type: "lease-taken", epoch: 3, effect: "v1.1.0/rollback-1/1", release: "v1.1.0" },
  { type: "version-live", ...arrival, version: "1.1.0", release: "v1.1.0", isRollback: true },
  { type: "version-gone", member: "eu", version: "1.1.0", effect: "e" },
  { type: "version-marked-bad", version: "1.0.0", reason: "loses orders" },
  { type: "mark-lifted", version: "1.0.0", reason: "the cause was outside" },
  { type: "debt-opened", debt: "v1.1.0/debt", release: "v1.1.0", owes: ["uat"], dueAt: 1_767_873_600_000 },
  { type: "debt-settled", debt: "v1.1.0/debt" },
];

test("what happened to an environment is read from the ledger as it was recorded, and an auditor can read it", async () => {
  const ledger = await openEmbedded({ folder: temporaryFolder(), command: "test" });
  try {
    const streams = openStreams(ledger);
    const empty = await streams.load(ENVIRONMENT_STREAM, "shop/production");
    let loaded = empty;
    const facts = STORY.map((event) => {
      const fact = factOf(ENVIRONMENT_STREAM, loaded, event);
      loaded = after(ENVIRONMENT_STREAM, loaded, event, 0);
      return fact;
    });
    await streams.record(ACTING, [empty], facts);
    expect(STORY.map(({ type }) => type)).toEqual(expect.arrayContaining([...ENVIRONMENT_STREAM.types]));
    const { state } = await openStreams(ledger).load(ENVIRONMENT_STREAM, "shop/production");
    const times = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === "at" || key === "since" ? 0 : plain(inner))));
    expect(times(state)).toEqual(times(loaded.state));
    const entries = [];
    for await (const { bytes } of ledger.entries(0, STORY.length)) entries.push(unwrap(parseEntry(bytes)));
    expect(entries.map(({ action, old, new: now }) => [action, old, now]).slice(6, 9)).toEqual([
      ["take lease", null, { epoch: 2, effect: "v1.1.0/main/4", release: "v1.1.0" }],
      [
        "take over lease",
        { epoch: 2, effect: "v1.1.0/main/4", release: "v1.1.0" },
        { epoch: 3, effect: "v1.1.0/rollback-1/1", release: "v1.1.0" },
      ],
      ["roll back", "1.0.0", { version: "1.1.0", commit: "c", artifacts: null, member: "eu" }],
    ]);
  } finally {
    await ledger.close();
  }
});

function plain(value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value;
}
