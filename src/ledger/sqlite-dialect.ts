import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { SqliteDialect } from "kysely";

/** Kysely on the SQLite that Node carries. Transactions take the write lock when they begin, so none fails halfway. */
export function sqliteDialect(database: DatabaseSync): SqliteDialect {
  const statements = new Map<string, Adapted>();
  return new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare: (sql) => {
        if (sql === "begin") return prepared(database, statements, "begin immediate");
        // SQLite has taken a transaction back by itself when the disk was full; a second rollback would hide that error.
        if (sql === "rollback" && !database.isTransaction) return prepared(database, statements, "select 1");
        return prepared(database, statements, sql);
      },
    },
  });
}

type Adapted = ReturnType<typeof adapt>;

/** Statements that change the schema are not kept: they would be run against a schema they no longer know. */
function prepared(database: DatabaseSync, statements: Map<string, Adapted>, sql: string): Adapted {
  const known = statements.get(sql);
  if (known !== undefined) return known;
  const statement = adapt(database.prepare(sql));
  if (/^\s*(?:select|insert|update|delete|begin|commit|rollback)/i.test(sql)) statements.set(sql, statement);
  return statement;
}

function adapt(statement: StatementSync) {
  return {
    reader: statement.columns().length > 0,
    all: (parameters: readonly unknown[]) => statement.all(...(parameters as SQLInputValue[])),
    run: (parameters: readonly unknown[]) => statement.run(...(parameters as SQLInputValue[])),
    iterate: (parameters: readonly unknown[]) => statement.iterate(...(parameters as SQLInputValue[])),
  };
}
