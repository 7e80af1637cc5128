import type { Migration } from "./migration.ts";

/** Bodies that are too large for entries. The database itself refuses to forget one that has to be kept. */
export const blobs: Migration = {
  number: 3,
  name: "blobs",
  statements: (dialect) => [
    `create table blob (digest text primary key, kind text not null, size bigint not null, stored_ms bigint not null,
      keep_until_ms bigint)`,
    ...(dialect === "sqlite" ? sqliteGuards() : postgresGuards()),
  ],
};

const SHORTENED = `old.digest <> new.digest or old.size <> new.size or old.stored_ms <> new.stored_ms
  or (old.keep_until_ms is null and new.keep_until_ms is not null) or new.keep_until_ms < old.keep_until_ms`;

function sqliteGuards(): string[] {
  return [
    `create trigger blob_kept before delete on blob
      when old.keep_until_ms is null or old.keep_until_ms > unixepoch('subsec') * 1000
      begin select raise(abort, 'the blob is under retention'); end`,
    `create trigger blob_not_shortened before update on blob when ${SHORTENED}
      begin select raise(abort, 'the retention of a blob is never shortened'); end`,
  ];
}

function postgresGuards(): string[] {
  return [
    `create function refuse_early_deletion() returns trigger language plpgsql as $$ begin
      if tg_op = 'TRUNCATE' then raise exception 'the blob is under retention'; end if;
      if old.keep_until_ms is null or old.keep_until_ms > extract(epoch from clock_timestamp()) * 1000
        then raise exception 'the blob is under retention'; end if;
      return old; end $$`,
    "create trigger blob_kept before delete on blob for each row execute function refuse_early_deletion()",
    "create trigger blob_no_truncate before truncate on blob for each statement execute function refuse_early_deletion()",
    `create function refuse_shorter_retention() returns trigger language plpgsql as $$ begin
      if ${SHORTENED} then raise exception 'the retention of a blob is never shortened'; end if;
      return new; end $$`,
    "create trigger blob_not_shortened before update on blob for each row execute function refuse_shorter_retention()",
  ];
}
