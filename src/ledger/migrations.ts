import { entries } from "./migrations/0001-entries.ts";
import { entryIndex } from "./migrations/0002-entry-index.ts";
import { blobs } from "./migrations/0003-blobs.ts";
import type { Migration } from "./migrations/migration.ts";

/** Every step there is, in order. */
export const MIGRATIONS: readonly Migration[] = [entries, entryIndex, blobs];
