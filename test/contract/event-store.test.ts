import { hash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ledger, LedgerEntry } from "../../src/app/ledger-ports.ts";
import { parseEntry, type EventEntry } from "../../src/contract/event.ts";
import { isSlipwayError, unwrap } from "../../src/kernel/problem.ts";
import { openEmbedded } from "../../src/ledger/open-embedded.ts";
import { openPostgres } from "../../src/ledger/open-postgres.ts";
import { someEvent } from "../support/events.ts";
import { execute, HAS_POSTGRES, startPostgres, type TestPostgres } from "../support/postgres.ts";

/** A place for one ledger, which can be opened again, and reached past the ledger. */
interface Place {
  readonly folder: string;
  open(now?: () => Date): Promise<Ledger>;
  /** Runs a statement past the ledger, which has to be closed. */
  execute(statement: string): Promise<readonly Record<string, unknown>[]>;
}

let postgres: TestPostgres | undefined;
const folders: string[] = [];

beforeAll(async () => {
  if (HAS_POSTGRES) postgres = await startPostgres();
}, 60_000);

afterAll(async () => {
  await postgres?.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function sqlitePlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-ledger-"));
  folders.push(folder);
  return {
    folder,
    open: (now) => openEmbedded({ folder, command: "test", ...(now === undefined ? {} : { now }) }),
    execute: async (statement) => {
      const file = new DatabaseSync(join(folder, "ledger.db"));
      try {
        return file.prepare(statement).all();
      } finally {
        file.close();
      }
    },
  };
}

async function postgresPlace(): Promise<Place> {
  const url = await postgres!.database();
  const folder = mkdtempSync(join(tmpdir(), "slipway-ledger-"));
  folders.push(folder);
  return {
    folder,
    open: (now) => openPostgres({ url, folder, ...(now === undefined ? {} : { now }) }),
    execute: (statement) => execute(url, statement),
  };
}

async function all(entries: AsyncIterable<LedgerEntry>): Promise<LedgerEntry[]> {
  const list: LedgerEntry[] = [];
  for await (const entry of entries) list.push(entry);
  return list;
}

function parsed({ bytes }: LedgerEntry): EventEntry {
  return unwrap(parseEntry(bytes));
}

/** The codes of the problems a call is refused with. */
async function refusal(call: Promise<unknown>): Promise<readonly string[]> {
  try {
    await call;
    return [];
  } catch (error) {
    if (isSlipwayError(error)) return error.problems.map(({ code }) => code);
    throw error;
  }
}

const NOTHING_READ = new Map<string, number>();

const DATABASES = [
  ["SQLite", sqlitePlace, true],
  ["PostgreSQL", postgresPlace, HAS_POSTGRES],
] as const;

describe.each(DATABASES)("the event store on %s", { timeout: 60_000 }, (name, makePlace, isThere) => {
  beforeEach(({ skip }) => skip(!isThere, `${name} is not installed`));

  async function withLedger(work: (ledger: Ledger, place: Place) => Promise<void>): Promise<void> {
    const place = await makePlace();
    const ledger = await place.open();
    try {
      await work(ledger, place);
    } finally {
      await ledger.close();
    }
  }

  test("[U-01] an event is kept with actor, object, old and new value, server time and origin", async () => {
    await withLedger(async (ledger) => {
      expect(await ledger.size()).toBe(0);
      const event = someEvent({ old: { note: "a" }, new: { note: "b" }, reason: "a slip of the pen" });
      const { first, events } = await ledger.append({ id: "c1", reads: NOTHING_READ, events: [event] });
      expect(first).toBe(0);
      const [entry] = await all(ledger.entries(0, 1));
      expect(parsed(entry!)).toEqual({
        ...event,
        format: 1,
        streamVersion: 1,
        command: "c1",
        time: expect.stringMatching(/^\d{4}-.*\.\d{3}[+-]\d\d:\d\d$/),
      });
      expect(events).toEqual([parsed(entry!)]);
      expect(await ledger.read(event.stream)).toEqual({ version: 1, events });
      expect(await ledger.read("release/other")).toEqual({ version: 0, events: [] });
    });
  });

  test("[U-01] a decision on a stream that moved is refused whole, and goes through when decided again", async () => {
    await withLedger(async (ledger) => {
      const on = (stream: string) => someEvent({ stream });
      await ledger.append({ id: "c1", reads: new Map([["release/a", 0]]), events: [on("release/a")] });
      const late = { reads: new Map([["release/a", 0]]), events: [on("release/b"), on("release/a")] };
      expect(await refusal(ledger.append({ id: "c2", ...late }))).toEqual(["stale-read"]);
      const onlyRead = { id: "c3", reads: new Map([["release/a", 2]]), events: [on("release/b")] };
      expect(await refusal(ledger.append(onlyRead))).toEqual(["stale-read"]);
      expect(await ledger.size()).toBe(1);
      const { version } = await ledger.read("release/a");
      const again = await ledger.append({ id: "c2", ...late, reads: new Map([["release/a", version]]) });
      expect(again).toMatchObject({ first: 1, events: [{ streamVersion: 1 }, { streamVersion: 2 }] });
    });
  });

  test("[U-01] a command sent twice counts once, and its id cannot carry another", async () => {
    await withLedger(async (ledger) => {
      const command = { id: "c1", reads: new Map([["release/2026-01", 0]]), events: [someEvent(), someEvent()] };
      const [once, twice] = await Promise.all([ledger.append(command), ledger.append(command)]);
      expect(twice).toEqual(once);
      await ledger.append({ id: "c2", reads: NOTHING_READ, events: [someEvent()] });
      expect(await ledger.append(command)).toEqual(once);
      expect(await ledger.recorded("c1")).toEqual(once);
      expect(await ledger.recorded("c9")).toBeUndefined();
      expect(await refusal(ledger.append({ ...command, events: [someEvent()] }))).toEqual(["command-reused"]);
      expect(await refusal(ledger.append({ ...command, id: "c4", events: [] }))).toEqual(["command-empty"]);
      expect(await ledger.size()).toBe(3);
    });
  });

  test("[U-01] 64 concurrent appenders make one order without fork or gap", async () => {
    const place = await makePlace();
    const ledgers = [await place.open()];
    if (name === "PostgreSQL") ledgers.push(await place.open(), await place.open(), await place.open());
    const contested = "environment/shop/production";
    const appender = async (number: number): Promise<number> => {
      const ledger = ledgers[number % ledgers.length]!;
      let conflicts = 0;
      for (let turn = 0; turn < 2; turn += 1) {
        for (;;) {
          const { version } = await ledger.read(contested);
          const events = [someEvent({ stream: contested }), someEvent({ stream: `release/${number}` })];
          const command = { id: `${number}-${turn}`, reads: new Map([[contested, version]]), events };
          const codes = await refusal(ledger.append(command));
          if (codes.length === 0) break;
          expect(codes).toEqual(["stale-read"]);
          conflicts += 1;
        }
      }
      return conflicts;
    };
    const conflicts = await Promise.all(Array.from({ length: 64 }, (_, number) => appender(number)));
    expect(conflicts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
    const entries = await all(ledgers[0]!.entries(0, 10_000));
    expect(entries.map(({ index }) => index)).toEqual(Array.from({ length: 256 }, (_, index) => index));
    const versions = entries.map(parsed).filter(({ stream }) => stream === contested);
    expect(versions.map(({ streamVersion }) => streamVersion)).toEqual(Array.from({ length: 128 }, (_, at) => at + 1));
    expect(await ledgers[0]!.compareReadModels()).toEqual([]);
    for (const ledger of ledgers) await ledger.close();
  });

  test("[U-01] rows of others are written together with the event, or neither", async () => {
    await withLedger(async (ledger, place) => {
      const apply = async (statements: readonly string[], transaction: Parameters<ApplyOf>[0]): Promise<void> => {
        const { sql } = await import("kysely");
        for (const statement of statements) await sql.raw(statement).execute(transaction);
      };
      type ApplyOf = NonNullable<Parameters<Ledger["append"]>[0]["apply"]>;
      const create = "create table note (id integer primary key)";
      const add = "insert into note values (1)";
      const command = (id: string, statements: readonly string[]) => ({
        id,
        reads: NOTHING_READ,
        events: [someEvent()],
        apply: (transaction: Parameters<ApplyOf>[0]) => apply(statements, transaction),
      });
      await ledger.append(command("c1", [create, add]));
      await ledger.append(command("c1", [create, add]));
      const outcomes = await Promise.allSettled([
        ledger.append(command("c2", ["insert into note values (2)", add])),
        ledger.append({ id: "c3", reads: NOTHING_READ, events: [someEvent()] }),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
      expect(await ledger.size()).toBe(2);
      await ledger.close();
      expect(await place.execute("select id from note")).toEqual([{ id: 1 }]);
    });
  });

  test("[U-01] the order is the index: a clock that steps back changes nothing", async () => {
    const place = await makePlace();
    const times = [1000, 5000, 2000, 2000, 9000].map((ms) => new Date(Date.UTC(2026, 0, 8) + ms));
    const moments = [...times];
    const ledger = await place.open(() => moments.shift()!);
    for (const id of ["a", "b", "c", "d", "e"]) await ledger.append({ id, reads: NOTHING_READ, events: [someEvent()] });
    const entries = await all(ledger.entries(0, 5));
    expect(entries.map((entry) => parsed(entry).command)).toEqual(["a", "b", "c", "d", "e"]);
    expect(entries.map((entry) => Date.parse(parsed(entry).time))).toEqual(times.map((time) => time.getTime()));
    const period = async (from: number, to: number) =>
      (await ledger.find({ from: times[0]!.getTime() + from, to: times[0]!.getTime() + to })).map(({ index }) => index);
    expect(await period(0, 1)).toEqual([0]);
    expect(await period(500, 1500)).toEqual([2, 3]);
    expect(await period(1000, 8000)).toEqual([1, 2, 3]);
    expect(await period(8000, 9000)).toEqual([4]);
    expect(await period(9000, 9999)).toEqual([]);
    expect(await ledger.compareReadModels()).toEqual([]);
    await ledger.close();
  });

  test("[U-01] entries are found by actor, object, stream and action, a page at a time", async () => {
    await withLedger(async (ledger) => {
      const actors = ["ada", "ben"].map((id) => ({ id, name: `${id} Example` }));
      for (let at = 0; at < 12; at += 1) {
        const id = String(at % 3);
        const event = someEvent({
          actor: actors[at % 2]!,
          stream: `release/${id}`,
          object: { kind: "release", id, version: "1" },
          action: at < 6 ? "add" : "edit",
        });
        await ledger.append({ id: `c${at}`, reads: NOTHING_READ, events: [event] });
      }
      const indexes = async (query: Parameters<Ledger["find"]>[0]) =>
        (await ledger.find(query)).map(({ index }) => index);
      expect(await indexes({ actor: "ada" })).toEqual([0, 2, 4, 6, 8, 10]);
      expect(await indexes({ actor: "ada", after: 2, limit: 2 })).toEqual([4, 6]);
      expect(await indexes({ object: "release/1", action: "edit" })).toEqual([7, 10]);
      expect(await indexes({ stream: "release/2", actor: "ben" })).toEqual([5, 11]);
      expect(await indexes({ actor: "nobody" })).toEqual([]);
    });
  });

  test("[U-01] what is malformed, too large or without a demanded reason is refused, and the rest is kept", async () => {
    await withLedger(async (ledger) => {
      const attempt = (about: Parameters<typeof someEvent>[0]) =>
        refusal(
          ledger.append({ id: JSON.stringify(about).slice(0, 50), reads: NOTHING_READ, events: [someEvent(about)] }),
        );
      expect(await attempt({ payload: { text: "x".repeat(65_535) } })).toEqual(["entry-too-large"]);
      expect(await attempt({ actor: { id: "a\u0000b", name: "Ada Example" } })).toEqual(["event-form"]);
      expect(await attempt({ stream: "nowhere" })).toEqual(["event-form"]);
      expect(await attempt({ action: "waive" })).toEqual(["reason-missing"]);
      expect(await attempt({ old: 1, new: null })).toEqual(["reason-missing"]);
      expect(await attempt({ old: 1, new: null, reason: "no longer needed" })).toEqual([]);
      expect(await attempt({ payload: { text: 'ж \u0000 \ud83d\ude80 "quoted"' } })).toEqual([]);
      expect(await ledger.size()).toBe(2);
      expect(await ledger.compareReadModels()).toEqual([]);
    });
  });

  test("[U-01] the database itself refuses to change or remove an entry", async () => {
    const place = await makePlace();
    const ledger = await place.open();
    await ledger.append({ id: "c1", reads: NOTHING_READ, events: [someEvent()] });
    await ledger.close();
    const attempts = ["update entry set bytes = bytes where idx = 0", "delete from entry"];
    if (name === "PostgreSQL") attempts.push("truncate entry");
    for (const attempt of attempts) await expect(place.execute(attempt)).rejects.toThrow("append-only");
    const again = await place.open();
    expect(await again.size()).toBe(1);
    await again.close();
  });

  test("[U-01] read models that were changed are told from the entries and made again", async () => {
    const place = await makePlace();
    const ledger = await place.open();
    for (let at = 0; at < 30; at += 1) {
      const events = [someEvent({ stream: `release/${at % 7}` }), someEvent({ stream: "product/shop" })];
      await ledger.append({ id: `c${at}`, reads: NOTHING_READ, events });
    }
    expect(await ledger.compareReadModels()).toEqual([]);
    await ledger.close();
    await place.execute("update stream_head set version = 99 where stream = 'product/shop'");
    await place.execute("update entry_index set actor = 'nobody' where idx = 3");
    await place.execute("delete from command where id = 'c4'");
    const again = await place.open();
    const differences = await again.compareReadModels();
    expect(differences.join("\n")).toMatch(/entry_index 3 .*nobody/);
    expect(differences.join("\n")).toMatch(/command c4 is missing/);
    expect(differences.join("\n")).toMatch(/stream_head product\/shop is 99/);
    await again.rebuildReadModels();
    expect(await again.compareReadModels()).toEqual([]);
    const next = await again.append({ id: "next", reads: new Map([["product/shop", 30]]), events: [someEvent()] });
    expect(next.first).toBe(60);
    await again.close();
  });

  test("[U-01] a restored ledger has the same bytes, goes on from there, and never replaces another", async () => {
    const place = await makePlace();
    const ledger = await place.open();
    for (let at = 0; at < 10; at += 1)
      await ledger.append({ id: `c${at}`, reads: NOTHING_READ, events: [someEvent({ stream: `release/${at % 3}` })] });
    const copyPlace = await makePlace();
    const copy = await copyPlace.open();
    async function* bytes() {
      for await (const entry of ledger.entries(0, 10)) yield entry.bytes;
    }
    expect(await copy.restore(bytes())).toBe(10);
    const hex = async (of: Ledger) =>
      (await all(of.entries(0, 99))).map((entry) => Buffer.from(entry.bytes).toString());
    expect(await hex(copy)).toEqual(await hex(ledger));
    expect(await copy.compareReadModels()).toEqual([]);
    expect(await copy.recorded("c3")).toEqual(await ledger.recorded("c3"));
    expect(await refusal(copy.restore(bytes()))).toEqual(["ledger-not-empty"]);
    await ledger.close();
    await copy.close();
  });

  test("[U-04] a stored body is found by its digest, and never other bytes than it was stored with", async () => {
    await withLedger(async ({ blobs }, { folder }) => {
      const bytes = new TextEncoder().encode("all tests passed");
      const { digest, size } = await blobs.put(bytes, "test-result");
      expect([digest, size]).toEqual([hash("sha256", bytes), 16]);
      expect(new TextDecoder().decode(await blobs.read(digest))).toBe("all tests passed");
      expect(await refusal(blobs.read("0".repeat(64)))).toEqual(["blob-damaged"]);
      writeFileSync(join(folder, "blobs", digest.slice(0, 2), digest), "all tests failed");
      expect(await refusal(blobs.read(digest))).toEqual(["blob-damaged"]);
    });
  });

  test("[U-04] the same body is stored by several at once", async () => {
    await withLedger(async ({ blobs }) => {
      const bytes = new Uint8Array(100_000);
      const stored = await Promise.all(Array.from({ length: 20 }, () => blobs.put(bytes, "log")));
      expect(new Set(stored.map(({ digest }) => digest)).size).toBe(1);
      expect((await blobs.read(stored[0]!.digest)).length).toBe(bytes.length);
    });
  });

  test("[U-04] nobody deletes a body early: neither the program nor a statement past it", async () => {
    const place = await makePlace();
    let moment = Date.now();
    const ledger = await place.open(() => new Date(moment));
    const [record, result] = await Promise.all(
      (["record", "test-result"] as const).map((kind) => ledger.blobs.put(new TextEncoder().encode(kind), kind)),
    );
    expect(record!.keepUntilMs).toBeNull();
    for (const { digest } of [record!, result!]) {
      expect(await refusal(ledger.blobs.remove(digest))).toEqual(["under-retention"]);
      expect((await ledger.blobs.read(digest)).length).toBeGreaterThan(0);
    }
    // A clock that was set forward deceives the program, and the database still refuses.
    moment = result!.keepUntilMs!;
    await expect(ledger.blobs.remove(result!.digest)).rejects.toThrow("under retention");
    expect((await ledger.blobs.list()).length).toBe(2);
    await ledger.close();
    for (const { digest } of [record!, result!]) {
      await expect(place.execute(`delete from blob where digest = '${digest}'`)).rejects.toThrow("under retention");
      const shorten = `update blob set keep_until_ms = 1 where digest = '${digest}'`;
      await expect(place.execute(shorten)).rejects.toThrow("never shortened");
    }
  });

  test("[U-04] a body whose time is over can be deleted, unless it was stored again for longer", async () => {
    const place = await makePlace();
    let moment = Date.UTC(2020, 0, 1);
    const ledger = await place.open(() => new Date(moment));
    const [old, renewed] = [new Uint8Array([1]), new Uint8Array([2])];
    const { digest } = await ledger.blobs.put(old, "log");
    const kept = await ledger.blobs.put(renewed, "log");
    expect((await ledger.blobs.put(renewed, "record")).keepUntilMs).toBeNull();
    expect((await ledger.blobs.put(renewed, "log")).keepUntilMs).toBeNull();
    moment = Date.now();
    await ledger.blobs.remove(digest);
    expect(await refusal(ledger.blobs.read(digest))).toEqual(["blob-damaged"]);
    expect(await refusal(ledger.blobs.remove(kept.digest))).toEqual(["under-retention"]);
    expect((await ledger.blobs.list()).map((blob) => blob.digest)).toEqual([kept.digest]);
    await ledger.close();
  });
});
