import { join, resolve } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a product keeps its ledger. */
export interface LedgerSettings {
  readonly folder: string;
  /** Address of a PostgreSQL database; absent: the ledger is a file in the folder. */
  readonly databaseUrl: string | undefined;
}

/**
 * SLIPWAY_DATA and SLIPWAY_DATABASE_URL, or what holds without them. Both belong to the machine and the second holds a
 * password, so neither has a place in the configuration that is under version control.
 */
export function ledgerSettings(environment: Environment, product: { readonly root: string }): LedgerSettings {
  return {
    folder: dataFolder(environment, product),
    databaseUrl: environment["SLIPWAY_DATABASE_URL"] || undefined,
  };
}

/** SLIPWAY_DATA, or `.slipway` at the root of the repository. */
export function dataFolder(environment: Environment, { root }: { readonly root: string }): string {
  return resolve(environment["SLIPWAY_DATA"] || join(root, ".slipway"));
}
