import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gunzipSync } from "node:zlib";
import { Kysely, sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ledger } from "../src/app/ledger-ports.ts";
import { entryBytes, type EventEntry } from "../src/contract/event.ts";
import { unwrap } from "../src/kernel/problem.ts";
import type { Database, DialectName } from "../src/ledger/database.ts";
import { migrate, migrationChecksum } from "../src/ledger/migrate.ts";
import { MIGRATIONS } from "../src/ledger/migrations.ts";
import { openEmbedded } from "../src/ledger/open-embedded.ts";
import { openPostgres } from "../src/ledger/open-postgres.ts";
import { postgresDialect } from "../src/ledger/postgres-dialect.ts";
import { sqliteDialect } from "../src/ledger/sqlite-dialect.ts";
import { someEvent } from "./support/events.ts";
import { execute, HAS_POSTGRES, startPostgres, type TestPostgres } from "./support/postgres.ts";
import { temporaryFolder } from "./support/repository.ts";

let postgres: TestPostgres | undefined;
beforeAll(async () => {
  if (HAS_POSTGRES) postgres = await startPostgres();
}, 120_000);
afterAll(() => postgres?.stop(), 60_000);

/** An empty database that a test brings to any schema, and opens as a ledger then. */
interface Place {
  readonly dialect: DialectName;
  database(): Kysely<Database>;
  open(): Promise<Ledger>;
  execute(statement: string): Promise<unknown>;
}

function sqlitePlace(): Place {
  const folder = temporaryFolder();
  const file = () => new DatabaseSync(join(folder, "ledger.db"));
  return {
    dialect: "sqlite",
    database: () => new Kysely<Database>({ dialect: sqliteDialect(file()) }),
    open: () => openEmbedded({ folder, command: "test" }),
    execute: async (statement) => {
      const database = file();
      database.exec(statement);
      database.close();
    },
  };
}

async function postgresPlace(): Promise<Place> {
  const [url, folder] = [await postgres!.database(), temporaryFolder()];
  return {
    dialect: "postgres",
    database: () => new Kysely<Database>({ dialect: postgresDialect(url) }),
    open: () => openPostgres({ url, folder }),
    execute: (statement) => execute(url, statement),
  };
}

/** The log that every schema has held from the first one on. */
function someEntries(): Uint8Array[] {
  return Array.from({ length: 30 }, (_, index) => {
    const added = {
      format: 1,
      streamVersion: Math.floor(index / 3) + 1,
      time: "2026-01-08T09:30:00.000+01:00",
    } as const;
    const entry: EventEntry = { ...someEvent({ stream: `release/${index % 3}` }), ...added, command: `c${index}` };
    return unwrap(entryBytes(entry));
  });
}

async function bytesOf(ledger: Ledger): Promise<string[]> {
  const list: string[] = [];
  for await (const { bytes } of ledger.entries(0, 1000)) list.push(new TextDecoder().decode(bytes));
  return list;
}

const DATABASES = [
  ["SQLite", async () => sqlitePlace(), true],
  ["PostgreSQL", postgresPlace, HAS_POSTGRES],
] as const;

describe.each(DATABASES)("the schema on %s", (name, makePlace, isThere) => {
  beforeEach(({ skip }) => skip(!isThere, `${name} is not installed`));

  test.each(MIGRATIONS.slice(0, -1).map(({ number }) => [number]))(
    "[U-01] a ledger of schema %i is brought up to date with every entry as it was",
    { timeout: 60_000 },
    async (schema) => {
      const place = await makePlace();
      const database = place.database();
      await migrate(database, place.dialect, MIGRATIONS.slice(0, schema));
      const entries = someEntries();
      for (const [index, bytes] of entries.entries())
        await sql`insert into entry (idx, bytes) values (${index}, ${bytes})`.execute(database);
      await database.destroy();
      const ledger = await place.open();
      expect(await bytesOf(ledger)).toEqual(entries.map((bytes) => new TextDecoder().decode(bytes)));
      expect(await ledger.compareReadModels()).toEqual([]);
      expect((await ledger.find({ actor: "person-1" })).length).toBe(30);
      const reads = new Map([["release/1", 10]]);
      const { first, events } = await ledger.append({
        id: "next",
        reads,
        events: [someEvent({ stream: "release/1" })],
      });
      expect([first, events[0]?.streamVersion]).toEqual([30, 11]);
      await ledger.close();
    },
  );

  test(
    "[U-01] a schema that is newer, or was made by other statements, is refused untouched",
    { timeout: 60_000 },
    async () => {
      const place = await makePlace();
      await (await place.open()).close();
      await place.execute("insert into slipway_migration values (99, 'later', 'x')");
      await expect(place.open()).rejects.toThrow("the ledger has schema 4");
      await place.execute("delete from slipway_migration where number = 99");
      await place.execute("update slipway_migration set checksum = 'x' where number = 2");
      await expect(place.open()).rejects.toThrow(
        "step 2 (entry-index) of the ledger's schema was made by other statements",
      );
    },
  );
});

test("[U-01] the data folder that a program with schema 2 wrote is opened with everything in it", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "ledger.db");
  writeFileSync(file, gunzipSync(readFileSync(join(import.meta.dirname, "fixtures/ledger-schema-2.db.gz"))));
  const before = new DatabaseSync(file);
  const written = before.prepare("select bytes from entry order by idx").all();
  before.close();
  const ledger = await openEmbedded({ folder, command: "test" });
  expect(await bytesOf(ledger)).toEqual(written.map(({ bytes }) => new TextDecoder().decode(bytes as Uint8Array)));
  expect(await ledger.size()).toBe(50);
  expect((await ledger.recorded("c4"))?.events.map(({ stream }) => stream)).toEqual(["release/1", "product/shop"]);
  expect((await ledger.read("product/shop")).version).toBe(10);
  expect(await ledger.compareReadModels()).toEqual([]);
  expect((await ledger.blobs.put(new Uint8Array([1]), "record")).size).toBe(1);
  await ledger.close();
});

test("[U-01] no step of the schema was edited after it was released", () => {
  const checksums = MIGRATIONS.map((migration) => [
    migration.number,
    migrationChecksum(migration, "sqlite").slice(0, 16),
    migrationChecksum(migration, "postgres").slice(0, 16),
  ]);
  expect(checksums).toEqual(RELEASED);
});

/** Number, and the beginning of the checksums on SQLite and PostgreSQL. Lines are added and never changed. */
const RELEASED = [
  [1, "efc5386b8bfa3e55", "11fba0f53c88b7f4"],
  [2, "79830ea4e97f6129", "79830ea4e97f6129"],
  [3, "7d92c640563e7d45", "487b60b2d9b16547"],
];
