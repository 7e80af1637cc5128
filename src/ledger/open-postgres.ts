import { join } from "node:path";
import { Kysely } from "kysely";
import type { Ledger } from "../app/ledger-ports.ts";
import { SlipwayError } from "../kernel/problem.ts";
import { blobFolder } from "./blob-folder.ts";
import type { Database } from "./database.ts";
import { eventStore } from "./event-store.ts";
import { migrate } from "./migrate.ts";
import { MIGRATIONS } from "./migrations.ts";
import { postgresDialect } from "./postgres-dialect.ts";
import { isStorageError, unreadable } from "./problems.ts";

interface PostgresOptions {
  readonly url: string;
  /** Folder for the bodies beside the log; every process that uses the database needs the same one. */
  readonly folder: string;
  readonly now?: () => Date;
}

/** Opens the ledger in a PostgreSQL database, beside any number of other processes. */
export async function openPostgres({ url, folder, now }: PostgresOptions): Promise<Ledger> {
  const place = placeOf(url);
  const database = new Kysely<Database>({ dialect: postgresDialect(url) });
  try {
    await migrate(database, "postgres", MIGRATIONS);
    const files = blobFolder(join(folder, "blobs"));
    return eventStore({ database, dialect: "postgres", files, place, ...(now === undefined ? {} : { now }) });
  } catch (error) {
    await database.destroy();
    throw isStorageError(error) ? unreadable(place, error) : error;
  }
}

/** Host and name of the database, without user and password. */
function placeOf(url: string): string {
  if (!URL.canParse(url) || !/^postgres(?:ql)?:$/.test(new URL(url).protocol))
    throw new SlipwayError({
      code: "database-url",
      kind: "input",
      found: "SLIPWAY_DATABASE_URL is not the address of a PostgreSQL database",
      expected: "postgres://USER:PASSWORD@HOST:PORT/NAME",
      action: "correct it, or unset it to use the folder .slipway",
    });
  const { host, pathname, searchParams } = new URL(url);
  return `postgres://${searchParams.get("host") ?? host}${pathname}`;
}
