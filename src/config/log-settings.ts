import { dataFolder } from "./ledger-settings.ts";

/** Where a product keeps its data, and what its log is called. */
export interface LogSettings {
  readonly folder: string;
  /** Name of the log, given to its key when that is made. */
  readonly origin: string;
  /** The key of the log, when it is not kept in a file. */
  readonly keyText: string | undefined;
}

/** SLIPWAY_DATA, SLIPWAY_LOG_ORIGIN and SLIPWAY_LOG_KEY, or what holds without them. */
export function logSettings(
  environment: Readonly<Record<string, string | undefined>>,
  product: { readonly root: string; readonly name: string },
): LogSettings {
  const name = product.name.replaceAll(/[\s+\p{Cc}]+/gu, "-");
  return {
    folder: dataFolder(environment, product),
    origin: environment["SLIPWAY_LOG_ORIGIN"] || name,
    keyText: environment["SLIPWAY_LOG_KEY"] || undefined,
  };
}
