import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { canonicalJson } from "../../src/kernel/canonical-json.ts";
import { MIGRATIONS } from "../../src/ledger/migrations.ts";
import { someEvent } from "../../test/support/events.ts";
import { commandsOf, streamOf } from "./append-rate.ts";

/** The rows that the ledger writes for one command, ready before the clock runs. */
export interface Rows {
  readonly idx: number;
  readonly bytes: Uint8Array;
  readonly stream: string;
  readonly version: number;
  readonly command: string;
}

export function rowsOf(name: string, round: number, count: number): Rows[] {
  return commandsOf(name, count).map(({ id }, at) => {
    const time = "2026-01-08T09:30:00.000+01:00";
    const entry = { ...someEvent(), format: 1, streamVersion: 1, time, command: id };
    const bytes = new TextEncoder().encode(canonicalJson(entry));
    const [salt, idx] = [name.startsWith("pool") ? 1e9 : 0, round * 100_000 + at];
    return { idx: salt + idx, bytes, stream: streamOf(at), version: salt + idx, command: id };
  });
}

const STATEMENTS = [
  "insert into entry (idx, bytes) values ($1, $2)",
  `insert into entry_index (idx, stream, stream_version, actor, object, action, time_ms, high_ms, back_ms)
   values ($1, $2, $3, 'person-1', 'release/2026-01', 'add', 1767861000000, 1767861000000, 0)`,
  "insert into command (id, digest, first_idx, count) values ($1, $2, $3, 1)",
  "insert into stream_head (stream, version) values ($1, $2) on conflict (stream) do update set version = excluded.version",
];
const DIGEST = "a".repeat(64);

function parameters({ idx, bytes, stream, version, command }: Rows): (string | number | Uint8Array)[][] {
  return [
    [idx, bytes],
    [idx, stream, version],
    [command, DIGEST, idx],
    [stream, version],
  ];
}

/** Prepared statements in one transaction for each command, flushed like the ledger's. */
export async function rawSqlite(folder: string) {
  mkdirSync(folder);
  const file = new DatabaseSync(join(folder, "raw.db"));
  file.exec("pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full");
  for (const statement of MIGRATIONS.flatMap((migration) => migration.statements("sqlite"))) file.exec(statement);
  const [begin, commit] = [file.prepare("begin immediate"), file.prepare("commit")];
  const inserts = STATEMENTS.map((text) => file.prepare(text.replaceAll(/\$\d/g, "?")));
  return {
    write: async (rows: Rows) => {
      begin.run();
      for (const [at, values] of parameters(rows).entries()) inserts[at]!.run(...values);
      commit.run();
    },
    close: async () => file.close(),
  };
}

/** Named statements in one transaction for each command, on as many connections as there are callers. */
export async function rawPostgres(url: string) {
  const pool = new pg.Pool({ connectionString: url, max: 32 });
  pool.on("error", () => undefined);
  for (const text of MIGRATIONS.flatMap((migration) => migration.statements("postgres"))) await pool.query(text);
  return {
    write: async (rows: Rows) => {
      const client = await pool.connect();
      await client.query("begin");
      for (const [at, values] of parameters(rows).entries())
        await client.query({ name: `insert-${at}`, text: STATEMENTS[at]!, values });
      await client.query("commit");
      client.release();
    },
    close: () => pool.end(),
  };
}
