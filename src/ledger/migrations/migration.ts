import type { DialectName } from "../database.ts";

/** One step of the schema. What was released is never edited: databases keep its checksum. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  statements(dialect: DialectName): readonly string[];
}
