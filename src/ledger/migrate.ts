import { createHash } from "node:crypto";
import { sql } from "kysely";
import { SlipwayError } from "../kernel/problem.ts";
import type { DialectName, LedgerDatabase, LedgerTransaction } from "./database.ts";
import type { Migration } from "./migrations/migration.ts";
import { lockAppends } from "./lock-appends.ts";
import { rebuildReadModels } from "./rebuild.ts";

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

/**
 * Brings a database to the newest schema, in one transaction, forward only. A schema newer than this program, or one that
 * was made by other statements than these, is refused untouched.
 */
export async function migrate(
  database: LedgerDatabase,
  dialect: DialectName,
  migrations: readonly Migration[],
): Promise<void> {
  if (await isCurrent(database, dialect, migrations)) return;
  await database.transaction().execute(async (transaction) => {
    await lockAppends(transaction, dialect);
    await sql`create table if not exists slipway_migration (number bigint primary key, name text not null, checksum text not null)`.execute(
      transaction,
    );
    const applied = await appliedMigrations(transaction);
    refuseForeign(applied, migrations, dialect);
    for (const migration of migrations.slice(applied.length)) await apply(transaction, dialect, migration);
    if (applied.length > 0 && applied.length < migrations.length) await rebuildReadModels(transaction, dialect);
  });
}

/** SHA-256 over the statements of a migration. */
export function migrationChecksum(migration: Migration, dialect: DialectName): string {
  return createHash("sha256").update(migration.statements(dialect).join(";\n")).digest("hex");
}

/** Asked first without a lock, so that starting up never waits for a process that appends. */
async function isCurrent(
  database: LedgerDatabase,
  dialect: DialectName,
  migrations: readonly Migration[],
): Promise<boolean> {
  const tables = await database.introspection.getTables();
  if (!tables.some(({ name }) => name === "slipway_migration")) return false;
  const applied = await appliedMigrations(database);
  refuseForeign(applied, migrations, dialect);
  return applied.length === migrations.length;
}

async function appliedMigrations(database: LedgerDatabase): Promise<readonly Applied[]> {
  const { rows } = await sql<Applied>`select number, name, checksum from slipway_migration order by number`.execute(
    database,
  );
  return rows;
}

function refuseForeign(applied: readonly Applied[], migrations: readonly Migration[], dialect: DialectName): void {
  for (const [position, { number, name, checksum }] of applied.entries()) {
    const known = migrations[position];
    if (known === undefined) throw newerSchema(applied.length, migrations.length);
    if (known.number !== number || migrationChecksum(known, dialect) !== checksum) throw otherSchema(number, name);
  }
}

async function apply(transaction: LedgerTransaction, dialect: DialectName, migration: Migration): Promise<void> {
  for (const statement of migration.statements(dialect)) await sql.raw(statement).execute(transaction);
  const { number, name } = migration;
  const checksum = migrationChecksum(migration, dialect);
  await sql`insert into slipway_migration (number, name, checksum) values (${number}, ${name}, ${checksum})`.execute(
    transaction,
  );
}

function newerSchema(found: number, known: number): SlipwayError {
  return new SlipwayError({
    code: "schema-newer",
    kind: "input",
    found: `the ledger has schema ${found}`,
    expected: `at most schema ${known}, which is what this version of Slipway knows`,
    action: "use the version of Slipway that wrote it, or a later one",
  });
}

function otherSchema(number: number, name: string): SlipwayError {
  return new SlipwayError({
    code: "schema-altered",
    kind: "failed",
    found: `step ${number} (${name}) of the ledger's schema was made by other statements than this version has`,
    expected: "the released statements: a step of the schema is never edited",
    action: "use a released version of Slipway, or restore the ledger from a backup",
  });
}
