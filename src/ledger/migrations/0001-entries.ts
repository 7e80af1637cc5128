import type { Migration } from "./migration.ts";

/** The log itself. The database refuses to change or remove an entry, whoever asks. */
export const entries: Migration = {
  number: 1,
  name: "entries",
  statements: (dialect) => [
    ...(dialect === "sqlite"
      ? ["create table entry (idx integer primary key check (idx >= 0), bytes blob not null)"]
      : ["create table entry (idx bigint primary key check (idx >= 0), bytes bytea not null)"]),
    ...(dialect === "sqlite" ? sqliteGuards() : postgresGuards()),
    "create table stream_head (stream text primary key, version bigint not null)",
    "create table command (id text primary key, digest text not null, first_idx bigint not null, count bigint not null)",
  ],
};

function sqliteGuards(): string[] {
  return ["update", "delete"].map(
    (verb) =>
      `create trigger entry_no_${verb} before ${verb} on entry begin select raise(abort, 'the ledger is append-only'); end`,
  );
}

function postgresGuards(): string[] {
  return [
    "create function refuse_ledger_change() returns trigger language plpgsql as $$ begin raise exception 'the ledger is append-only'; end $$",
    "create trigger entry_no_change before update or delete on entry for each row execute function refuse_ledger_change()",
    "create trigger entry_no_truncate before truncate on entry for each statement execute function refuse_ledger_change()",
  ];
}
