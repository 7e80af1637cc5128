import type { ConfigDocument } from "../contract/config.ts";

/** Files of other release tools that tell how a repository chooses its versions. */
export const CONVENTION_FILES: readonly string[] = [];

/** A configuration in our words, and the file that told it. */
export interface Convention {
  readonly source: string;
  readonly document: ConfigDocument;
}

export function detectConvention(_files: ReadonlyMap<string, string>): Convention {
  return { source: "default", document: {} };
}
