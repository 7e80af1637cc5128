import { hash } from "node:crypto";
import type { BlobStore, StoredBlob } from "../app/ledger-ports.ts";
import { keepUntil, mayBeDeleted } from "../domain/retention/retention.ts";
import { must } from "../kernel/assert.ts";
import { SlipwayError } from "../kernel/problem.ts";
import type { BlobFolder } from "./blob-folder.ts";
import type { Database, LedgerDatabase } from "./database.ts";

interface Parts {
  readonly database: LedgerDatabase;
  readonly files: BlobFolder;
  readonly now: () => Date;
  /** Runs what writes, and turns errors of disk and database into a problem. */
  readonly writing: <T>(work: () => Promise<T>) => Promise<T>;
}

/** The bytes come first and their row second, so that every row has its bytes; a file without a row is nobody's. */
export function blobStore({ database, files, now, writing }: Parts): BlobStore {
  const rowOf = (digest: string) =>
    database.selectFrom("blob").selectAll().where("digest", "=", digest).executeTakeFirst();
  return {
    put: (bytes, kind) =>
      writing(async () => {
        const digest = hash("sha256", bytes);
        await files.write(digest, bytes);
        const stored_ms = now().getTime();
        const keep_until_ms = keepUntil(kind, stored_ms);
        await database
          .insertInto("blob")
          .values({ digest, kind, size: bytes.length, stored_ms, keep_until_ms })
          // a body that is stored for two reasons is kept for the longer one
          .onConflict((conflict) => {
            const longer = conflict
              .column("digest")
              .doUpdateSet({ keep_until_ms })
              .where("blob.keep_until_ms", "is not", null);
            return keep_until_ms === null ? longer : longer.where("blob.keep_until_ms", "<", keep_until_ms);
          })
          .execute();
        return asStored(must(await rowOf(digest), "a stored body has its row"));
      }),
    take: (bytes, { digest, kind, storedMs, keepUntilMs }) =>
      writing(async () => {
        if (hash("sha256", bytes) !== digest) throw new SlipwayError(otherBytes(digest));
        await files.write(digest, bytes);
        await database
          .insertInto("blob")
          .values({ digest, kind, size: bytes.length, stored_ms: storedMs, keep_until_ms: keepUntilMs })
          .onConflict((conflict) => conflict.column("digest").doNothing())
          .execute();
      }),
    read: (digest) => files.read(digest),
    list: async () => (await database.selectFrom("blob").selectAll().orderBy("digest").execute()).map(asStored),
    remove: (digest) =>
      writing(async () => {
        const row = await rowOf(digest);
        if (row === undefined) return;
        if (!mayBeDeleted(row.keep_until_ms, now().getTime())) throw new SlipwayError(underRetention(row));
        await database.deleteFrom("blob").where("digest", "=", digest).execute();
        await files.remove(digest);
      }),
  };
}

function asStored({ digest, kind, size, stored_ms, keep_until_ms }: Database["blob"]): StoredBlob {
  return { digest, kind, size, storedMs: stored_ms, keepUntilMs: keep_until_ms };
}

function underRetention({ digest, kind, keep_until_ms: until }: Database["blob"]) {
  return {
    code: "under-retention",
    kind: "refused" as const,
    found: `the ${kind} ${digest} is kept ${until === null ? "for ever" : `until ${new Date(until).toISOString()}`}`,
    expected: "no deletion before that, whoever asks",
  };
}

function otherBytes(digest: string) {
  return {
    code: "blob-damaged",
    kind: "failed" as const,
    found: `the body named ${digest} has another digest`,
    expected: "the bytes that were stored",
    action: "use a backup that was not changed",
  };
}
