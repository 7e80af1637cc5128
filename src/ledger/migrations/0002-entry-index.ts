import type { Migration } from "./migration.ts";

/** Entries by stream, actor, object, action and time. Filled from the entries there are when it is applied. */
export const entryIndex: Migration = {
  number: 2,
  name: "entry-index",
  statements: () => [
    `create table entry_index (
      idx bigint primary key, stream text not null, stream_version bigint not null, actor text not null,
      object text not null, action text not null, time_ms bigint not null, high_ms bigint not null, back_ms bigint not null,
      unique (stream, stream_version))`,
    "create index entry_index_actor on entry_index (actor, idx)",
    "create index entry_index_object on entry_index (object, idx)",
    "create index entry_index_action on entry_index (action, idx)",
    "create index entry_index_high on entry_index (high_ms, idx)",
    "create index entry_index_back on entry_index (back_ms) where back_ms > 0",
  ],
};
