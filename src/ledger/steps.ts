import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { CompiledQuery } from "kysely";
import type { LedgerDatabase, LedgerTransaction } from "./database.ts";

interface Statement {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/** Work on a database that hands out one statement after the other and goes on with its rows. */
export type Steps<T> = Generator<Statement, T, readonly unknown[]>;

/** Carries steps out on either database, in the transaction where there is one. */
export async function perform<T>(transaction: LedgerDatabase | LedgerTransaction, steps: Steps<T>): Promise<T> {
  let step = steps.next();
  while (step.done !== true) {
    const { text, parameters } = step.value;
    const { rows } = await transaction.executeQuery(CompiledQuery.raw(text, [...parameters]));
    step = steps.next(rows);
  }
  return step.value;
}

export type PerformAtOnce = <T>(steps: Steps<T>) => T;

/** Carries steps out in a transaction of their own without waiting in between: a wait costs more than most statements. */
export function performAtOnce(file: DatabaseSync): PerformAtOnce {
  const kept = new Map<string, StatementSync>();
  const prepared = (text: string): StatementSync => {
    const statement = kept.get(text) ?? file.prepare(text);
    kept.set(text, statement);
    return statement;
  };
  return (steps) => {
    prepared("begin immediate").run();
    try {
      let step = steps.next();
      while (step.done !== true)
        step = steps.next(prepared(step.value.text).all(...(step.value.parameters as SQLInputValue[])));
      prepared("commit").run();
      return step.value;
    } catch (error) {
      // SQLite has taken a transaction back by itself when the disk was full; a second rollback would hide that error.
      if (file.isTransaction) prepared("rollback").run();
      throw error;
    }
  };
}
