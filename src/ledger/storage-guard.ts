import { isSlipwayError } from "../kernel/problem.ts";
import { isStorageError, sqliteCode, unreadable, unwritable } from "./problems.ts";

const SQLITE_IOERR = 10;

type Work<T> = () => Promise<T>;

/** Runs what touches the storage, and says of each error whether the ledger could not be read or not be written. */
export interface StorageGuard {
  reading<T>(work: Work<T>): Promise<T>;
  /** What is written beside the log. */
  storing<T>(work: Work<T>): Promise<T>;
  /** What is written to the log: not even tried once the file is known to be lost. */
  writing<T>(work: Work<T>): Promise<T>;
  readingEach<T>(work: () => AsyncIterable<T>): AsyncGenerator<T>;
}

/** `lost` says what is wrong with the file, when it is no longer the one that was opened. */
export function storageGuard(place: string, lost: () => string | undefined = () => undefined): StorageGuard {
  let broken: unknown;
  const readError = (error: unknown): unknown => (isForeign(error) ? error : unreadable(place, error));
  const writeError = (error: unknown): unknown => (isForeign(error) ? error : unwritable(place, error));
  return {
    reading: (work) => failingWith(work, readError),
    storing: (work) => failingWith(work, writeError),
    writing: async (work) => {
      broken ??= lost();
      if (broken !== undefined) throw unwritable(place, broken);
      return failingWith(work, (error) => {
        // After a failed flush nobody knows what is on the disk, so nothing more is written until it is opened anew.
        if (sqliteCode(error) === SQLITE_IOERR) broken = error;
        return writeError(error);
      });
    },
    readingEach: async function* readingEach(work) {
      try {
        yield* work();
      } catch (error) {
        throw readError(error);
      }
    },
  };
}

function isForeign(error: unknown): boolean {
  return isSlipwayError(error) || !isStorageError(error);
}

async function failingWith<T>(work: Work<T>, as: (error: unknown) => unknown): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw as(error);
  }
}
