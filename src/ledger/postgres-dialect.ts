import { CompiledQuery, PostgresDialect } from "kysely";
import pg from "pg";

/** Waits, in milliseconds. A process that hangs inside a transaction must not keep everybody else from appending. */
const CONNECT_MS = 10_000;
const LOCK_MS = 30_000;
const IDLE_TRANSACTION_MS = 60_000;

/** Kysely on PostgreSQL. Numbers of 64 bits arrive as numbers: no index comes near 2^53. */
export function postgresDialect(url: string): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: 8,
    connectionTimeoutMillis: CONNECT_MS,
    lock_timeout: LOCK_MS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,
    keepAlive: true,
    application_name: "slipway",
    types: {
      getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)),
    },
  });
  // A lost connection is reported by the statement that needed it; without a listener it would end the process.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return new PostgresDialect({
    pool,
    // A server that is set to acknowledge before it has flushed would lose what we acknowledged.
    onCreateConnection: async (connection) => {
      await connection.executeQuery(
        CompiledQuery.raw(
          "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') in ('off', 'local')",
        ),
      );
    },
  });
}
