import type { Result } from "../../kernel/result.ts";

/** A version in a text. `start` and `end` are offsets in UTF-16 units and leave quotes outside. */
export interface VersionPlace {
  readonly version: string;
  readonly start: number;
  readonly end: number;
}

/** What a format needs to know to find its version. */
export interface PlaceSetting {
  readonly keys: readonly string[];
  readonly pattern: string;
}

/** Finds the places that state the version, in the order of the text; the error is the reason in one clause. */
export type Locate = (text: string, setting: PlaceSetting) => Result<readonly VersionPlace[], string>;
