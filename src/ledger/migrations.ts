import { entries } from "./migrations/0001-entries.ts";
import { entryIndex } from "./migrations/0002-entry-index.ts";
import type { Migration } from "./migrations/migration.ts";

/** Every step there is, in order. */
export const MIGRATIONS: readonly Migration[] = [entries, entryIndex];
