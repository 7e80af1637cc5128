import type { ConfigDocument } from "../../contract/config.ts";

/** The tools whose settings are read as if they were ours. */
export const TOOLS = [
  "release-please",
  "semantic-release",
  "python-semantic-release",
  "commitizen",
  "cog",
  "standard-version",
  "lerna",
  "nx",
] as const;
export type Tool = (typeof TOOLS)[number];

/** A configuration in our words, and what told it. */
export interface Convention {
  /** For people: the file that told it, or `default`. */
  readonly source: string;
  /** The tool that derives the versions of the repository; absent when none was found. */
  readonly tool?: Tool;
  /** Code of somebody else that decides instead of the tool's own rules, so that the rules do not tell the version. */
  readonly foreignCode?: string;
  /** The dependencies ask for a pre-release of the tool, whose rules were not settled then. */
  readonly isToolUnfinished?: boolean;
  /** Every command that runs the tool names the number or the kind of change itself. */
  readonly isNumberCommanded?: boolean;
  /** Numbers that the settings ask for by name. */
  readonly numbers?: readonly string[];
  readonly document: ConfigDocument;
}

export type Versioning = NonNullable<ConfigDocument["versioning"]>;
export type RuleDocument = NonNullable<Versioning["rules"]>[number];
